"""The judge's reader against bytes that an enemy chose: its own error, or arrays inside the arena. Nothing else."""

import contextlib
import os
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge.cells import arena, memfd

NONCE = bytes(range(16))
ROOM = 64 << 10


@contextlib.contextmanager
def arena_of(*chunks):
    descriptor = memfd.fixed_size("test", arena.HEADER_BYTES + ROOM)
    try:
        for offset, data in chunks:
            os.pwrite(descriptor, data, offset)
        assert memfd.freeze(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def header(count, records=b"", nonce=NONCE, magic=b"GCAR", version=1):
    return arena.HEADER.pack(magic, version, nonce, count) + records


def record(code=2, shape=(2, 3), name=b"output", offset=4096, nbytes=24, ndim=None, name_bytes=None):
    dims = (*shape, *(0,) * (8 - len(shape)))
    ndim, name_bytes = len(shape) if ndim is None else ndim, len(name) if name_bytes is None else name_bytes
    return arena.RECORD.pack(code, ndim, name_bytes, name, offset, nbytes, *dims)


def test_reads_what_was_written_in_every_dtype():
    for code, dtype in enumerate(arena.DTYPES):
        raw = bytes(i % 2 for i in range(6 * dtype.itemsize))
        head = header(1, record(code=code, nbytes=len(raw)))
        with arena_of((0, head), (4096, raw)) as descriptor:
            array = arena.read_outputs(descriptor, NONCE)["output"]
        assert (array.dtype, array.shape, array.tobytes()) == (dtype, (2, 3), raw)
        assert not array.flags.writeable


@pytest.mark.parametrize(
    "head",
    [
        header(1, record(), magic=b"XXXX"),
        header(1, record(), version=2),
        header(1, record(), nonce=bytes(16)),
        header(33, record()),
        header(0xFFFFFFFF, record()),
        header(2, record() + record()),
        header(1, record(code=10)),
        header(1, record(ndim=9)),
        header(1, record(name_bytes=0)),
        header(1, record(name_bytes=41)),
        header(1, record(name=b"\xff\xfe")),
        header(1, record(name=b"a\x00b")),
        header(1, record(offset=4095)),
        header(1, record(offset=0)),
        header(1, record(offset=4096 + ROOM)),
        header(1, record(offset=2**64 - 64)),
        header(1, record(nbytes=25)),
        header(1, record(shape=(2**63, 2), nbytes=0)),
        header(1, record(shape=(2**32, 2**32), nbytes=0)),
        header(1, record(shape=(0, 2**63), nbytes=0)),
        header(1, record(shape=(ROOM, ROOM), nbytes=2**63)),
        header(1, record(shape=(ROOM,), nbytes=ROOM * 4)),
        header(1, record(shape=(0, *(ROOM,) * 7), nbytes=0)),
        header(1, record(shape=(*(ROOM,) * 7, 0), nbytes=0)),
    ],
)
def test_refuses_a_false_header(head):
    with arena_of((0, head)) as descriptor, pytest.raises(arena.ArenaError):
        arena.read_outputs(descriptor, NONCE)
    with pytest.raises(arena.ArenaError):
        arena.read_image(head.ljust(arena.HEADER_BYTES + ROOM, b"\0"), NONCE)


@pytest.mark.parametrize("shape", [(0,), (0, 5000), (3, 0, 224, 224), (1 << 40, 0)])
def test_an_empty_tensor_needs_no_room_however_long_its_other_axes_are(shape):
    head = header(1, record(shape=shape, nbytes=0))
    with arena_of((0, head)) as descriptor:
        assert arena.read_outputs(descriptor, NONCE)["output"].shape == shape
    assert arena.read_image(head.ljust(arena.HEADER_BYTES, b"\0"), NONCE)["output"].shape == shape


def test_refuses_bools_that_are_neither():
    head = header(1, record(code=arena.DTYPES.index(np.dtype(bool)), shape=(3,), nbytes=3))
    with arena_of((0, head), (4096, b"\x00\x01\x02")) as descriptor, pytest.raises(arena.ArenaError, match="bool"):
        arena.read_outputs(descriptor, NONCE)


def test_an_untouched_arena_is_no_answer():
    with arena_of() as descriptor, pytest.raises(arena.ArenaError, match="no header"):
        arena.read_outputs(descriptor, NONCE)


u64 = st.one_of(
    st.integers(0, 8), st.sampled_from([4096, 4160, ROOM, 2**31, 2**32, 2**63, 2**64 - 1]), st.integers(0, 2**64 - 1)
)
records = st.builds(
    lambda code, ndim, length, name, at, nbytes, dims: arena.RECORD.pack(code, ndim, length, name, at, nbytes, *dims),
    st.integers(0, 12), st.integers(0, 10), st.integers(0, 45), st.binary(min_size=40, max_size=40), u64, u64,
    st.lists(u64, min_size=8, max_size=8),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 40), st.lists(records, max_size=4), st.binary(max_size=64))
