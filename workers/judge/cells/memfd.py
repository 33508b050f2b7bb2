"""Memory files that cross the trust line, and their seals."""

import errno
import fcntl
import os
import time

ADD_SEALS = 1033
SEAL, SHRINK, GROW, WRITE = 1, 2, 4, 8
EVERYTHING = SEAL | SHRINK | GROW | WRITE
# The kernel seals nothing while it holds a page itself, to move it for instance, and says EBUSY after 75 ms of waiting.
BUSY_PAUSES = (0.01, 0.05, 0.2, 0.5)


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
    for pause in BUSY_PAUSES:
        try:
            fcntl.fcntl(descriptor, ADD_SEALS, EVERYTHING)
            return descriptor
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
        time.sleep(pause)
    fcntl.fcntl(descriptor, ADD_SEALS, EVERYTHING)
    return descriptor


def freeze(descriptor: int) -> bool:
    """Whether the content is immutable from now on. False while anybody holds a writable mapping, and sometimes while the
    kernel holds a page: whoever wants to tell the two apart must end the other side."""
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
