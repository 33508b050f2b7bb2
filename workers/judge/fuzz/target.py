"""What a target of the fuzzer is, and what must hold of whatever any of them lets pass."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from judge.cells import arena

NONCE = bytes(range(16))
SAMPLES = 64


class Broken(AssertionError):
    """A parser let something pass that it must not."""


@dataclass(frozen=True)
class Target:
    """name: in the report. true: makes an input that must be taken. parse: the parser with its checks; True when it took
    the input. refuses: how it may say no. share: of all inputs. needs_node: its parser is a program for Node.js."""

    name: str
    true: Callable[[random.Random], bytes]
    parse: Callable[[bytes], bool]
    refuses: tuple[type[Exception], ...] = ()
    share: float = 0.1
    needs_node: bool = False


def true_arena(rng: random.Random, dtypes: tuple[np.dtype, ...] = arena.DTYPES) -> bytes:
    records, data, offset = [], bytearray(), arena.HEADER_BYTES
    for number in range(rng.randrange(1, 5)):
        dtype = rng.choice(dtypes)
        shape = tuple(rng.choice((0, 1, 1, 2, 3, 5)) for _ in range(rng.randrange(9)))
        nbytes = int(np.prod(shape, dtype=object)) * dtype.itemsize
        raw = bytes(rng.randrange(2) for _ in range(nbytes)) if dtype == np.bool_ else rng.randbytes(nbytes)
        name = f"{'input_after:' if rng.random() < 0.2 else ''}output{number}".encode()
        dims = (*shape, *(0,) * (8 - len(shape)))
        records.append(arena.RECORD.pack(arena.DTYPES.index(dtype), len(shape), len(name), name, offset, nbytes, *dims))
        data += raw.ljust(arena.aligned(nbytes), b"\0")
        offset += arena.aligned(nbytes)
    head = arena.HEADER.pack(arena.MAGIC, arena.VERSION, NONCE, len(records)) + b"".join(records)
    return head.ljust(arena.HEADER_BYTES, b"\0") + bytes(data)


def check_tensors(outputs: dict[str, np.ndarray], image: bytes) -> None:
    """Read-only, inside of what was sent, of a known dtype, under printable names; bools are 0 or 1."""
    if len(outputs) > arena.TENSORS_MAX:
        raise Broken(f"{len(outputs)} tensors")
    for name, array in outputs.items():
        if not (0 < len(name) <= arena.OUTPUT_NAME_MAX and name.isascii() and name.isprintable()):
            raise Broken(f"the name {name!r}")
        if array.flags.writeable or array.dtype not in arena.DTYPES or array.ndim > arena.DIMS_MAX:
            raise Broken(f"{name}: {array.flags} {array.dtype} {array.ndim}")
        raw = array.tobytes()
        if len(raw) > len(image) or raw not in image:
            raise Broken(f"{name} holds bytes that were not sent")
        if array.dtype == np.bool_ and any(byte > 1 for byte in raw):
            raise Broken(f"{name}: a bool that is neither")


def check_text(shown: str) -> None:
    if not shown.replace("\n", "").replace("\t", "").isprintable():
        raise Broken(f"control characters in {shown[:80]!r}")
    shown.encode()  # what cannot be stored as UTF-8 would break the report
