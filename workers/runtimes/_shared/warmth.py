"""A rehearsal in a waiting cell, so that the first real answer finds its pages copied and its code paths touched."""

import ctypes
import gc
import os
import struct
import sys

from . import arena, call_trace, cell, forbidden_scan, probes  # noqa: F401
from .candidate import Candidate
from .jail import WRITABLE_FOLDER

HEAP_BYTES = 2 << 20
LARGE_BYTES = 16 << 20
MADV_POPULATE_WRITE = 23
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3

# What the judge puts behind the adapter of a question that forbids something.
REHEARSED_ADAPTER = b"""
from _shared import forbidden_scan

def inspect_sources(files):
    forbidden_scan.inspect_sources(files, ["a.b"], "rehearse")
"""

libc = ctypes.CDLL(None)


def keep_freed_memory():
    """In the zygote: freed tensors stay in the heap of a cell, so that the next one costs no fresh page faults. Not the
    large ones: a small block in the hole that one left, and the next one of its size needs as much again, until an answer
    that holds half of what it may is refused on its second case."""
    libc.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
    libc.mallopt(M_TRIM_THRESHOLD, 1 << 30)


def populate_heap():
    libc.malloc.restype = ctypes.c_void_p
    block = libc.malloc(ctypes.c_size_t(HEAP_BYTES))
    if block:
        libc.madvise(ctypes.c_void_p(block & ~4095), ctypes.c_size_t(HEAP_BYTES), MADV_POPULATE_WRITE)
        libc.free(ctypes.c_void_p(block))


def warm_up(runtime):
    """Plays one whole job through the code that will serve the real one, and takes back every trace."""
    populate_heap()
    finders = list(sys.meta_path)
    output = scratch_file("output", 1 << 20)
    candidate = Candidate()
    candidate.load("rehearse", REHEARSED_ADAPTER, {"solution.py": runtime.REHEARSAL})
    message = b"D" + bytes(cell.NONCE_BYTES) + cell.PARAMS_SIZE.pack(2) + b"{}" + rehearsal_inputs()
    answer = cell.run_case(runtime, candidate, message, [output])
    if answer[:1] not in (b"r", b"R"):
        raise RuntimeError(f"the rehearsal failed: {answer[:200]!r}")
    os.close(output)
    sys.meta_path[:] = finders
    # By its name: a set of all modules touches every name's count, and with that a thousand pages of the zygote.
    del sys.modules["solution"]
    del candidate
    gc.collect()  # functions and their module hold each other: an answer would find them among the interpreter's objects


def rehearsal_inputs():
    shape, nbytes = (1, 8, 4, 4), 512
    header = arena.HEADER.pack(arena.MAGIC, arena.VERSION, bytes(16), 1)
    record = arena.RECORD.pack(arena.DTYPE_CODES["float32"], 4, 1, b"x", arena.HEADER_BYTES, nbytes, *shape, *(0,) * 4)
    head = (header + record).ljust(arena.HEADER_BYTES, b"\0")
    return head + struct.pack("<128f", *range(128))


def scratch_file(name, size):
    path = f"{WRITABLE_FOLDER}/{name}"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.unlink(path)
    os.ftruncate(descriptor, size)
    return descriptor
