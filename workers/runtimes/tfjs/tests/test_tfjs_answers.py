"""What candidates hand in and what the judge receives, through real TensorFlow.js cells."""

import json
import os
import secrets
import time
from pathlib import Path

import numpy as np
import pytest
from judge.cells import CellLimits
from judge.cells.arena import BFLOAT16

LIMITS = CellLimits(wall_seconds=20.0, memory_mib=512, output_mib=8)
X = np.arange(6, dtype=np.float32).reshape(2, 3)
TF = "import * as tf from '@tensorflow/tfjs';\n"


@pytest.fixture
def backend(pool):
    version = {one["name"]: one["version"] for one in pool.runtime_versions()}["tfjs"]
    return next(name for name in ("native", "wasm", "cpu") if f"({name}" in version)


WAYS_TO_EXPORT = {
    "function": "export function f(x) { return x.add(1); }",
    "async": "export async function f(x) { await tf.nextFrame; return x.add(1); }",
    "arrow": "export const f = (x: tf.Tensor): tf.Tensor => x.add(1);",
    "default": "export default function f(x: tf.Tensor) { return x.add(1); }",
    "list": "function f(x: any) { return x.add(1); }\nexport { f };",
    "enum": "enum By { One = 1 }\nexport function f(x: any) { return x.add(By.One); }",
    "generic": "const id = <T,>(x: T): T => x;\nexport function f<T extends tf.Tensor>(x: T) { return id(x).add(1) as T; }",
    "named import": "import { add } from '@tensorflow/tfjs-core';\nexport const f = (x: tf.Tensor) => add(x, 1);",
}


@pytest.mark.parametrize("body", WAYS_TO_EXPORT.values(), ids=WAYS_TO_EXPORT.keys())
def test_ways_to_export(run, body):
    outcome = run(TF + body, inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], X + 1)


@pytest.mark.parametrize(
    "source",
    [
        "const tf = require('@tensorflow/tfjs');\nmodule.exports.f = (x) => tf.add(x, 1);",
        "module.exports = function f(x) { return x.add(1); };",
        "import tf from '@tensorflow/tfjs-node';\nexport const f = (x) => x.add(1);",
    ],
    ids=["exports", "module", "import"],
)
def test_plain_javascript(run, source):
    outcome = run(source, file="solution.js", inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], X + 1)


def test_several_files(run):
    main = (
        TF
        + "import { twice } from './lib/twice';\nimport config from './config.json';\nexport const f = (x) => twice(x).add(config.more);"
    )
    files = [
        ("lib/twice.ts", b"import { two } from './two.js';\nexport const twice = (x: any) => x.mul(two);"),
        ("lib/two.ts", b"export const two: number = 2;"),
        ("config.json", b'{"more": 1}'),
    ]
    outcome = run(main, inputs=[("x", X)], files=files)
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], 2 * X + 1)


def test_a_missing_file_is_named(run):
    outcome = run("import { a } from './nothing';\nexport const f = () => a;")
    assert outcome.kind == "raised" and "Cannot find './nothing', which solution.ts imports" in outcome.message


@pytest.mark.parametrize(
    ("source", "kind", "says"),
    [
        ("export function f( {", "syntax_error", "solution.ts, line 1"),
        ("const a = 1;\nexport const f = () => a +;", "syntax_error", "solution.ts, line 2"),
        ("'use strict';\nexport const f = () => { const a = 1; const a = 2; };", "syntax_error", "has already been declared"),
        ("export function g() {}", "missing_entry", "solution.ts does not export a function named f"),
        ("export const f = 3;", "missing_entry", "does not export a function"),
        ("", "missing_entry", "does not export"),
        ("throw new TypeError('at once');", "raised", "TypeError: at once (solution.ts, line 1)"),
        ("export function f() {\n  return missing.thing;\n}", "raised", "ReferenceError: missing is not defined (solution.ts, line 2)"),
        ("export function f() { throw 'text'; }", "raised", "thrown: text"),
        ("export async function f() {\n\n  throw new RangeError('late');\n}", "raised", "RangeError: late (solution.ts, line 3)"),
        ("class Mine extends Error { name = 'Mine'; }\nexport const f = () => { throw new Mine('own'); };", "raised", "Mine: own"),
    ],
)  # fmt: skip
def test_mistakes_are_told(run, source, kind, says):
    outcome = run(source)
    assert outcome.kind == kind and says in outcome.message, outcome


