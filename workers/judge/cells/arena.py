"""The judge's end of an arena: writes inputs, and reads outputs without believing a byte of their header.

Layout (little-endian): `GCAR`, version u32, nonce 16 bytes, count u32; then `count` records of dtype u8, ndim u8,
name length u8, name 40 bytes, offset u64, nbytes u64, 8 dims u64. Data from byte 4096 on, 64-byte aligned.
"""

import math
import mmap
import os
import struct

import numpy as np

from . import memfd

HEADER_BYTES = 4096
HEADER = struct.Struct("<4sI16sI")
RECORD = struct.Struct("<BBB40sQQ8Q")
MAGIC, VERSION = b"GCAR", 1
TENSORS_MAX, DIMS_MAX, OUTPUT_NAME_MAX, INPUT_NAME_MAX = 32, 8, 40, 28
ALIGNMENT = 64
# What NumPy can still count the bytes of, in its widest dtype.
ELEMENTS_MAX = 1 << 59

# NumPy has no bfloat16; a record of its two bytes cannot be mistaken for an integer type.
BFLOAT16 = np.dtype([("bfloat16", "<u2")])
DTYPES = (
    np.dtype("<f2"),
    BFLOAT16,
    *(np.dtype(code) for code in ("<f4", "<f8", "<i1", "<i2", "<i4", "<i8", "<u1", "?")),
)


class ArenaError(Exception):
    """The bytes are not the arena of this case. Says which check failed."""


def aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def input_arena(nonce: bytes, inputs: list[tuple[str, np.ndarray]]) -> int:
    """A sealed memory file with the inputs of one case. ValueError when a name, dtype or shape cannot be sent."""
    return memfd.frozen("inputs", *_laid_out(nonce, inputs))


def input_image(nonce: bytes, inputs: list[tuple[str, np.ndarray]]) -> bytes:
    """The same as bytes, for a message."""
    chunks, size = _laid_out(nonce, inputs)
    image = bytearray(size)
    for offset, data in chunks:
        image[offset : offset + len(data)] = data
    return bytes(image)


def _laid_out(nonce: bytes, inputs: list[tuple[str, np.ndarray]]) -> tuple[list[tuple[int, bytes | memoryview]], int]:
    """([(offset, data)], size) of an arena."""
    if len(inputs) > TENSORS_MAX:
        raise ValueError(f"a case has at most {TENSORS_MAX} inputs, not {len(inputs)}")
    records, chunks, offset = [], [], HEADER_BYTES
    for name, array in inputs:
        label = name.encode("ascii")
        if not 0 < len(label) <= INPUT_NAME_MAX or array.ndim > DIMS_MAX or array.dtype not in DTYPES:
            raise ValueError(f"input {name!r} of dtype {array.dtype} and {array.ndim} dimensions cannot be sent")
        data = np.ascontiguousarray(array)
        dims = (*array.shape, *(0,) * (DIMS_MAX - array.ndim))
        code = DTYPES.index(array.dtype)
        records.append(RECORD.pack(code, array.ndim, len(label), label, offset, data.nbytes, *dims))
        chunks.append((offset, data.reshape(-1).view(np.uint8).data if data.size else b""))
        offset = aligned(offset + data.nbytes)
    header = HEADER.pack(MAGIC, VERSION, nonce, len(inputs)) + b"".join(records)
    return [(0, header), *chunks], offset


def output_arena(mebibytes: int) -> int:
    return memfd.fixed_size("outputs", HEADER_BYTES + (mebibytes << 20))


def read_outputs(descriptor: int, nonce: bytes) -> dict[str, np.ndarray]:
    """name -> read-only array over the arena's own pages. The arena must be frozen. ArenaError for anything odd."""
    places = read_header(os.pread(descriptor, HEADER_BYTES, 0), nonce, os.fstat(descriptor).st_size)
    end = max((offset + nbytes for _, _, _, offset, nbytes in places), default=0)
    if not end:
        return {}
    pages = mmap.mmap(descriptor, end, flags=mmap.MAP_PRIVATE | mmap.MAP_POPULATE, prot=mmap.PROT_READ)
    return {name: view(pages, dtype, shape, offset, nbytes) for name, dtype, shape, offset, nbytes in places}


def read_image(image: bytes, nonce: bytes) -> dict[str, np.ndarray]:
    """name -> read-only array over an arena that came as a message: a copy that nobody else holds."""
    places = read_header(image, nonce, len(image))
    return {name: view(image, dtype, shape, offset, nbytes) for name, dtype, shape, offset, nbytes in places}


def read_header(head: bytes, nonce: bytes, size: int) -> list[tuple[str, np.dtype, tuple[int, ...], int, int]]:
    """(name, dtype, shape, offset, bytes) of each tensor, all inside the arena's `size`."""
    if len(head) < HEADER_BYTES:
        raise ArenaError("the arena is shorter than its header")
    magic, version, seen_nonce, count = HEADER.unpack_from(head)
    if (magic, version) != (MAGIC, VERSION):
        raise ArenaError("no header was written")
    if seen_nonce != nonce:
        raise ArenaError("the header belongs to another case")
    if count > TENSORS_MAX:
        raise ArenaError(f"{count} tensors are claimed; at most {TENSORS_MAX} fit")
    places = [read_record(head, index, size) for index in range(count)]
    if len({name for name, *_ in places}) != count:
        raise ArenaError("two outputs have the same name")
    return places


def view(pages: mmap.mmap | bytes, dtype: np.dtype, shape: tuple[int, ...], offset: int, nbytes: int) -> np.ndarray:
    if not nbytes:
        return np.frombuffer(b"", dtype).reshape(shape)
    if dtype == np.bool_ and np.frombuffer(pages, np.uint8, nbytes, offset).max() > 1:
        raise ArenaError("a bool is 0 or 1; other bytes compare in surprising ways")
    return np.frombuffer(pages, dtype, nbytes // dtype.itemsize, offset).reshape(shape)


def read_record(head: bytes, index: int, size: int) -> tuple[str, np.dtype, tuple[int, ...], int, int]:
    code, ndim, name_bytes, name, offset, nbytes, *dims = RECORD.unpack_from(head, HEADER.size + index * RECORD.size)
    if code >= len(DTYPES) or ndim > DIMS_MAX or not 0 < name_bytes <= OUTPUT_NAME_MAX:
        raise ArenaError(f"record {index} has an unknown dtype, too many dimensions or a bad name length")
    label, dtype, shape = name[:name_bytes], DTYPES[code], tuple(dims[:ndim])
    if not label.isascii() or not label.decode("ascii").isprintable():
        raise ArenaError(f"record {index} has a name that is not printable ASCII")
    if offset % ALIGNMENT or offset < HEADER_BYTES or nbytes > size or offset > size - nbytes:
        raise ArenaError(f"record {index} lies outside of the arena")
    if elements(shape) * dtype.itemsize != nbytes:
        raise ArenaError(f"record {index}: shape and number of bytes disagree")
    return label.decode("ascii"), dtype, shape, offset, nbytes


def elements(shape: tuple[int, ...]) -> int:
    """Product of the dims, or -1 where NumPy could not hold such a shape: a zero dim does not excuse the others. It says
    nothing of the room that there is: an empty tensor needs none, however long its other axes are."""
    return math.prod(shape) if math.prod(dim or 1 for dim in shape) <= ELEMENTS_MAX else -1
