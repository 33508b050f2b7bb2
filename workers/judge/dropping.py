"""The pool as one answer sees it: what it has of it can be ended from outside, by whoever hears that nobody waits for the
verdict any more."""

from __future__ import annotations

import threading
from typing import Any

from .attempt import Pool
from .cells import GraderFault


class DroppablePool:
    """For one answer, which holds one cell at a time. Safe to drop from another thread than the one that grades."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._changing = threading.Lock()
        self._cell: Any = None
        self.dropped = False

    def acquire(self, runtime: str, device: str = "cpu") -> Any:
        cell = None if self.dropped else self._pool.acquire(runtime, device)
        with self._changing:
            self._cell = cell
            if cell is not None and not self.dropped:
                return cell
        if cell is not None:
            cell.close()
        raise GraderFault("dropped", "nobody waits for this verdict any more")

    def drop(self) -> None:
        """Ends the cell; whoever waits for its answer hears of its death, and gets no other one."""
        with self._changing:
            self.dropped, cell = True, self._cell
        if cell is not None:
            cell.end_from_outside()