@pytest.mark.parametrize(
    ("body", "classes"),
    [
        ("throw new Bad('no');", ("Bad", "RangeError", "Error")),
        ("throw new RangeError('no');", ("RangeError", "Error")),
        ("const g = (): any => g(); return g();", ("StackOverflow", "RangeError", "Error")),
        ("throw 'text';", ()),
        ("throw null;", ()),
    ],
)
def test_the_classes_of_what_was_thrown_are_told(run, body, classes):
    outcome = run(f"class Bad extends RangeError {{ name = 'Bad'; }}\nexport function f() {{ {body} }}")
    assert outcome.kind == "raised" and outcome.raised == classes, outcome


def test_no_main_file(run):
    outcome = run("export const f = 1;", file="other.ts")
    assert outcome.kind == "missing_entry" and "no file solution.ts or solution.js" in outcome.message


SENT = {
    "float32": np.array([1.5, -0.0, np.nan, np.inf], np.float32),
    "int32": np.array([-(2**31), 2**31 - 1, 0], np.int32),
    "bool": np.array([True, False]),
}
WIDENED = {
    "uint8": (np.array([0, 255], np.uint8), np.int32),
    "int8": (np.array([-128, 127], np.int8), np.int32),
    "int16": (np.array([-32768, 32767], np.int16), np.int32),
    "float16": (np.array([0.1, -65504, 6e-8, np.inf, np.nan, 0], np.float16), np.float32),
}


@pytest.mark.parametrize("dtype", SENT)
def test_dtypes_cross_unchanged(run, dtype):
    outcome = run("export const f = (x: any) => x.clone();", inputs=[("x", SENT[dtype])])
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].dtype == SENT[dtype].dtype
    np.testing.assert_array_equal(outcome.outputs["output"].view(np.uint8), SENT[dtype].view(np.uint8))


@pytest.mark.parametrize("dtype", WIDENED)
def test_narrow_dtypes_arrive_exactly_in_a_wider_one(run, dtype):
    sent, arrives = WIDENED[dtype]
    outcome = run("export const f = (x: any) => x;", inputs=[("x", sent)])
    assert outcome.kind == "returned" and outcome.outputs["output"].dtype == arrives, outcome
    np.testing.assert_array_equal(outcome.outputs["output"], sent.astype(arrives))


def test_bfloat16_arrives_as_float32(run):
    bits = np.array([0x3F80, 0x7FC0, 0xFF80, 0x0001, 0x4049], np.uint16)
    outcome = run("export const f = (x: any) => x;", inputs=[("x", bits.view(BFLOAT16))])
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"].view(np.uint32), bits.astype(np.uint32) << 16)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1, 1, 1, 1, 1, 2)])
def test_odd_shapes(run, shape):
    x = np.ones(shape, np.float32)
    outcome = run("export const f = (x: any) => x.add(1);", inputs=[("x", x)])
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].shape == shape
    np.testing.assert_array_equal(outcome.outputs["output"], x + 1)


def test_ten_cases_in_one_cell_and_state_between_them(pool):
    cell = pool.acquire("tfjs")
    try:
        source = (
            b"let calls = 0;\nexport function f(x) { calls += 1; console.log('call', calls); return x.mul(calls); }"
        )
        assert cell.load([("solution.ts", source)], None, "f", LIMITS).kind == "returned"
        for number in range(1, 11):
            outcome = cell.run_case(secrets.token_bytes(16), b"{}", [("x", X)], LIMITS)
            assert outcome.kind == "returned" and cell.alive and outcome.stdout == f"call {number}\n", outcome
            np.testing.assert_array_equal(outcome.outputs["output"], X * number)
        outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        assert outcome.kind == "raised" and cell.alive, outcome
    finally:
        cell.close()


