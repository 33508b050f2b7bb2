"""The pool of a grader that has had time: whoever asks finds a cell that has rehearsed and waits."""

from __future__ import annotations

from typing import Any

from judge.cells import CellPool


class NotWarmed(Exception):
    """The pool gave another cell than the one that waited: the attack would prove nothing of warmed ones."""


class WarmedPool:
    """One waiting cell is made just before it is asked for, so that nothing waits between two attacks; taking it is the
    pool's own doing."""

    def __init__(self, pool: CellPool) -> None:
        self._pool = pool

    def acquire(self, runtime: str, device: str = "cpu") -> Any:
        waiting = self._pool.let_one_wait(runtime, device)
        cell = self._pool.acquire(runtime, device)
        if cell is not waiting:
            cell.close()
            raise NotWarmed(f"a cell of {runtime} waited, and another one was given")
        return cell
