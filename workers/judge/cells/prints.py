"""What a cell has printed: a small file that cannot grow, so nobody has to drain it."""

import os

from . import memfd, text

BYTES = 1 << 16


class Prints:
    """Owns the file. `new` gives what was added since the last call, and whether the file is full by then."""

    def __init__(self) -> None:
        self.descriptor = memfd.fixed_size("prints", BYTES)
        self._seen = 0

    def place(self) -> int:
        """How far it has come. The cell writes through the same open file, so its place in it is ours. Who moves it
        hides his own text."""
        return min(os.lseek(self.descriptor, 0, os.SEEK_CUR), BYTES)

    def new(self, end: int) -> tuple[str, bool]:
        """What was printed up to the place `end`."""
        if end <= self._seen:
            return "", end == BYTES
        raw = os.pread(self.descriptor, end - self._seen, self._seen)
        self._seen = end
        return text.cleaned(raw), end == BYTES

    def close(self) -> None:
        os.close(self.descriptor)