def test_adapter_params_and_several_outputs(run):
    adapter = b"""
    export async function run(entry, inputs, params, tf) {
      const grads = tf.grad((x) => entry(x, params.by).sum())(inputs.x);
      return { first: await entry(inputs.x, params.by), gradient: grads };
    }"""
    outcome = run(
        TF + "export const f = (x: tf.Tensor, by: number) => x.mul(by);",
        inputs=[("x", X)],
        params=json.dumps({"by": 3}).encode(),
        adapter=adapter,
    )
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["first"], 3 * X)
    np.testing.assert_array_equal(outcome.outputs["gradient"], np.full_like(X, 3))


def test_params_are_options_without_an_adapter(run):
    outcome = run(
        "export const f = (x: any, { by }: { by: number }) => x.mul(by);", inputs=[("x", X)], params=b'{"by":2}'
    )
    assert outcome.kind == "returned", outcome
    np.testing.assert_array_equal(outcome.outputs["output"], 2 * X)


def test_a_changed_input_is_seen(run, backend):
    source = "export function f(x: any) { const values = x.dataSync(); values[0] = 42; return x.add(0); }"
    outcome = run(source, inputs=[("x", X)])
    assert outcome.kind == "returned", outcome
    if backend == "wasm":  # there dataSync copies, so nothing was changed
        assert "input_after:x" not in outcome.outputs
    else:
        assert outcome.outputs["input_after:x"][0, 0] == 42


def test_prints_are_shown_and_cut(run):
    outcome = run(
        "export function f(x: any) { console.log('one', [1]); console.error('two'); return x; }", inputs=[("x", X)]
    )
    assert outcome.kind == "returned" and outcome.stdout == "one [ 1 ]\ntwo\n", outcome
    outcome = run(
        "export function f(x: any) { for (let i = 0; i < 9999; i++) console.log('0123456789'); return x; }",
        inputs=[("x", X)],
    )
    assert outcome.kind == "returned" and outcome.stdout_truncated, outcome


def test_timers_and_dropped_promises(run):
    source = """
    export async function f(x: any) {
      Promise.reject(new Error('nobody cares'));
      await new Promise((done) => setTimeout(done, 5));
      await new Promise((done) => setImmediate(done));
      const { gzipSync, gunzip } = require('node:zlib');
      const text = await new Promise((done) => gunzip(gzipSync('on a pool thread'), (_: any, out: any) => done(String(out))));
      console.log(text);
      return x;
    }"""
    outcome = run(source, inputs=[("x", X)])
    assert outcome.kind == "returned" and outcome.stdout == "on a pool thread\n", outcome


