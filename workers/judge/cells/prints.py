"""What a cell has printed: a small file that cannot grow, so nobody has to drain it."""

import os

from . import memfd, text

BYTES = 1 << 16


class Prints:
    """Owns the file. `new` gives what was added since the last call, and whether the file is full."""

    def __init__(self) -> None:
        self.descriptor = memfd.fixed_size("prints", BYTES)
        self._seen = 0

    def new(self) -> tuple[str, bool]:
        raw = os.pread(self.descriptor, BYTES, 0).rstrip(b"\0")
        added, self._seen = raw[self._seen :], len(raw)
        return text.cleaned(added), len(raw) == BYTES

    def close(self) -> None:
        os.close(self.descriptor)
