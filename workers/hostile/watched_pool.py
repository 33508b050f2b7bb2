"""The pool as the judge uses it, with a record of what every cell did: the grading path itself stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judge.cells import CellPool, Outcome

from .warmed_pool import WarmedPool


@dataclass
class Record:
    outcomes: list[Outcome] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)

    def texts(self) -> str:
        return "\n".join(f"{one.message}\n{one.stdout}" for one in self.outcomes)

    def survivors(self) -> list[int]:
        """Processes of cells that are still there."""
        return [pid for pid in self.pids if pid and Path(f"/proc/{pid}").exists()]


class WatchedPool:
    def __init__(self, pool: CellPool | WarmedPool) -> None:
        self._pool = pool
        self.record = Record()

    def acquire(self, runtime: str, device: str = "cpu") -> Any:
        cell = self._pool.acquire(runtime, device)
        self.record.pids.append(cell.pid)
        return WatchedCell(cell, self.record)


class WatchedCell:
    """Hands everything on, and keeps the outcomes."""

    def __init__(self, cell: Any, record: Record) -> None:
        self._cell, self._record = cell, record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cell, name)

    def load(self, *arguments: Any, **more: Any) -> Outcome:
        return self._keep(self._cell.load(*arguments, **more))

    def run_prepared(self, *arguments: Any, **more: Any) -> Outcome:
        return self._keep(self._cell.run_prepared(*arguments, **more))

    def _keep(self, outcome: Outcome) -> Outcome:
        self._record.outcomes.append(outcome)
        return outcome
