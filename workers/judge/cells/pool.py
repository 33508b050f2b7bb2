"""Waiting cells per runtime."""

from dataclasses import dataclass, field
from pathlib import Path

from .cells import Cell


@dataclass(frozen=True)
class PoolConfig:
    """Where things lie and how many cells wait.

    repository: the checkout; hidden from cells wherever it lies. build: folder with the compiled helper.
    hidden: further folders that no cell may see (state folder, database). cgroup: a delegated cgroup v2 folder, if any.
    """

    repository: Path
    build: Path
    slots: int = 2
    waiting: int = 2
    hidden: tuple[Path, ...] = field(default=())
    cgroup: Path | None = None


class CellPool:
    def __init__(self, runtimes: list[str], config: PoolConfig) -> None: ...

    def isolation_report(self) -> dict: ...

    def runtime_versions(self) -> list[dict]: ...

    def acquire(self, runtime: str) -> Cell: ...

    def close(self) -> None: ...
