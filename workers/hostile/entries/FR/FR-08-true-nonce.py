# id: FR-08, FR-09, OH-04
# attack: takes the case's nonce out of the runner's frames and writes a false header with it
# runs: numpy
# expect: invalid_output
# layer: chan (every field is checked against the arena)
import os
import struct
import sys
import time

from support import right


def forge(records, count=1, inline=False):
    """The runner that called us holds nonce and arena: both are the candidate's to find, and neither helps."""
    frame = sys._getframe()
    while "nonce" not in frame.f_locals:
        frame = frame.f_back
    header = struct.pack("<4sI16sI", b"GCAR", 1, frame.f_locals["nonce"], count) + records
    if inline:
        os.write(3, b"r" + header.ljust(4096, b"\0"))
    else:
        os.pwrite(frame.f_locals["descriptors"][-1], header, 0)
        os.write(3, b"R")
    time.sleep(60)


def record(code=2, ndim=1, name=b"output", offset=4096, nbytes=4, dims=(1,)):
    full = (*dims, *(0,) * (8 - len(dims)))
    return struct.pack("<BBB40sQQ8Q", code, ndim, len(name), name, offset, nbytes, *full)


def attack_tensors(x):
    forge(b"", 0xFFFFFFFF)


def attack_dtype(x):
    forge(record(code=200))


def attack_dimensions(x):
    forge(record(ndim=9))


def attack_size(x):
    forge(record(nbytes=1 << 62, dims=(1 << 60,)))


def attack_offset(x):
    forge(record(offset=(1 << 64) - 64))


def attack_into_the_header(x):
    forge(record(offset=64))


def attack_overflowing_shape(x):
    forge(record(ndim=8, nbytes=0, dims=(1 << 32,) * 8))


def attack_shape_that_nobody_can_hold(x):
    forge(record(ndim=8, nbytes=0, dims=(0, *(1 << 23,) * 7)))


def attack_the_same_in_a_message(x):
    forge(record(ndim=8, nbytes=0, dims=(0, *(1 << 12,) * 7)), inline=True)


def attack_past_the_message(x):
    forge(record(offset=4096, nbytes=24, ndim=2, dims=(2, 3)), inline=True)


def attack_disagreeing(x):
    forge(record(ndim=2, nbytes=4, dims=(2, 3)))


def attack_name(x):
    forge(record(name=b"\x1b[31m"))


def attack_twice_the_same(x):
    forge(record() * 2, 2)


def twin(x):
    record()
    return right(x)
