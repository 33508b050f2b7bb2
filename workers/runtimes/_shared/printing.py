"""Where the candidate's prints go: a small memory file that cannot grow. Nobody has to drain it, and nobody can fill a
disk."""

import io
import os
import sys


class CappedOutput(io.RawIOBase):
    """Takes everything, keeps what fits. A print too many is cut, not an exception in the candidate's code."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._full = False

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def isatty(self):
        return False

    def write(self, data):
        data = memoryview(data).cast("B")
        if not self._full:
            room = os.fstat(self._descriptor).st_size - os.lseek(self._descriptor, 0, os.SEEK_CUR)
            try:
                kept = os.write(self._descriptor, data[: max(room, 0)]) if room > 0 else 0
                self._full = kept < len(data)
            except OSError:
                self._full = True
        return len(data)


def send_prints_to(descriptor):
    for target in (1, 2):
        os.dup2(descriptor, target)
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    sys.stdout = text_stream(1)
    sys.stderr = text_stream(2)


def text_stream(descriptor):
    buffered = io.BufferedWriter(CappedOutput(descriptor), 8192)
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="backslashreplace", line_buffering=descriptor == 2)