FORWARD = """
conv2d: tf.conv2d(image, tf.ones([3, 3, 2, 4]), [1, 2], 'same')
depthwise: tf.depthwiseConv2d(image, tf.ones([3, 3, 2, 2]), 1, 'valid')
separable: tf.separableConv2d(image, tf.ones([3, 3, 2, 1]), tf.ones([1, 1, 2, 3]), 1, 'same')
conv2dTranspose: tf.conv2dTranspose(image, tf.ones([3, 3, 4, 2]), [1, 10, 12, 4], 2, 'same')
maxPool: tf.maxPool(image, 2, 2, 'same')
avgPool: tf.avgPool(image, 3, 1, 'valid')
batchNorm: tf.batchNorm(image, tf.zeros([2]), tf.ones([2]), tf.ones([2]), tf.ones([2]), 1e-3)
matMul: tf.matMul(matrix, matrix, true, false)
batchMatMul: tf.matMul(tf.ones([3, 2, 4]), tf.ones([3, 4, 5]))
softmax: tf.softmax(matrix)
logSoftmax: tf.logSoftmax(matrix)
gelu: matrix.mul(tf.erf(matrix.div(Math.SQRT2)).add(1)).mul(0.5)
topk: tf.topk(matrix, 2).values
cumsum: tf.cumsum(matrix, 0)
where: tf.where(matrix.greater(0), matrix, tf.zerosLike(matrix))
gather: tf.gather(matrix, tf.tensor1d([2, 0], 'int32'))
gatherFromTheEnd: tf.gather(matrix, tf.tensor1d([2, 0], 'int32'), -1)
oneHot: tf.oneHot(tf.tensor1d([0, 2], 'int32'), 4)
resize: tf.image.resizeBilinear(image, [7, 7])
pad: tf.mirrorPad(matrix, [[1, 1], [0, 0]], 'reflect')
tile: tf.tile(matrix, [2, 1])
reverse: tf.reverse(matrix, 1)
slice: tf.stridedSlice(matrix, [0, 0], [3, 3], [2, 1])
argMax: tf.argMax(matrix, 1)
moments: tf.moments(matrix, 0).variance
norm: tf.norm(matrix)
random: tf.randomNormal([3, 3], 0, 1, 'float32', 7)
dropout: tf.dropout(matrix, 0.5, undefined, 3)
layerDense: tf.layers.dense({ units: 3 }).apply(matrix)
layerConv: tf.layers.conv2d({ filters: 2, kernelSize: 3 }).apply(image)
layerNorm: tf.layers.layerNormalization().apply(matrix)
lstm: tf.layers.lstm({ units: 2 }).apply(tf.ones([1, 3, 2]))
predict: model().predict(matrix)
"""
NOT_IN_WASM = """
einsum: tf.einsum('ij,kj->ik', matrix, matrix)
fft: tf.real(tf.spectral.fft(tf.complex(matrix, tf.zerosLike(matrix))))
gradConv: tf.grad((x) => tf.conv2d(x, tf.ones([3, 3, 2, 4]), 1, 'same').sum())(image)
gradDepthwise: tf.grad((x) => tf.depthwiseConv2d(x, tf.ones([3, 3, 2, 2]), 1, 'same').sum())(image)
gradGather: tf.grad((x) => tf.gather(x, tf.tensor1d([1, 1], 'int32')).sum())(matrix)
gradGatherFromTheEnd: tf.grad((x) => tf.gather(x, tf.tensor1d([1, 1], 'int32'), -1).sum())(matrix)
"""
GRADIENTS = """
gradMatMul: tf.grad((x) => tf.matMul(x, matrix).square().sum())(matrix)
gradSoftmax: tf.grad((x) => tf.softmax(x).square().sum())(matrix)
fitDense: fitted()
"""


def operations(listed: str) -> str:
    lines = [line.split(": ", 1) for line in listed.splitlines() if line]
    return "{" + ", ".join(f"{name}: () => {body}" for name, body in lines) + "}"


@pytest.mark.parametrize("warm", [True, False], ids=["rehearsed", "on demand"])
def test_usual_operations_work_behind_the_lock(run, backend, warm):
    """A kernel that needs a file or a thread for the first time only now would fail here."""
    listed = operations(FORWARD + GRADIENTS + ("" if backend == "wasm" else NOT_IN_WASM))
    source = (
        TF
        + f"""
    export async function f(x: any) {{
      const image: any = tf.range(0, 60).reshape([1, 5, 6, 2]);
      const matrix: any = tf.range(-4, 5).reshape([3, 3]);
      const model = () => {{
        const built = tf.sequential();
        built.add(tf.layers.dense({{ units: 4, activation: 'relu', inputShape: [3] }}));
        built.add(tf.layers.dense({{ units: 1 }}));
        built.compile({{ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' }});
        return built;
      }};
      const fitted = async () => {{
        const history = await model().fit(matrix, tf.ones([3, 1]), {{ epochs: 2, verbose: 0 }});
        return tf.tensor(history.history.loss as number[]);
      }};
      let failed = 0;
      const all: Record<string, () => any> = {listed};
      for (const [name, act] of Object.entries(all)) {{
        try {{
          const values: any = await (await act()).data();
          if (!values.every(Number.isFinite)) throw new Error('not finite');
        }} catch (error: any) {{ failed += 1; console.log(name, String(error.message).slice(0, 100)); }}
      }}
      return tf.scalar(failed, 'int32');
    }}"""
    )
    outcome = run(source, inputs=[("x", X)], limits=LIMITS, warm=warm)
    assert outcome.kind == "returned" and int(outcome.outputs["output"]) == 0, outcome


