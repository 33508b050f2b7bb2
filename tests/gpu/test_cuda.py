"""What only a card can show: that importing leaves CUDA untouched, that contexts opened in forked cells compute rightly, that nothing
of one answer is left for the next one, and that the attacks are held with the device open.

    .gradecheck/python/bin/python -m pytest tests/gpu
"""

import os
import secrets
import sys
from pathlib import Path

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "workers"))

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.environment import finished_environments  # noqa: E402
from judge.devices import find_cuda, find_devices  # noqa: E402

BUILD = Path(os.environ.get("GRADECHECK_BUILD", REPOSITORY / ".gradecheck" / "build"))
CARD = find_cuda()
pytestmark = pytest.mark.skipif(
    CARD is None, reason="SKIPPED ALOUD: no NVIDIA card answers here, so NOTHING of the device cuda was tested"
)
LIMITS = CellLimits(wall_seconds=60.0, memory_mib=2048, output_mib=16)
RUNTIMES = ("pytorch", "keras")


@pytest.fixture(scope="module")
def pool():
    environments = finished_environments(BUILD.parent, REPOSITORY)
    config = PoolConfig(repository=REPOSITORY, build=BUILD, devices=find_devices(BUILD), environments=environments)
    pool = CellPool(list(RUNTIMES), config)
    yield pool
    pool.close()


@pytest.fixture(params=RUNTIMES)
def runtime(request, pool):
    if (request.param, "cuda") not in pool.on_cards():
        said = {one["name"]: one["detail"] for one in pool.isolation_report()["layers"]}
        pytest.skip(f"SKIPPED ALOUD: {request.param} is not offered on the card: {said.get(f'{request.param}_on_cuda')}")
    return request.param


def answer(pool, runtime, source, inputs=(), device="cuda"):
    cell = pool.acquire(runtime, device)
    try:
        outcome = cell.load([("solution.py", source.encode())], None, "f", LIMITS)
        return cell.run_case(secrets.token_bytes(16), b"{}", list(inputs), LIMITS) if outcome.kind == "returned" else outcome
    finally:
        cell.close()


MATMUL = {
    "pytorch": "def f(x): return x @ x\n",
    "keras": "import tensorflow as tf\ndef f(x): return tf.matmul(x, x)\n",
}
WHERE = {
    "pytorch": "import torch\ndef f(x): raise ValueError(str(x.device))\n",
    "keras": "def f(x): raise ValueError(x.device)\n",
}
ON_CPU = {
    "pytorch": "def f(x): return x.cpu()\n",
    "keras": "import tensorflow as tf\ndef f(x):\n    with tf.device('/CPU:0'): return tf.identity(x)\n",
}


def test_the_card_is_named_with_driver_and_libraries(pool, runtime):
    described = next(one for one in pool.devices() if one["type"] == "cuda")
    assert described["name"] and described["driver"]
    assert pool.libraries()[runtime, "cuda"]["cuda"]


def test_inputs_lie_on_the_card_and_float32_is_not_shortened(pool, runtime):
    x = np.random.default_rng(0).normal(size=(256, 256)).astype(np.float32)
    said = answer(pool, runtime, WHERE[runtime], [("x", x)]).message.lower()
    assert "cuda" in said or "gpu" in said, said
    output = answer(pool, runtime, MATMUL[runtime], [("x", x)]).outputs["output"]
    # TF32 would be off by a hundred times as much.
    np.testing.assert_allclose(output, x.astype(np.float64) @ x, rtol=1e-4, atol=1e-4)


def test_an_output_from_the_processor_is_not_the_card_s(pool, runtime):
    outcome = answer(pool, runtime, ON_CPU[runtime], [("x", np.ones((2, 2), np.float32))])
    assert outcome.kind == "invalid_output", outcome


def test_many_cells_one_after_the_other(pool, runtime):
    x = np.ones((8, 8), np.float32)
    for _ in range(10):
        np.testing.assert_array_equal(answer(pool, runtime, MATMUL[runtime], [("x", x)]).outputs["output"], x @ x)


def test_nothing_of_one_answer_is_left_in_the_memory_of_the_next(pool, runtime):
    if runtime != "pytorch":
        pytest.skip("memory is read raw in PyTorch only; the card is the same")
    mark = "import torch\ndef f(x):\n    torch.full((1 << 28,), 0x5EC4E7, dtype=torch.int32, device='cuda'); return x\n"
    look = (
        "import torch\ndef f(x):\n    seen = torch.empty((1 << 28,), dtype=torch.int32, device='cuda')\n"
        "    return (seen == 0x5EC4E7).any().reshape(1)\n"
    )
    x = np.ones((1,), np.float32)
    assert answer(pool, runtime, mark, [("x", x)]).kind == "returned"
    assert not answer(pool, runtime, look, [("x", x)]).outputs["output"].any()


def test_a_card_that_ran_out_of_memory_serves_the_next_one(pool, runtime):
    greedy = {
        "pytorch": "import torch\ndef f(x): return torch.empty(1 << 40, device='cuda')\n",
        "keras": "import tensorflow as tf\ndef f(x): return tf.zeros((1 << 38,))\n",
    }[runtime]
    x = np.ones((4, 4), np.float32)
    assert answer(pool, runtime, greedy, [("x", x)]).kind != "returned"
    np.testing.assert_array_equal(answer(pool, runtime, MATMUL[runtime], [("x", x)]).outputs["output"], x @ x)


def test_the_processor_s_cells_see_no_card(pool, runtime):
    outcome = answer(pool, runtime, "def f(): open('/dev/nvidia0')\n", device="cpu")
    assert outcome.message.startswith("FileNotFoundError"), outcome
