"""The size of a cell's only writable folder, set from outside: the cell is jailed before its question is known, and then has
no right to set anything."""

import ctypes
import errno
import os

DEFAULT_MIB = 16
# The same number on every architecture.
FSCONFIG = 431
SET_STRING, RECONFIGURE = 1, 7

_libc = ctypes.CDLL(None, use_errno=True)


def resize(hold: int, mebibytes: int) -> None:
    """`hold`: what the cell's own start has handed over, -1 where the kernel has none to give. OSError when it cannot be."""
    if hold < 0:
        raise OSError(errno.ENOSYS, f"/box cannot have {mebibytes} MiB: this kernel lacks fspick, which came with Linux 5.2")
    _fsconfig(hold, SET_STRING, b"size", f"{mebibytes}m".encode())
    _fsconfig(hold, RECONFIGURE, None, None)


def _fsconfig(hold: int, command: int, key: bytes | None, value: bytes | None) -> None:
    if _libc.syscall(FSCONFIG, hold, command, key, value, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