def test_version_names_the_backend(pool, run, backend):
    outcome = run(
        TF + "export function f(x: any) { console.log(tf.getBackend(), tf.version.tfjs); return x; }", inputs=[("x", X)]
    )
    name = {"native": "tensorflow"}.get(backend, backend)
    version = {one["name"]: one["version"] for one in pool.runtime_versions()}["tfjs"]
    assert outcome.stdout == f"{name} {version.split(' ')[0]}\n"


def test_the_answer_brings_no_environment(run, monkeypatch):
    source = "export function f(x: any) { console.log(JSON.stringify(process.env), process.cwd(), process.execPath); return x; }"
    monkeypatch.setenv("SECRET_OF_THE_JUDGE", "1")
    outcome = run(source, inputs=[("x", X)])
    assert outcome.stdout.startswith("{} /box "), outcome


def test_waiting_cells_are_ready(pool):
    """Two processes wait; taking one costs no start."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        lane = pool._lanes["tfjs", "cpu"]
        if len(lane.waiting) == 2 and all(cell.is_ready() for cell in lane.waiting):
            break
        time.sleep(0.1)
    assert [cell.is_ready() for cell in pool._lanes["tfjs", "cpu"].waiting] == [True, True]


def test_no_cell_outlives_the_pool(pool):
    pids = [cell.pid for cell in pool._lanes["tfjs", "cpu"].waiting]
    assert pids and all(Path(f"/proc/{pid}").exists() for pid in pids)
    uids = {Path(f"/proc/{pid}").stat().st_uid for pid in pids}
    assert len(uids) == len(pids) or uids == {0}  # one uid a cell, or none of the host's at all


def test_native_cells_come_from_a_node_that_waits_before_its_main(pool, backend):
    cell = pool.fork(pool.zygote_of("tfjs"), warm=True)
    try:
        cell.wait_ready()
        zygote = Path(f"/proc/{Path(f'/proc/{cell.pid}/stat').read_text().rpartition(')')[2].split()[1]}")
        assert (zygote / "comm").read_text().startswith("node" if backend == "native" else "python")
        assert os.listdir(zygote / "task") == [zygote.name]  # a fork takes no other thread along
    finally:
        cell.close()


def test_how_a_cell_ended_is_told(pool):
    cell = pool.fork(pool.zygote_of("tfjs"), warm=True)
    try:
        cell.wait_ready()
        cell.kill()
        end = cell.zygote.wait_end(cell._slot, 10.0)
        assert end.status == 9 and 0.02 < end.cpu_seconds < 10 and 20_000 < end.resident_kib < 1_000_000, end
    finally:
        cell.close()


def test_more_cells_at_once_than_ever_wait_are_told_apart(pool):
    cells = [pool.fork(pool.zygote_of("tfjs"), warm=True) for _ in range(5)]
    try:
        for cell in cells:
            cell.wait_ready()
        for cell in (cells[3], cells[0], cells[4]):
            cell.kill()
            assert cell.zygote.wait_end(cell._slot, 10.0).status == 9
        assert [cell.zygote.wait_end(cell._slot, 0.1) for cell in (cells[1], cells[2])] == [None, None]
    finally:
        for cell in cells:
            cell.close()
