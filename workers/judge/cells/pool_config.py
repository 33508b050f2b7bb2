"""Where a pool finds what it needs."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..devices import FINDERS, Device, Finder, processor


@dataclass(frozen=True)
class PoolConfig:
    """Where things lie and how many cells wait.

    repository: the checkout; hidden from cells wherever it lies. build: folder with the compiled helper.
    slots: answers graded at the same time. hidden: further folders that no cell may see (state folder, database).
    cgroup: a delegated cgroup v2 folder, if any. environments: Python interpreter per environment name. devices: what this
    machine has to compute on, the processor first. finders: how a card is looked at again after an answer.
    """

    repository: Path
    build: Path
    slots: int = 2
    waiting: int = 2
    hidden: tuple[Path, ...] = ()
    cgroup: Path | None = None
    environments: dict[str, str] = field(default_factory=lambda: {"python": sys.executable})
    devices: tuple[Device, ...] = field(default_factory=lambda: (processor(),))
    finders: tuple[Finder, ...] = FINDERS
