"""The whole suite over the runtimes of this machine: what runs, in which order, and what had to be left out."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from judge.cells import CellPool, PoolConfig
from judge.cells.attack_files import Attack, read_attacks
from judge.cells.environment import finished_environments
from judge.devices import find_devices, processor
from judge.questions import load_question

from .host_services import HostServices
from .run_attack import Result, Stage

HOSTILE = Path(__file__).resolve().parent
ROOT = HOSTILE.parents[1]
RUNTIMES = ("numpy", "pytorch", "keras", "tfjs")
# What a rehearsal might have left, spoilt or made known: these are tried in warmed cells too. A runtime whose cells are
# programs of their own has no others.
WARMED_GROUPS = ("CK", "FR", "FS", "MM", "RD", "SV", "XJ")
MISSING = "it is not prepared on this machine: npx gradecheck setup --runtime {}"


class Turn(NamedTuple):
    attack: Attack
    runtime: str
    warmed: bool = False


class Suite:
    """Owns a pool without waiting cells: what is there between two attacks is then exactly the zygotes. Close it. `device`:
    where the attacks run; the runtimes must be offered on it."""

    def __init__(self, runtimes: tuple[str, ...], build: Path, device: str = "cpu") -> None:
        environments = finished_environments(build.parent, ROOT)
        devices = find_devices(build) if device != "cpu" else (processor(),)
        config = PoolConfig(
            repository=ROOT,
            build=build,
            slots=1,
            waiting=0,
            hidden=(build.parent,),
            environments=environments,
            devices=devices,
        )
        self.wanted = runtimes
        self.pool = CellPool(list(runtimes), config)
        self._services = HostServices()
        self._stage = Stage(self.pool, load_question(HOSTILE / "question"), self._services, device)

    def left_out(self) -> dict[str, str]:
        """runtime -> why nothing runs in it here."""
        return {name: MISSING.format(name) for name in self.wanted if name not in self.pool.runtimes()}

    def planned(self, only: str | None = None, each_once: bool = False) -> list[Turn]:
        """What runs, in its order. `only`: ids or names that begin so. `each_once`: every attack in the first of its
        runtimes that is here, for tests that must not take long."""
        plan = []
        for attack in read_attacks(HOSTILE):
            named = only is None or attack.name.startswith(only) or only in attack.ids
            machine = attack.fields.get("only", platform.machine())
            here = [name for name in self.pool.runtimes() if name in attack.runtimes]
            if named and machine == platform.machine():
                for name in here[:1] if each_once else here:
                    plan.append(Turn(attack, name))
                    if self.pool.is_forked(name) and any(one.startswith(WARMED_GROUPS) for one in attack.ids):
                        plan.append(Turn(attack, name, warmed=True))
        return sorted(plan, key=lambda one: (RUNTIMES.index(one.runtime), one.warmed))

    def run(self, plan: list[Turn]) -> Iterator[Result]:
        for turn in plan:
            yield self._stage.run(*turn)

    def close(self) -> None:
        self._services.__exit__()
        self.pool.close()
