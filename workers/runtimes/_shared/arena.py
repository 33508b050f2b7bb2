"""Tensors in, tensors out, as raw bytes at checked places. The judge has its own code for its own end.

An arena is a memory file. Header: `GCAR`, version u32, nonce 16 bytes, count u32; then `count` records of dtype u8,
ndim u8, name length u8, name 40 bytes, offset u64, nbytes u64, 8 dims u64. Data starts at 4096, 64-byte aligned.
Little-endian.
"""

import mmap
import os
import struct

HEADER_BYTES = 4096
HEADER = struct.Struct("<4sI16sI")
RECORD = struct.Struct("<BBB40sQQ8Q")
MAGIC, VERSION = b"GCAR", 1
TENSORS_MAX, DIMS_MAX, NAME_MAX = 32, 8, 40
DTYPES = ("float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool")
DTYPE_CODES = {name: code for code, name in enumerate(DTYPES)}
ITEM_BYTES = (2, 2, 4, 8, 1, 2, 4, 8, 1, 1)
# No arena is larger, so nothing larger need be copied to find that it does not fit.
COPY_BYTES_MAX = 1 << 30
# Below this a copy is cheaper than the faults of a mapping.
MAPPED_FROM_BYTES = 1 << 20


class InvalidOutput(Exception):
    """The candidate returned something that is not the tensor the question asks for."""


class OutputTooLarge(Exception):
    """The returned tensors do not fit into the arena."""


class Inputs:
    """The case's inputs as fresh, writable, contiguous tensors.

    original: what they are copies of, the bytes of a message or a file that cannot be changed."""

    def __init__(self, original, from_buffer):
        self._original = original
        self._memory = bytearray(original) if isinstance(original, bytes) else private_copy(original)
        self._places = {}
        self.tensors = {}
        _, _, _, count = HEADER.unpack_from(self._memory, 0)
        for index in range(count):
            code, ndim, length, name, offset, nbytes, *dims = RECORD.unpack_from(
                self._memory, HEADER.size + index * RECORD.size
            )
            name = name[:length].decode("ascii")
            self._places[name] = code, dims[:ndim], offset, nbytes
            self.tensors[name] = from_buffer(
                self._memory, DTYPES[code], nbytes // ITEM_BYTES[code], offset, dims[:ndim]
            )

    def changed(self):
        """name -> (dtype code, shape, bytes) of the inputs that no longer hold what was sent."""
        view = memoryview(self._memory)
        found = {}
        for name, (code, shape, offset, nbytes) in self._places.items():
            if not same_bytes(view[offset : offset + nbytes], self._original, offset):
                found[name] = code, shape, view[offset : offset + nbytes]
        return found


def private_copy(descriptor):
    size = os.fstat(descriptor).st_size
    if size >= MAPPED_FROM_BYTES:
        # Filled in one go: a page fault for every 4 KiB costs far more than the copy.
        return mmap.mmap(
            descriptor, size, flags=mmap.MAP_PRIVATE | mmap.MAP_POPULATE, prot=mmap.PROT_READ | mmap.PROT_WRITE
        )
    memory = bytearray(size)
    os.preadv(descriptor, [memory], 0)
    return memory


def same_bytes(view, original, offset, step=1 << 18):
    if isinstance(original, bytes):
        return view == memoryview(original)[offset : offset + len(view)]
    return same_as_file(view, original, offset, step)


def same_as_file(view, descriptor, offset, step):
    original = bytearray(min(step, len(view)))
    for start in range(0, len(view), step):
        part = view[start : start + step]
        got = os.preadv(descriptor, [memoryview(original)[: len(part)]], offset + start)
        if bytes(part) != original[:got]:
            return False
    return True


def parts_of(runtime, returned, changed):
    """[(name, dtype code, shape, bytes, offset)]. returned: name -> tensor, as the adapter gave it."""
    if type(returned) is not dict:
        raise InvalidOutput(f"The adapter must return a dict of tensors, not {described(returned)}.")
    parts = [(name, *runtime.to_bytes(name, value)) for name, value in returned.items()]
    parts += [(f"input_after:{name}", *part) for name, part in changed.items()]
    if len(parts) > TENSORS_MAX:
        raise InvalidOutput(f"{len(parts)} tensors were returned; at most {TENSORS_MAX} can be.")
    placed, offset = [], HEADER_BYTES
    for name, code, shape, data in parts:
        if len(shape) > DIMS_MAX:
            raise InvalidOutput(f"{name} has {len(shape)} dimensions; at most {DIMS_MAX} can be compared.")
        placed.append((checked_name(name), code, shape, data, offset))
        offset += -(-len(data) // 64) * 64
    return placed


def header(nonce, parts):
    records = [
        RECORD.pack(code, len(shape), len(label), label, offset, len(data), *shape, *(0,) * (DIMS_MAX - len(shape)))
        for label, code, shape, data, offset in parts
    ]
    return HEADER.pack(MAGIC, VERSION, nonce, len(parts)) + b"".join(records)


def image(nonce, parts, most):
    """The whole arena as bytes for a message, or None where it has more than `most` of them."""
    size = max((offset + len(data) for _, _, _, data, offset in parts), default=HEADER_BYTES)
    if size > most:
        return None
    written = bytearray(size)
    for _, _, _, data, offset in parts:
        written[offset : offset + len(data)] = data
    head = header(nonce, parts)
    written[: len(head)] = head
    return written


def write(descriptor, nonce, parts):
    """The header goes last and carries this case's nonce."""
    room = os.fstat(descriptor).st_size
    for _, _, _, data, offset in parts:
        if offset + len(data) > room:
            raise OutputTooLarge(f"The returned tensors need more than the {room - HEADER_BYTES >> 20} MiB allowed.")
        write_all(descriptor, data, offset)
    write_all(descriptor, header(nonce, parts), 0)


def write_all(descriptor, data, offset):
    # pwrite and no mapping: the kernel fills whole pages, and the judge can seal the file at once.
    data, done = memoryview(data), 0
    while done < len(data):
        done += os.pwrite(descriptor, data[done:], offset + done)


def checked_name(name):
    if type(name) is not str or not name.isascii() or not 0 < len(name) <= NAME_MAX:
        raise InvalidOutput(f"Output names are 1 to {NAME_MAX} ASCII characters.")
    return name.encode()


def described(value):
    kind = type(value)
    return "nothing (None)" if value is None else f"a {kind.__module__}.{kind.__qualname__}".replace("builtins.", "")


def read_bundle(descriptor):
    """-> entry, adapter source, {path: source}: what a `load` message carries. Parts are length-prefixed pairs."""
    data = bytearray(os.fstat(descriptor).st_size)
    os.preadv(descriptor, [data], 0)
    parts, at = [], 0
    while at < len(data):
        path_bytes, content_bytes = struct.unpack_from("<II", data, at)
        at += 8
        path = data[at : at + path_bytes].decode()
        at += path_bytes
        parts.append((path, bytes(data[at : at + content_bytes])))
        at += content_bytes
    (_, entry), (_, adapter), *files = parts
    return entry.decode(), adapter, dict(files)
