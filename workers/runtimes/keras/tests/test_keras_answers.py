"""What candidates hand in and what the judge receives, through real Keras cells."""

import secrets
import subprocess
from pathlib import Path

import numpy as np
import pytest
from judge.cells import CellLimits
from judge.cells.arena import BFLOAT16

LIMITS = CellLimits(wall_seconds=30.0, memory_mib=512, output_mib=8)
X = np.arange(48, dtype=np.float32).reshape(2, 3, 4, 2)
DTYPES = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool"]


def test_the_style_of_the_notes(run):
    source = """
from tensorflow.keras import backend as K

def f(x):
    batch, h, w, c = x.shape.as_list()
    assert K.int_shape(x) == (batch, h, w, c) and K.image_data_format() == "channels_last"
    return K.permute_dimensions(K.reshape(x, (-1, h * w, c)), (0, 2, 1))
"""
    outcome = run(source, inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], X.reshape(2, 12, 2).swapaxes(1, 2))


def test_every_dtype_crosses_unchanged(run):
    arrays = [(dtype, (np.arange(24).reshape(2, 3, 4) % 2).astype(dtype)) for dtype in DTYPES]
    outcome = run("def f(*xs): return xs", inputs=arrays, adapter=b"def run(f, xs, params): return dict(xs)")
    assert outcome.kind == "returned", outcome
    for dtype, array in arrays:
        assert outcome.outputs[dtype].dtype == array.dtype
        np.testing.assert_array_equal(outcome.outputs[dtype], array)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_every_half_precision_pattern_keeps_its_bits(run, dtype):
    bits = np.arange(1 << 16, dtype=np.uint16)
    sent = bits.view(np.float16 if dtype == "float16" else BFLOAT16)
    source = f"import tensorflow as tf\ndef f(x):\n    assert x.dtype == tf.{dtype}\n    return tf.reverse(x, [0])"
    outcome = run(source, inputs=[("x", sent)])
    assert outcome.kind == "returned" and outcome.outputs["output"].dtype == sent.dtype, outcome
    np.testing.assert_array_equal(outcome.outputs["output"].view(np.uint16), bits[::-1])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1, 1, 1, 1, 1, 2)])
def test_odd_shapes(run, shape):
    x = np.ones(shape, np.float32)
    outcome = run("def f(x): return x + 1", inputs=[("x", x)])
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].shape == shape
    np.testing.assert_array_equal(outcome.outputs["output"], x + 1)


TAKEN = {
    "tensor": "tf.constant([1.0, 2.0])",
    "variable": "tf.Variable([1.0, 2.0])",
    "keras variable": "keras.Variable([1.0, 2.0])",
    "weight of a layer": "weight()",
    "call of a model": "keras.Sequential([keras.layers.Flatten()])(tf.constant([[1.0, 2.0]]))[0]",
}
REFUSED = {
    "symbolic": ("keras.Input((3,))", "A symbolic tensor has no values yet"),
    "out of a graph": ("leaked()", "It belongs to the graph of a tf.function"),
    "sparse": ("tf.sparse.from_dense([[1.0, 0.0]])", "tf.sparse.to_dense"),
    "ragged": ("tf.ragged.constant([[1], [2, 3]])", "Its to_tensor() makes a dense one"),
    "indexed slices": ("tf.IndexedSlices(tf.ones((1, 2)), [0])", "make a dense one"),
    "array": ("np.ones(2, np.float32)", "not a numpy.ndarray. model.predict and .numpy() return arrays"),
    "predicted": ("keras.Sequential([keras.layers.Flatten()]).predict(np.ones((1, 2)), verbose=0)", "not a numpy"),
    "number": ("2.0", "not a float"),
    "list": ("[tf.ones(2)]", "not a list"),
    "generator": ("(x for x in [tf.ones(2)])", "not a generator"),
    "nothing": ("None", "not nothing (None)"),
    "dataset": ("tf.data.Dataset.range(3)", "must be a tf.Tensor"),
    "strings": ("tf.constant(['a'])", "has dtype string"),
    "complex": ("tf.constant(1j)", "has dtype complex128"),
    "quantised": ("tf.quantization.quantize([1.0], 0.0, 1.0, tf.qint8).output", "has dtype qint8"),
    "uint16": ("tf.constant([1], tf.uint16)", "has dtype uint16"),
    "a lying subclass": ("Lying([1.0, 2.0])", "must be a tf.Tensor"),
}
PRELUDE = """
import keras
import numpy as np
import tensorflow as tf

def weight():
    layer = keras.layers.Dense(1, kernel_initializer=lambda shape, dtype: tf.constant([[1.0], [2.0]]))
    layer.build((1, 2))
    return layer.kernel

def leaked():
    kept = []
    tf.function(lambda x: kept.append(x) or x)(tf.ones(2))
    return kept[0]

class Lying(keras.Variable):
    def __eq__(self, other): return True
"""


