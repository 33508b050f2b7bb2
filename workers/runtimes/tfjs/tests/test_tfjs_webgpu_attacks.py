"""Attacks that need a device, on the software adapter: kernels without end, memory of the answer before, a device that is broken,
work that goes on. The device is reached below TensorFlow.js, as WebGPU itself."""

import dataclasses

import numpy as np
import pytest
from conftest import BUILD, LIMITS
from test_tfjs_webgpu import MISSING

pytestmark = pytest.mark.skipif(not (BUILD / "tfjs" / "manifest-webgpu.json").is_file(), reason=MISSING)

X = np.random.default_rng(11).normal(size=(4, 6)).astype(np.float32)
FLOATS = 1 << 20
# Mesa ends a loop after 65,535 turns: as many of them as can be asked for are for ever.
ENDLESS = """
@group(0) @binding(0) var<storage, read_write> cell: array<u32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) at: vec3<u32>) {
  var n = at.x;
  for (var i = 0u; i < 60000u; i++) { n = n * 1664525u + (n >> 3u) + cell[0]; }
  cell[0] = n;
}
"""
BELOW = """
import * as tf from '@tensorflow/tfjs';
const device = (tf.backend() as any).device;
const STORAGE = 0x80, COPY_SRC = 0x4, COPY_DST = 0x8, MAP_READ = 0x1;

function compute(code: string, buffer: any): void {
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code }), entryPoint: 'main' } });
  const bound = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bound);
  pass.dispatchWorkgroups(60000, 1000);
  pass.end();
  device.queue.submit([encoder.finish()]);
}
"""


@pytest.fixture
def below(run):
    return lambda source, **more: run(BELOW + source, device="webgpu", **more)


@pytest.fixture(autouse=True)
def the_next_one_gets_what_he_deserves(below):
    yield
    outcome = below("export const f = (x: any): any => tf.mul(x, 2);", inputs=[("x", X)])
    np.testing.assert_array_equal(outcome.outputs["output"], 2 * X)


def test_a_kernel_without_end_runs_into_the_clock(below):
    body = f"compute(`{ENDLESS}`, device.createBuffer({{ size: 4, usage: STORAGE }})); await device.queue.onSubmittedWorkDone(); return x;"
    limits = dataclasses.replace(LIMITS, wall_seconds=2.0)
    outcome = below(f"export async function f(x: any) {{ {body} }}", inputs=[("x", X)], limits=limits)
    assert outcome.kind == "time_limit", outcome


def test_work_that_goes_on_behind_the_answer_ends_with_the_cell(below):
    """The fixture sees to it that no process is left; whoever comes next computes on a device of his own."""
    body = f"compute(`{ENDLESS}`, device.createBuffer({{ size: 4, usage: STORAGE }})); return tf.scalar(1);"
    limits = dataclasses.replace(LIMITS, wall_seconds=2.0)
    assert below(f"export function f() {{ {body} }}", limits=limits).kind == "time_limit"


def test_what_is_read_waits_for_what_was_asked_before(below):
    """The outputs of an answer that awaits nothing are those of its kernels, not of a moment before them."""
    body = "let y = tf.ones([256, 256]); for (let i = 0; i < 40; i++) y = tf.matMul(y, y).div(256); return tf.add(tf.mul(x, 3), y.max().sub(1));"
    outcome = below(f"export function f(x: any): any {{ {body} }}", inputs=[("x", X)])
    np.testing.assert_allclose(outcome.outputs["output"], 3 * X, rtol=1e-5, atol=1e-4)


def test_memory_of_the_answer_before_cannot_be_read(below):
    marked = f"for (let i = 0; i < 8; i++) tf.fill([{FLOATS}], 42 + i).mul(1); await device.queue.onSubmittedWorkDone(); return x;"
    assert below(f"export async function f(x: any) {{ {marked} }}", inputs=[("x", X)]).kind == "returned"
    body = f"""
      const found = [];
      for (let i = 0; i < 8; i++) {{
        const fresh = device.createBuffer({{ size: {4 * FLOATS}, usage: STORAGE | COPY_SRC }});
        const read = device.createBuffer({{ size: {4 * FLOATS}, usage: COPY_DST | MAP_READ }});
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(fresh, 0, read, 0, {4 * FLOATS});
        device.queue.submit([encoder.finish()]);
        await read.mapAsync(1);
        found.push(new Uint8Array(read.getMappedRange()).filter((byte) => byte !== 0).length);
      }}
      return tf.tensor1d(found, 'int32');"""
    outcome = below(f"export async function f() {{ {body} }}")
    assert outcome.kind == "returned", outcome
    assert outcome.outputs["output"].tolist() == [0] * 8


def test_a_device_that_is_broken_is_broken_for_its_answer_alone(below):
    """Large enough that the backend does not do it by itself, as it does with a few numbers."""
    body = "device.destroy(); return tf.matMul(tf.ones([512, 512]), tf.ones([512, 512])).max();"
    outcome = below(f"export function f() {{ {body} }}", limits=dataclasses.replace(LIMITS, wall_seconds=3.0))
    right = outcome.kind == "returned" and outcome.outputs["output"].item() == 512
    assert not right and outcome.kind in ("returned", "raised", "exited", "time_limit", "invalid_output"), outcome
