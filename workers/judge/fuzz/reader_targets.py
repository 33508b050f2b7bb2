"""What the cells' own programs and the grader read. Nobody hostile writes these bytes; but they are read in other code than the
judge's, and what was sent must be what arrives. Changed bytes may be refused, and must harm nothing."""

from __future__ import annotations

import json
import os
import random
import struct
import sys
from pathlib import Path

import numpy as np

from judge.cells import arena
from judge.cells.arena import ArenaError
from judge.cells.loading import bundle_file
from judge.frames import encode_frame
from judge.fuzz import node_parsers
from judge.fuzz.target import NONCE, Broken, Target, check_tensors, true_arena

sys.path.append(str(Path(__file__).resolve().parents[2] / "runtimes"))

from _shared import arena as cell_arena  # noqa: E402

# TensorFlow.js has a type for these; NumPy's own for what arrives of each.
NODE_DTYPES = {"<f2": "<f4", "<f4": "<f4", "|i1": "<i4", "<i2": "<i4", "<i4": "<i4", "|u1": "<i4", "|b1": "|b1"}
SENT = tuple(dtype for dtype in arena.DTYPES if dtype == arena.BFLOAT16 or dtype.str in NODE_DTYPES)
# The Python cells read what is refused here as well: what they do then is the end of a cell, and of nothing else.
PYTHON_ERRORS = (ValueError, struct.error, IndexError, OverflowError, MemoryError, TypeError)
FRAMES_MAX = 4


class Refused(Exception):
    """The parser said no, in a sentence."""


def ask(parser: str, data: bytes = b"") -> bytes:
    kind, said = node_parsers.running().ask(parser, data)
    if kind == "R":
        raise Refused(said.decode("utf-8", "replace"))
    if kind != "T":
        raise Broken(said.decode("utf-8", "replace"))
    return said


def parse_node_inputs(image: bytes) -> bool:
    """In by the Node cell's reader, out by its writer: the judge must see the tensors that it would have read itself."""
    node = node_parsers.running()
    node.put(image)
    return came_back_alike(image, node_outputs(ask("I", b"C" + NONCE + b"{}")))


def parse_node_message(image: bytes) -> bool:
    """The same where they come with the message, and go back with the answer when they are small."""
    node_parsers.running().put(b"")
    return came_back_alike(image, node_outputs(ask("I", b"D" + NONCE + struct.pack("<I", 2) + b"{}" + image)))


def node_outputs(answer: bytes) -> bytes:
    """Refused for whatever else a cell may say."""
    if answer[:1] == b"r":
        return answer[1:]
    if answer == b"R":
        return os.pread(node_parsers.running().output, node_parsers.OUTPUT_BYTES, 0)
    if answer[:1] not in (b"X", b"I", b"O", b"A"):
        raise Broken(f"a Node cell said {answer[:80]!r}")
    raise Refused(answer[1:].decode("utf-8", "replace"))


def came_back_alike(image: bytes, written: bytes) -> bool:
    try:
        sent = arena.read_image(image, NONCE)
    except ArenaError:
        return True
    returned = arena.read_image(written, NONCE)
    check_tensors(returned, written)
    for name, array in sent.items():
        if not same(as_node_has_it(array), returned.get(name)):
            raise Broken(f"{name} was {array.dtype} {array.shape} and came back as another tensor")
    return True


def as_node_has_it(array: np.ndarray) -> np.ndarray:
    if array.dtype == arena.BFLOAT16:
        return (array["bfloat16"].astype("<u4") << 16).view("<f4")
    return array.astype(NODE_DTYPES[array.dtype.str])


def same(wanted: np.ndarray, found: np.ndarray | None) -> bool:
    return (
        found is not None
        and wanted.dtype == found.dtype
        and np.array_equal(wanted, found, equal_nan=wanted.dtype.kind == "f")
    )


def true_files(rng: random.Random) -> bytes:
    files = [
        (rng.choice(("solution.ts", "größe/b.ts", "c.json")), rng.choice((b"", b"let x = 1\n" * 9, b"\xff\xfe\0")))
        for _ in range(3)
    ]
    descriptor = bundle_file("entry", b"export const run = 1", files)
    try:
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    finally:
        os.close(descriptor)


def parse_node_files(data: bytes) -> bool:
    node_parsers.running().put(data)
    if json.loads(ask("B")) != [[one.decode("utf-8", "replace") for one in pair] for pair in pairs_of(data)]:
        raise Broken("a Node cell reads other files than were sent")
    return True


def pairs_of(data: bytes) -> list[tuple[bytes, bytes]]:
    pairs, at = [], 0
    while at < len(data):
        path, content = struct.unpack_from("<II", data, at)
        pairs.append((data[at + 8 : at + 8 + path], data[at + 8 + path : at + 8 + path + content]))
        at += 8 + path + content
    return pairs


def parse_python_inputs(image: bytes) -> bool:
    inputs = cell_arena.Inputs(image, from_buffer)
    inputs.changed()
    try:
        sent = arena.read_image(image, NONCE)
    except ArenaError:
        return True
    for name, array in sent.items():
        if inputs.tensors[name].tobytes() != array.tobytes() or inputs.tensors[name].shape != array.shape:
            raise Broken(f"{name} arrived as another tensor")
    return True


def from_buffer(memory: bytearray, dtype: str, count: int, offset: int, dims: list[int]) -> np.ndarray:
    return np.frombuffer(memory, arena.DTYPES[cell_arena.DTYPE_CODES[dtype]], count, offset).reshape(dims)


def parse_python_files(data: bytes) -> bool:
    descriptor = os.memfd_create("files")
    try:
        os.write(descriptor, data)
        entry, adapter, files = cell_arena.read_bundle(descriptor)
    finally:
        os.close(descriptor)
    pairs = pairs_of(data)
    if (entry.encode(), adapter) != (pairs[0][1], pairs[1][1]) or files != {
        path.decode(): text for path, text in pairs[2:]
    }:
        raise Broken("a Python cell reads other files than were sent")
    return True


def true_stream(rng: random.Random) -> bytes:
    return b"".join(
        encode_frame({"event": "progress", "id": n, "text": "é\0" * 40}) for n in range(rng.randrange(1, FRAMES_MAX))
    )


def parse_stream(stream: bytes) -> bool:
    json.loads(ask("F", stream))
    return True


TARGETS = (
    Target(
        "inputs in a Node.js cell",
        lambda rng: true_arena(rng, SENT),
        parse_node_inputs,
        (Refused,),
        0.02,
        needs_node=True,
    ),
    Target(
        "inputs in a message to a Node.js cell",
        lambda rng: true_arena(rng, SENT),
        parse_node_message,
        (Refused,),
        0.01,
        needs_node=True,
    ),
    Target("files in a Node.js cell", true_files, parse_node_files, (Refused,), 0.01, needs_node=True),
    Target("frames of the judge, in the grader", true_stream, parse_stream, (Refused,), 0.01, needs_node=True),
    Target("inputs in a Python cell", true_arena, parse_python_inputs, PYTHON_ERRORS, 0.01),
    Target("files in a Python cell", true_files, parse_python_files, PYTHON_ERRORS, 0.01),
)
