"""Cells for an author's tool, which knows what it needs only when it has looked: each runtime is started when it is first asked
for, and can be used as soon as it is warm, whatever the others still do."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from .cells import CellPool
from .cells.cells import Cell
from .start import all_runtimes, open_pool

# The jail is proven on it. Of all it is warm first, and every machine has it: the judge computes in it.
FIRST = "numpy"


class PoolAsNeeded:
    """Stands in for a CellPool. Close it."""

    def __init__(self, build: Path, slots: int) -> None:
        self._build, self._slots = build, slots
        self._lock = threading.Lock()
        self._starters = ThreadPoolExecutor(1 + len(all_runtimes()))
        self._opened: Future[CellPool] | None = None
        self._joined: dict[str, Future[None]] = {}

    def start(self, runtimes: Iterable[str]) -> None:
        """Returns at once."""
        with self._lock:
            for runtime in runtimes:
                if runtime in self._joined or runtime not in all_runtimes():
                    continue
                if self._opened is None:
                    self._opened = self._starters.submit(open_pool, [FIRST], self._build, self._slots)
                self._joined[runtime] = self._starters.submit(self._join, runtime)

    def _join(self, runtime: str) -> None:
        pool = self._pool()
        if runtime != FIRST:
            pool.join(runtime)

    def _pool(self) -> CellPool:
        if self._opened is None:
            raise RuntimeError("no runtime of this pool has been started")
        return self._opened.result()

    def wait_for(self, runtime: str) -> None:
        """Until the runtime is offered, or is known not to be. Raises what went wrong with the pool."""
        if runtime in self._joined:
            self._joined[runtime].result()

    def runtimes(self) -> list[str]:
        return self._pool().runtimes()

    def backend_of(self, runtime: str) -> str | None:
        return self._pool().backend_of(runtime)

    def acquire(self, runtime: str, device: str = "cpu") -> Cell:
        return self._pool().acquire(runtime, device)

    def close(self) -> None:
        """Ends every cell and zygote, those too that are still warming up."""
        if self._opened is not None and self._opened.exception() is None:
            self._opened.result().close()
        self._starters.shutdown()
