"""One runtime's side of the pool: its zygote, and the cells that wait."""

import time
from collections import deque

from .cells import Cell
from .outcome import GraderFault
from .runtimes import Runtime
from .zygotes import Zygote, ZygoteSetup

# A zygote's address-space layout is that of all its cells; a daily one keeps what was learnt about it short-lived.
ZYGOTE_LIFE_SECONDS = 24 * 3600.0
RENEW_AGAIN_SECONDS = 600.0
RESTART_PAUSE_SECONDS = 1.0
# Importing a framework costs a core for seconds: one that cannot be started must not be started in a row.
NEVER_WARM_PAUSE_SECONDS = 10.0
RESTART_SECONDS = 30.0


class Lane:
    """One runtime: its zygote and the cells that wait."""

    def __init__(self, runtime: Runtime, setup: ZygoteSetup) -> None:
        self.runtime, self.setup = runtime, setup
        self.zygote = Zygote(runtime, setup)
        self.waiting: deque[Cell] = deque()
        self._renew_after = 0.0

    def zygote_when_ready(self) -> Zygote:
        """The zygote, or its successor where it has just died. GraderFault when none becomes warm in time."""
        deadline = time.monotonic() + RESTART_SECONDS
        while not (zygote := self.zygote).ready:
            if time.monotonic() > deadline:
                raise GraderFault("zygote_died", zygote.fault or "not warm in time")
            time.sleep(0.01)
        return zygote

    def successor(self) -> Zygote | None:
        """A fresh zygote where the present one is dead, or is old and the fresh one has become warm."""
        now = time.monotonic()
        age = now - self.zygote.started
        if self.zygote.alive and (age < ZYGOTE_LIFE_SECONDS or now < self._renew_after):
            return None
        pause = RESTART_PAUSE_SECONDS if self.zygote.was_warm else NEVER_WARM_PAUSE_SECONDS
        if not self.zygote.alive and age < pause:
            return None
        fresh = Zygote(self.runtime, self.setup)
        if self.zygote.alive:
            try:
                fresh.wait_ready()
            except GraderFault:
                fresh.close()
                self._renew_after = time.monotonic() + RENEW_AGAIN_SECONDS
                return None
        return fresh


def take_waiting(waiting: deque[Cell]) -> tuple[Cell | None, list[Cell]]:
    """Takes out the first that is warm; else one still warming up, which is nearer to ready than a fork from nothing.
    Also those that have ended unused, for the caller to close."""
    gone = [cell for cell in waiting if cell.is_gone()]
    left = [cell for cell in waiting if cell not in gone]
    chosen = next((cell for cell in left if cell.is_ready()), left[0] if left else None)
    waiting.clear()
    waiting.extend(cell for cell in left if cell is not chosen)
    return chosen, gone