def test_no_header_makes_it_read_outside(count, parts, data):
    check_never_surprises(header(count, b"".join(parts)), data)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_changed_byte_of_a_true_header_makes_it_read_outside(changes):
    head = bytearray(header(2, record() + record(name=b"second", offset=4160)))
    for place, value in changes:
        head[place % len(head)] = value
    check_never_surprises(bytes(head), struct.pack("<6f", *range(6)))


def check_never_surprises(head, data):
    with arena_of((0, head), (4096, data)) as descriptor:
        whole = os.pread(descriptor, arena.HEADER_BYTES + ROOM, 0)
        for read in (lambda: arena.read_outputs(descriptor, NONCE), lambda: arena.read_image(whole, NONCE)):
            try:
                outputs = read()
            except arena.ArenaError:
                continue
            for array in outputs.values():
                assert array.nbytes <= ROOM and array.tobytes() in whole and not array.flags.writeable


def test_a_message_that_was_cut_off_is_refused():
    image = (header(1, record()).ljust(4096, b"\0")) + struct.pack("<6f", *range(6))
    assert list(arena.read_image(image, NONCE)) == ["output"]
    for cut in (0, 27, 4095, 4096, len(image) - 1):
        with pytest.raises(arena.ArenaError):
            arena.read_image(image[:cut], NONCE)


def test_what_goes_with_a_message_is_what_lies_in_the_file():
    inputs = [("x", np.arange(7, dtype=np.float32)), ("empty", np.zeros((0, 2))), ("y", np.array([True, False]))]
    descriptor = arena.input_arena(NONCE, inputs)
    size = os.fstat(descriptor).st_size
    assert arena.input_image(NONCE, inputs) == os.pread(descriptor, size, 0)
    os.close(descriptor)


def test_inputs_are_sealed_and_come_back_equal():
    given_inputs = [
        ("x", np.arange(24, dtype=np.float32).reshape(2, 3, 4).transpose(2, 0, 1)),
        ("b", np.array([1, 2], np.uint16).view(arena.BFLOAT16)),
        ("empty", np.zeros((0, 3), np.int64)),
        ("scalar", np.array(True)),
    ]
    descriptor = arena.input_arena(NONCE, given_inputs)
    try:
        with pytest.raises(PermissionError):
            os.pwrite(descriptor, b"x", 0)
        with pytest.raises(PermissionError):
            os.ftruncate(descriptor, 0)
        read = arena.read_outputs(descriptor, NONCE)
    finally:
        os.close(descriptor)
    assert list(read) == [name for name, _ in given_inputs]
    for name, array in given_inputs:
        assert (read[name].dtype, read[name].shape) == (array.dtype, array.shape)
        assert read[name].tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("x" * 29, np.zeros(1)),
        ("", np.zeros(1)),
        ("x", np.zeros(1, complex)),
        ("x", np.zeros((1,) * 9)),
        ("x", np.array([None])),
    ],
)
def test_refuses_inputs_that_cannot_be_sent(name, array):
    with pytest.raises(ValueError):
        arena.input_arena(NONCE, [(name, array)])


def test_a_mapping_prevents_the_seal_until_it_is_gone():
    import mmap

    descriptor = memfd.fixed_size("test", 8192)
    with mmap.mmap(descriptor, 8192):
        assert not memfd.freeze(descriptor)
    assert memfd.freeze(descriptor)
    os.close(descriptor)