@pytest.mark.parametrize("expression", TAKEN.values(), ids=TAKEN.keys())
def test_what_counts_as_a_tensor(run, expression):
    outcome = run(f"{PRELUDE}\ndef f(): return {expression}")
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].dtype == np.float32
    np.testing.assert_array_equal(outcome.outputs["output"].ravel(), [1, 2])


@pytest.mark.parametrize(("expression", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not(run, expression, says):
    outcome = run(f"{PRELUDE}\ndef f(): return {expression}")
    assert outcome.kind == "invalid_output" and says in outcome.message, outcome


# Nine kinds of job. Each of them hangs, or most do, in the child of a process that has run one operation itself.
JOBS = {
    "operations": "return tf.reduce_sum(tf.linalg.matmul(x[..., 0], x[..., 1], transpose_b=True)) + tf.norm(x)",
    "convolution": "return tf.reduce_sum(tf.nn.conv2d(x, tf.ones((3, 3, 2, 4)), 1, 'SAME'))",
    "gradient": """
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(tf.nn.max_pool2d(tf.nn.relu(x), 2, 2, 'SAME') ** 2)
    return tf.reduce_sum(tape.gradient(y, x))""",
    "layers": """
    y = layers.Conv2D(4, 3, padding='same')(x)
    y = layers.BatchNormalization()(y, training=True)
    y = layers.MultiHeadAttention(2, 4)(tf.reshape(y, (2, 12, 4)), tf.reshape(y, (2, 12, 4)))
    return tf.reduce_sum(layers.LSTM(3)(layers.LayerNormalization()(y)))""",
    "predict": "return tf.reduce_sum(model().predict(x, verbose=0))",
    "fit": """
    m = model()
    m.compile('adam', 'mse')
    return tf.constant(m.fit(x, tf.ones((2, 1)), epochs=2, verbose=0).history['loss'][-1])""",
    "tf.function": """
    @tf.function
    def g(x, n):
        for i in tf.range(n):
            if tf.reduce_sum(x) > 0:
                x = x * 0.5
        return tf.reduce_sum(x)
    return g(x, tf.constant(5))""",
    "dataset": """
    data = tf.data.Dataset.from_tensor_slices(x).map(lambda a: a * 2, num_parallel_calls=4).shuffle(4, 1).batch(2)
    return tf.reduce_sum(next(iter(data.prefetch(2))))""",
    "random": "return tf.reduce_sum(tf.random.normal((3,), seed=1) + keras.random.normal((3,), seed=2) + x[0, 0, 0, 0])",
}


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "on demand"])
@pytest.mark.parametrize("body", JOBS.values(), ids=JOBS.keys())
def test_kinds_of_job(run, body, warm):
    body = body if body.startswith("\n") else f"\n    {body}"
    source = f"""
import keras
import tensorflow as tf
from tensorflow.keras import layers

def model():
    return keras.Sequential([layers.Conv2D(3, 2), layers.Flatten(), layers.Dense(1)])

def f(x):{body}
"""
    outcome = run(source, inputs=[("x", X / 48)], warm=warm)
    assert outcome.kind == "returned" and np.isfinite(outcome.outputs["output"]).all(), outcome


def test_random_numbers_are_those_of_every_cell_warm_or_not(run):
    source = """
import random
import keras
import numpy as np
import tensorflow as tf

def f():
    mine = tf.constant([random.random(), np.random.rand()], tf.float32)
    return tf.concat([tf.random.uniform((3,)), keras.random.uniform((3,)), mine], 0)
"""
    first, second, cold = (run(source, warm=warm).outputs["output"] for warm in (True, True, False))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first, cold)


