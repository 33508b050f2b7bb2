"""What the judge and the author's tools need before they can grade: a pool of cells, and the name of the device."""

from __future__ import annotations

import os
from pathlib import Path

from .cells import CellPool, PoolConfig
from .cells.environment import finished_environments

ROOT = Path(__file__).resolve().parents[2]


def open_pool(runtimes: list[str], build: Path, slots: int) -> CellPool:
    """Starts the zygotes and proves the jail; takes seconds. Close it."""
    state = build.parent
    environments = finished_environments(state, ROOT)
    config = PoolConfig(repository=ROOT, build=build, slots=slots, hidden=(state,), environments=environments)
    return CellPool(runtimes, config)


def device() -> dict[str, str]:
    """What graded the answer: processors differ in their last bits."""
    name = "unknown CPU"
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return {"type": "cpu", "name": name}


def take_stdout() -> int:
    """The descriptor for frames. From here on a stray print, of a question or a library, goes to the log instead of
    into the middle of a frame."""
    frames = os.dup(1)
    os.set_inheritable(frames, False)
    os.dup2(2, 1)
    return frames
