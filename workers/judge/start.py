"""What the judge and the author's tools need before they can grade: a pool of cells."""

from __future__ import annotations

import os
from pathlib import Path

from .cells import CellPool, PoolConfig
from .cells.environment import finished_environments
from .cells.runtimes import find_runtimes
from .devices import find_devices

ROOT = Path(__file__).resolve().parents[2]


def all_runtimes() -> list[str]:
    """Each folder of workers/runtimes is one; a pool leaves out what this machine is not prepared for."""
    return list(find_runtimes(ROOT / "workers" / "runtimes"))


def joining_later(runtimes: list[str]) -> list[str]:
    """Those of them for which a judge does not wait before it serves the others."""
    known = find_runtimes(ROOT / "workers" / "runtimes")
    later = [name for name in runtimes if name in known and known[name].joins_later]
    return later if len(later) < len(runtimes) else []


def open_pool(runtimes: list[str], build: Path, slots: int) -> CellPool:
    """Starts the zygotes and proves the jail; takes seconds. Close it."""
    state = build.parent
    environments = finished_environments(state, ROOT)
    config = PoolConfig(
        repository=ROOT,
        build=build,
        slots=slots,
        hidden=(state,),
        environments=environments,
        devices=find_devices(build),
    )
    return CellPool(runtimes, config)


def take_stdout() -> int:
    """The descriptor for frames. From here on a stray print, of a question or a library, goes to the log instead of
    into the middle of a frame."""
    frames = os.dup(1)
    os.set_inheritable(frames, False)
    os.dup2(2, 1)
    return frames
