"""NumPy inside the box."""

import random

from _shared import arena, stdlib_preload, warmth  # noqa: F401

REHEARSAL = b"""
import numpy as np

def rehearse(x):
    n, c, h, w = x.shape
    y = x.reshape(n, 2, c // 2, h, w).swapaxes(1, 2).reshape(n, c, h, w)
    z = np.ascontiguousarray(np.moveaxis(y, 1, 3)) @ np.ones((c, 3), x.dtype)
    return y + z.sum() + x.mean() + np.einsum("nchw->n", x)[0]
"""


def import_and_warm():
    import numpy as np
    import numpy.fft
    import numpy.linalg
    import numpy.random

    warmth.keep_freed_memory()
    x = np.arange(64.0, dtype=np.float32).reshape(1, 4, 4, 4)
    np.matmul(x, x).sum()
    np.linalg.norm(x)
    np.einsum("nchw->n", x)
    # All cells start from this one generator state; seeding in each would cost every answer.
    random.seed(0)
    np.random.seed(0)


def libraries():
    """What the last bits of a result depend on."""
    import numpy as np

    blas = np.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
    found = {"numpy": np.__version__}
    return found | ({blas["name"]: blas["version"]} if blas.get("name") and blas.get("version") else {})


def version():
    import numpy as np

    return np.__version__


def from_buffer(memory, dtype, count, offset, shape):
    """A writable array over `memory`. bfloat16 arrives as the exact float32: NumPy has no such type."""
    import numpy as np

    if dtype == "bfloat16":
        bits = np.frombuffer(memory, np.uint16, count, offset).astype(np.uint32) << np.uint32(16)
        return bits.view(np.float32).reshape(shape)
    return np.frombuffer(memory, dtype, count, offset).reshape(shape)


def to_bytes(name, value):
    """-> dtype code, shape, bytes. InvalidOutput for anything but a plain array of a comparable dtype."""
    import numpy as np

    if type(value) is not np.ndarray:
        raise arena.InvalidOutput(f"{name} must be a numpy.ndarray, not {arena.described(value)}.")
    code = arena.DTYPE_CODES.get(value.dtype.name)
    if code is None or not value.dtype.isnative:
        raise arena.InvalidOutput(f"{name} has dtype {value.dtype.name}; allowed are {', '.join(arena.DTYPES)}.")
    # Before copying: a broadcast view of a few bytes may claim any size.
    if value.nbytes > arena.COPY_BYTES_MAX:
        raise arena.OutputTooLarge(f"{name} holds {value.nbytes} bytes, more than any question allows.")
    return code, value.shape, memoryview(np.ascontiguousarray(value)).cast("B") if value.size else b""