def test_ten_cases_in_one_cell(pool):
    cell = pool.acquire("keras")
    try:
        source = b"calls = 0\ndef f(x):\n    global calls\n    calls += 1\n    return x * calls"
        assert cell.load([("solution.py", source)], None, "f", LIMITS).kind == "returned"
        for number in range(1, 11):
            outcome = cell.run_case(secrets.token_bytes(16), b"{}", [("x", X)], LIMITS)
            assert outcome.kind == "returned" and cell.alive, outcome
            np.testing.assert_array_equal(outcome.outputs["output"], X * number)
        outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        assert outcome.kind == "raised" and outcome.message.startswith("TypeError") and cell.alive, outcome
    finally:
        cell.close()


def test_mistakes_are_told(run):
    outcome = run("import tensorflow as tf\ndef f(x):\n    return tf.reshape(x, (7,))", inputs=[("x", X)])
    assert outcome.kind == "raised" and outcome.message.startswith("InvalidArgumentError"), outcome
    assert "(solution.py, line 3)" in outcome.message, outcome


def test_numpy_cannot_reach_the_input(run):
    outcome = run("def f(x):\n    x.numpy()[:] = 0\n    return x", inputs=[("x", X)])
    assert outcome.kind == "returned" and list(outcome.outputs) == ["output"], outcome
    np.testing.assert_array_equal(outcome.outputs["output"], X)


def test_a_cell_has_few_threads_and_the_zygote_one(pool):
    cell = pool.fork(pool.zygote_of("keras"), warm=True)
    try:
        cell.wait_ready()
        assert 1 < len(list(Path(f"/proc/{cell.pid}/task").iterdir())) <= 8
        parent = int(Path(f"/proc/{cell.pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        assert len(list(Path(f"/proc/{parent}/task").iterdir())) == 1
    finally:
        cell.close()


def test_version_names_both(pool):
    version = {one["name"]: one["version"] for one in pool.runtime_versions()}["keras"]
    assert version == "2.21.0 (Keras 3.15.1)"


def test_nobodys_home_and_environment_are_read(run):
    source = """
import os
import keras
from keras.src.backend import config
def f(x):
    print(dict(os.environ), keras.config.floatx(), keras.config.backend(), config.keras_home())
    return x
"""
    outcome = run(source, inputs=[("x", X)])
    assert outcome.stdout == "{'HOME': '/box'} float32 tensorflow /dev/null/keras\n", outcome


PROBING = b"""
from _shared import probes

def run(entry, inputs, params):
    outputs = probes.with_gradient(entry, inputs["x"], inputs["upstream"])
    fake = probes.Recorder(entry)
    _, draws = probes.draws_around(lambda: fake(inputs["x"]), 3)
    return {**outputs, **draws, **probes.seeded(lambda: entry(inputs["x"]), 1, 2), "calls": fake.tensor("()")}
"""


def test_probes_work_in_a_cell(run):
    x, upstream = (np.arange(start, start + 6, dtype=np.float32).reshape(2, 3) for start in (0, 10))
    source = "import tensorflow as tf\ndef f(x):\n    return x * x + 0 * tf.random.uniform(x.shape)"
    outcome = run(source, inputs=[("x", x), ("upstream", upstream)], adapter=PROBING)
    assert outcome.kind == "returned", outcome
    given = outcome.outputs
    np.testing.assert_allclose(given["gradient"], 2 * x * upstream)
    assert given["calls"].tolist() == [1]
    assert given["undisturbed"].tolist() != given["after"].tolist()  # it drew a number
    np.testing.assert_array_equal(given["first"], given["again"])


def test_what_is_settled_before_the_fork_has_its_names_in_the_installed_version(pool):
    """Without them every cell would still be right, and slow again."""
    interpreter = pool.config.environments["keras"]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [interpreter, "-c", SETTLED, pool.config.repository / "workers/runtimes"]
    done = subprocess.run(command, env=one_thread, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "True 1\n"), done.stderr


SETTLED = """
import ctypes, importlib.util, os, sys
sys.path.insert(0, sys.argv[1])
from _shared import cell
spec = importlib.util.spec_from_file_location("runtime", sys.argv[1] + "/keras/runtime.py")
runtime = importlib.util.module_from_spec(spec)
spec.loader.exec_module(runtime)
runtime.import_and_warm()
import tensorflow as tf
library = ctypes.CDLL(os.path.join(os.path.dirname(tf.__file__), "libtensorflow_cc.so.2"))
print(hasattr(library, runtime.REGISTER_COMPILATION_KERNELS), len(os.listdir("/proc/self/task")))
"""
