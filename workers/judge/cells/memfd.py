"""Memory files that cross the trust line, and their seals."""

import fcntl
import os

ADD_SEALS = 1033
SEAL, SHRINK, GROW, WRITE = 1, 2, 4, 8


def create(name: str, size: int) -> int:
    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    return descriptor


def fixed_size(name: str, size: int) -> int:
    """Writable by a cell, but never larger or smaller: reading it can neither block nor fault."""
    descriptor = create(name, size)
    fcntl.fcntl(descriptor, ADD_SEALS, SHRINK | GROW)
    return descriptor


def frozen(name: str, chunks: list[tuple[int, bytes | memoryview]], size: int) -> int:
    """Holds (offset, data) chunks that nobody can change any more, the judge included."""
    descriptor = create(name, size)
    for offset, data in chunks:
        write_all(descriptor, data, offset)
    fcntl.fcntl(descriptor, ADD_SEALS, SEAL | SHRINK | GROW | WRITE)
    return descriptor


def freeze(descriptor: int) -> bool:
    """Whether the content is immutable from now on. False while anybody holds a writable mapping."""
    try:
        fcntl.fcntl(descriptor, ADD_SEALS, WRITE)
    except OSError:
        return False
    return True


def write_all(descriptor: int, data: bytes | memoryview, offset: int) -> None:
    view = memoryview(data).cast("B") if len(data) else memoryview(b"")
    done = 0
    while done < len(view):
        done += os.pwrite(descriptor, view[done:], offset + done)
