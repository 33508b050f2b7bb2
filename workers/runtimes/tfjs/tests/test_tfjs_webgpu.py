"""TensorFlow.js on WebGPU, on Mesa's software adapter, in the same sealed and locked cells: it computes there, agrees with
NumPy, and none of the attacks gets out. Prepared by `npx gradecheck setup --device webgpu`."""

import dataclasses

import numpy as np
import pytest
from conftest import BUILD, LIMITS
from hostile.suite import HOSTILE, Suite
from judge.cells.attack_files import read_attacks

MISSING = (
    "SKIPPED ALOUD: no WebGPU adapter was prepared here, so NOTHING of the device webgpu was tested. "
    'Install Mesa (Debian: "apt-get install libegl1 libgl1-mesa-dri") and run "npx gradecheck setup --device webgpu".'
)
pytestmark = pytest.mark.skipif(not (BUILD / "tfjs" / "manifest-webgpu.json").is_file(), reason=MISSING)

X = np.random.default_rng(7).normal(size=(2, 6, 8, 4)).astype(np.float32)


@pytest.fixture
def on_webgpu(run):
    return lambda source, **more: run(f"import * as tf from '@tensorflow/tfjs';\n{source}", device="webgpu", **more)


def test_it_is_offered_under_its_own_name(pool):
    runtime = next(one for one in pool.runtime_versions() if one["name"] == "tfjs")
    device = next(one for one in pool.devices() if one["type"] == "webgpu")
    assert runtime["devices"] == ["cpu", "webgpu"]
    assert "llvmpipe" in device["name"] and "Mesa" in device["driver"], device
    assert pool.libraries()["tfjs", "webgpu"]["webgpu"] == "0.6.2"
    layers = {one["name"]: one for one in pool.isolation_report()["layers"]}
    assert layers["tfjs_on_webgpu"]["holds"], layers["tfjs_on_webgpu"]


def test_the_device_really_holds_what_is_computed(on_webgpu):
    body = "const y = tf.square(x); tf.keep(y); await y.data(); return tf.scalar(tf.memory().numBytesInGPU, 'int32');"
    outcome = on_webgpu(f"export async function f(x: any) {{ {body} }}", inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    assert int(outcome.outputs["output"]) >= X.nbytes, "nothing lies on the device"


def test_no_other_backend_stands_in_for_it(on_webgpu):
    for other in ("cpu", "wasm", "tensorflow"):
        outcome = on_webgpu(
            f"export async function f(x: any) {{ await tf.setBackend('{other}'); return x; }}", inputs=[("x", X)]
        )
        assert outcome.kind == "raised" and "not found in registry" in outcome.message, outcome


def softmax(x):
    grown = np.exp(x - x.max(-1, keepdims=True))
    return grown / grown.sum(-1, keepdims=True)


# Each is compiled in the locked cell, since none of them is in the rehearsal in this form.
OPERATIONS = {
    "shuffle": (
        "x.reshape([2, 6, 8, 2, 2]).transpose([0, 1, 2, 4, 3]).reshape([2, 6, 8, 4])",
        X.reshape(2, 6, 8, 2, 2).swapaxes(3, 4).reshape(X.shape),
    ),
    "leaky relu": ("tf.leakyRelu(x, 0.3)", np.where(X > 0, X, np.float32(0.3) * X)),
    "matmul": ("tf.matMul(x, x, false, true)", X @ X.swapaxes(2, 3)),
    "convolution by one": (
        "tf.conv2d(x, tf.ones([1, 1, 4, 3]), 1, 'valid')",
        np.repeat(X.sum(-1, keepdims=True), 3, -1),
    ),
    "softmax": ("tf.softmax(x)", softmax(X.astype(np.float64))),
    "mean over places": ("x.mean([1, 2])", X.mean((1, 2), dtype=np.float64)),
    "prelu by comparison": ("tf.where(x.greater(0), x, tf.zerosLike(x))", np.maximum(X, 0)),
    "tile": ("x.tile([1, 2, 1, 1])", np.tile(X, (1, 2, 1, 1))),
    "reverse": ("tf.reverse(x, 2)", X[:, :, ::-1]),
    "gradient": ("tf.grad((y) => y.square().mul(3).sum())(x)", 6 * X),
    "integers": ("x.toInt().mul(tf.scalar(2, 'int32'))", np.trunc(X).astype(np.int32) * 2),
    "truth": ("x.greater(0)", X > 0),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_agree_with_numpy(name, on_webgpu):
    source, expected = OPERATIONS[name]
    outcome = on_webgpu(f"export const f = (x: any): any => {source};", inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    output = outcome.outputs["output"]
    assert output.dtype.kind == np.asarray(expected).dtype.kind and output.shape == expected.shape
    np.testing.assert_allclose(output, expected, rtol=2e-5, atol=2e-5)


@pytest.fixture
def innocent(on_webgpu):
    """Checks that the next candidate gets what he deserves."""

    def check():
        outcome = on_webgpu("export const f = (x: any): any => x.mul(2);", inputs=[("x", X)])
        np.testing.assert_array_equal(outcome.outputs["output"], 2 * X)

    return check


def test_a_promise_that_never_settles_runs_into_the_clock(on_webgpu, innocent):
    limits = dataclasses.replace(LIMITS, wall_seconds=1.0)
    assert on_webgpu("export const f = () => new Promise(() => {});", limits=limits).kind == "time_limit"
    innocent()


def test_memory_that_is_not_there_is_the_answer_s_own(on_webgpu, innocent):
    body = "const kept: any[] = []; for (let i = 0; i < 4000; i++) { const y = tf.ones([1024, 1024]).mul(i); kept.push(y); await y.data(); } return kept[0];"
    outcome = on_webgpu(
        f"export async function f() {{ {body} }}", limits=dataclasses.replace(LIMITS, wall_seconds=20.0)
    )
    assert outcome.kind == "memory_limit", outcome
    innocent()


@pytest.fixture(scope="module")
def suite():
    suite = Suite(("tfjs",), BUILD, device="webgpu")
    yield suite
    suite.close()


# dataSync needs a canvas on this backend: where attack and twin rest on it, there is nothing to hold.
RESTS_ON_DATA_SYNC = {"EQ-13-nothing-values-js", "MM-04-caches-by-shape-js"}
ATTACKS = [one for one in read_attacks(HOSTILE) if "tfjs" in one.runtimes and one.name not in RESTS_ON_DATA_SYNC]


def test_reading_at_once_is_refused_with_what_to_do(on_webgpu):
    outcome = on_webgpu("export const f = (x: any): any => { tf.square(x).dataSync(); return x; };", inputs=[("x", X)])
    assert outcome.kind == "raised", outcome


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_attack_is_held(attack, suite):
    (result,) = suite.run([(attack, "tfjs")])
    assert result.held, result
