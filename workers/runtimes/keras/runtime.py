"""TensorFlow and Keras 3 inside the box, on the processor or on a card.

The zygote imports, and settles what a first operation would (`settle_first_operation`), but runs none: it would start
TensorFlow's thread pools, and a child of a process that has them waits for ever on threads that it does not have. So each
cell starts its own (`wake`).
"""

import contextlib
import ctypes
import os
import random

from _shared import arena, class_checks, stdlib_preload, warmth  # noqa: F401

REHEARSAL = b"""
import numpy as np
import tensorflow as tf
from ml_dtypes import bfloat16
from tensorflow import keras
from tensorflow.keras import backend as K

def rehearse(x):
    n, h, w, c = x.shape.as_list()
    y = K.permute_dimensions(K.reshape(x, (n, h, w, 2, c // 2)), (0, 1, 2, 4, 3))
    y = tf.reshape(y, tf.shape(x))
    with tf.GradientTape() as tape:
        tape.watch(x)
        z = tf.reduce_sum(tf.nn.relu(tf.nn.conv2d(x, tf.ones((3, 3, c, 2)), 1, "SAME"))) + tf.reduce_sum(x * y)
    slope = tape.gradient(z, x)
    # Each dtype has kernels of its own, which are looked up on their first call.
    for dtype in ("float16", bfloat16, "float64", "int32", "int64", "uint8", "bool"):
        other = tf.convert_to_tensor(np.ones((n, 1, 1, c), dtype))
        tf.gather(tf.transpose(tf.reshape(other, (n, c, 1)), (0, 2, 1)), [0], axis=2)
    taken = tf.gather(tf.concat([y, slope], axis=-1), np.arange(c), axis=3)
    return tf.transpose(tf.stack(tf.split(taken, 2, axis=3), axis=4), [0, 1, 2, 4, 3])
"""


# tensorflow::XlaOpRegistry::RegisterCompilationKernels()
REGISTER_COMPILATION_KERNELS = "_ZN10tensorflow13XlaOpRegistry26RegisterCompilationKernelsEv"

# What knows the card, in a zygote whose cells compute on one.
_card = None


def use_device(kind):
    global _card
    from _shared.devices import keras_cuda

    _card = keras_cuda


def import_and_warm():
    os.environ.update(
        KERAS_BACKEND="tensorflow",
        # Keras makes a folder here and reads its settings from it. Nobody's home may change a verdict.
        KERAS_HOME="/dev/null/keras",
        # oneDNN makes large convolutions twice as fast and the first call of every operation four times as slow, which
        # is what short cases consist of. It picks its kernels by processor, prints where it cannot, and its allocator
        # waits ten seconds for memory that nobody will free.
        TF_ENABLE_ONEDNN_OPTS="0",
        TF_CPP_MIN_LOG_LEVEL="3",
    )
    with native_chatter_silenced():
        import keras
        import numpy
        import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    load_what_is_lazy(tf, keras)
    settle_first_operation(tf, keras)
    warmth.keep_freed_memory()
    # All cells start from this one state. TensorFlow's own is no more than a number until a cell draws from it.
    random.seed(0)
    numpy.random.seed(0)
    tf.random.set_seed(0)
    if _card is not None:
        _card.check_untouched(tf)


def wake():
    """In each cell, jailed, before anything is asked of it: thread pools and devices, which no fork would survive."""
    import tensorflow as tf

    tf.ones(1) if _card is None else _card.open_context(tf)


def libraries():
    """What the last bits of a result depend on."""
    import keras
    import numpy
    import tensorflow as tf

    found = {"tensorflow": tf.__version__, "keras": keras.__version__, "numpy": numpy.__version__}
    return found if _card is None else found | _card.libraries(tf)


