"""One answer at a time on a card: its memory has no limits per process, and a neighbour would change every timing.

A software adapter is no card in this sense: it computes on the processor, as other cells do."""

import threading
from collections.abc import Callable

from ..devices import Device, Finder
from .outcome import GraderFault

# A grader hands out one answer per card at a time: whoever waits here waits for the end of a process, not for its turn.
WAIT_SECONDS = 30.0


class Card:
    """A device that answers take in turns. After each of them it is asked whether it still is what it was."""

    def __init__(self, device: Device, finders: tuple[Finder, ...]) -> None:
        self.device = device
        self._free = threading.BoundedSemaphore(device.cells) if device.cells else None
        self._sick = ""
        self._look = looks_of(device, finders)

    def take(self) -> None:
        """GraderFault where the card has fallen ill: another worker, or this one started anew, grades the answer."""
        if self._free is None:
            return
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise GraderFault("device_busy", f"{self.device.name} was not free within {WAIT_SECONDS:g} s")
        if self._sick:
            self._free.release()
            raise GraderFault("device_sick", self._sick)

    def give_back(self) -> None:
        if self._free is None:
            return
        now = self._look()
        if now is None or (now.name, now.driver) != (self.device.name, self.device.driver):
            self._sick = f"{self.device.name} does not answer any more after an answer ran on it"
        self._free.release()


def looks_of(device: Device, finders: tuple[Finder, ...]) -> Callable[[], Device | None]:
    """How to look at the device again."""
    return lambda: next((seen for find in finders if (seen := find()) is not None and seen.type == device.type), None)