@contextlib.contextmanager
def native_chatter_silenced():
    """TensorFlow's C++ part greets on descriptor 2 whatever the log level. What goes wrong comes as an exception."""
    kept, nothing = os.dup(2), os.open("/dev/null", os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def load_what_is_lazy(tf, keras):
    """Modules that TensorFlow imports when their name is first used: every cell would pay for them."""
    import tensorflow.keras.backend  # noqa: F401
    import tensorflow.keras.layers  # noqa: F401

    for module in (tf.keras.models, tf.keras.losses, tf.keras.optimizers, tf.nn, tf.math, tf.linalg, tf.image):
        dir(module)
    for module in (keras.ops, keras.layers, keras.activations, keras.initializers, keras.random):
        dir(module)


def settle_first_operation(tf, keras):
    """What TensorFlow does once per process, without a thread, before its first operation: here for all cells. It takes
    half of the time in which one wakes (measured: 19 ms without, 8 with)."""
    import numpy
    from tensorflow.python.framework import kernels, op_def_registry
    from tensorflow.python.framework.ops import EagerTensor
    from tensorflow.python.types import core

    register_compilation_kernels(tf)
    kernels.get_registered_kernels_for_op("Transpose")  # sorts out all kernels
    op_def_registry.get("NoSuchOperation")  # the first operation that is not known makes a list of those that are
    plain = (bool, int, float, str, tuple, list, dict, type(None))
    arrays = (numpy.ndarray, numpy.float32, numpy.float64, numpy.int32, numpy.int64)
    tensors = (
        EagerTensor,
        core.Tensor,
        core.TensorProtocol,
        tf.TensorShape,
        tf.DType,
        keras.Variable,
        keras.KerasTensor,
    )
    class_checks.ask_about((*plain, *arrays, *tensors))


def register_compilation_kernels(tf):
    """A function of the library that Python has no name for. Where it is called otherwise, each cell does its work."""
    library = ctypes.CDLL(os.path.join(os.path.dirname(tf.__file__), "libtensorflow_cc.so.2"))
    with contextlib.suppress(AttributeError):
        library[REGISTER_COMPILATION_KERNELS]()


def version():
    import keras
    import tensorflow as tf

    return f"{tf.__version__} (Keras {keras.__version__})"


def from_buffer(memory, dtype, count, offset, shape):
    """An eager tf.Tensor with the bytes of an input. It cannot be written to, whatever memory lies behind it."""
    import ml_dtypes
    import numpy as np
    import tensorflow as tf

    kind = ml_dtypes.bfloat16 if dtype == "bfloat16" else np.dtype(dtype)
    array = np.frombuffer(memory, kind, count, offset) if count else np.empty(0, kind)
    return tf.convert_to_tensor(array.reshape(shape))


def to_bytes(name, value):
    """-> dtype code, shape, bytes. InvalidOutput for anything but an eager dense tensor, or a variable, of a comparable
    dtype."""
    import numpy as np

    tensor = eager_tensor(name, value)
    code = arena.DTYPE_CODES.get(tensor.dtype.name)
    if code is None:
        raise arena.InvalidOutput(f"{name} has dtype {tensor.dtype.name}; allowed are {', '.join(arena.DTYPES)}.")
    shape = tuple(tensor.shape.as_list())
    # Before copying: no question allows as much.
    if tensor.shape.num_elements() * tensor.dtype.size > arena.COPY_BYTES_MAX:
        raise arena.OutputTooLarge(f"{name} has shape {shape}, more than any question allows.")
    if not tensor.shape.num_elements():
        return code, shape, b""
    if _card is not None:
        if "GPU" not in tensor.backing_device:
            raise arena.InvalidOutput(
                f"{name} must be on the card, where the inputs are, not on {tensor.backing_device}."
            )
        return code, shape, np.ascontiguousarray(tensor.numpy()).view(np.uint8).reshape(-1).data
    # A view of the tensor's own buffer: .numpy() would copy it.
    return code, shape, np.frombuffer(tensor, np.uint8).data


def eager_tensor(name, value):
    """The tf.Tensor itself, or the one that a tf.Variable or the weight of a Keras layer holds."""
    import keras
    import tensorflow as tf
    from tensorflow.python.framework.ops import EagerTensor
    from tensorflow.python.ops.resource_variable_ops import ResourceVariable

    if type(value) is keras.Variable:
        value = value.value
    if type(value) is ResourceVariable:
        value = value.read_value()
    if type(value) is EagerTensor:
        return value
    raise arena.InvalidOutput(f"{name} must be a tf.Tensor, not {arena.described(value)}.{hint(value, tf, keras)}")


def hint(value, tf, keras):
    """What a candidate who returned something near to a tensor most likely wants to know."""
    if isinstance(value, keras.KerasTensor):
        return " A symbolic tensor has no values yet: call the layers or the model with x itself."
    if isinstance(value, tf.Tensor):
        return " It belongs to the graph of a tf.function, outside of which it has no values."
    if isinstance(value, (tf.SparseTensor, tf.IndexedSlices)):
        return " tf.sparse.to_dense and tf.convert_to_tensor make a dense one."
    if isinstance(value, tf.RaggedTensor):
        return " Its to_tensor() makes a dense one."
    if type(value).__module__ == "numpy":
        return " model.predict and .numpy() return arrays; tf.convert_to_tensor makes a tensor of one."
    return ""
