"""Each ready-made check accepts what is right and refuses what is wrong, in torch and in NumPy."""

import importlib.util
import random
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from _shared import cell, probes  # noqa: F401 (runtimes expect the cell to be there)
from judge.harness import (
    COUNT,
    DRAWS,
    LAYOUTS,
    MODES,
    at_most,
    batch_sizes,
    count_is,
    deterministic,
    finite_differences,
    generator_untouched,
    grows_like,
    modes_restored,
)

RUNTIMES = Path(__file__).resolve().parents[2] / "runtimes"


@pytest.fixture(params=["numpy", "pytorch"])
def runtime(request, monkeypatch):
    """The runtime's own module in the place where a cell has it; torch is hidden from the probes in numpy."""
    path = RUNTIMES / request.param / "runtime.py"
    spec = importlib.util.spec_from_file_location("_runtime", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seen = {"random": random, "numpy": np, "_runtime": module}
    monkeypatch.setattr(probes, "sys", type(sys)("sys"))
    probes.sys.modules = seen if request.param == "numpy" else {**seen, "torch": torch}
    return request.param


def tensor(runtime, values):
    array = np.asarray(values)
    return array.copy() if runtime == "numpy" else torch.from_numpy(array.copy())


def arrays(outputs):
    return {name: np.asarray(value) for name, value in outputs.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (3, 4, 5), (1, 2, 1, 3)])
def test_layouts_keep_the_values_and_change_the_memory(runtime, layout, shape):
    x = tensor(runtime, np.arange(np.prod(shape), dtype=np.float32).reshape(shape))
    out = probes.laid_out(x, layout)
    np.testing.assert_array_equal(np.asarray(out), np.asarray(x))
    is_dense = out.is_contiguous() if runtime == "pytorch" else out.flags.c_contiguous
    if layout in ("sliced", "transposed", "channels_last") and min(shape) > 1:
        assert not is_dense
    if layout == "offset":
        assert (out.storage_offset() if runtime == "pytorch" else out.base is not None) and is_dense


def test_channels_last_is_what_torch_calls_so(monkeypatch):
    x = torch.arange(120.0).reshape(2, 3, 4, 5)
    assert probes.laid_out(x, "channels_last").is_contiguous(memory_format=torch.channels_last)
    assert probes.laid_out(x[:1], "expanded", copies=4).stride()[0] == 0


def test_a_layout_finds_an_answer_that_reads_memory_in_order(runtime):
    x = tensor(runtime, np.arange(24, dtype=np.float32).reshape(2, 3, 4))
    wrong = (
        (lambda t: t.as_strided((24,), (1,)))
        if runtime == "pytorch"
        else (lambda t: np.lib.stride_tricks.as_strided(t, (24,), (4,)))
    )
    assert np.array_equal(np.asarray(wrong(x)), np.asarray(x).reshape(-1))
    assert not np.array_equal(np.asarray(wrong(probes.laid_out(x, "transposed"))), np.asarray(x).reshape(-1))


def test_gradients_equal_finite_differences_and_wrong_ones_do_not():
    rng = np.random.default_rng(3)
    x, w, up = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=(3, 2))

    def right(leaf):
        return torch.tanh(leaf @ torch.from_numpy(w)) ** 2

    expected = finite_differences(lambda x, w: np.tanh(x @ w) ** 2, {"x": x, "w": w}, up, "x")
    got = probes.with_gradient(right, torch.from_numpy(x), torch.from_numpy(up))
    np.testing.assert_allclose(np.asarray(got["gradient"]), expected, rtol=1e-7, atol=1e-8)
    for wrong in (lambda leaf: right(leaf.detach()), lambda leaf: right(leaf) + 0.01 * (leaf - leaf.detach()).sum()):
        got = probes.with_gradient(wrong, torch.from_numpy(x), torch.from_numpy(up))
        np.testing.assert_allclose(np.asarray(got["output"]), (np.tanh(x @ w) ** 2), rtol=1e-12)
        assert not np.allclose(np.asarray(got["gradient"]), expected, rtol=1e-4, atol=1e-6)


def test_finite_differences_do_not_write_and_work_in_any_argument():
    inputs = {"a": np.array([2.0, -3.0]), "b": np.array([5.0])}
    kept = {name: array.copy() for name, array in inputs.items()}
    np.testing.assert_allclose(finite_differences(lambda a, b: a * b, inputs, np.ones(2), "b"), [-1.0], rtol=1e-8)
    assert all(np.array_equal(inputs[name], kept[name]) for name in kept)
    assert finite_differences(lambda a: a, {"a": np.empty((0, 3))}, np.empty((0, 3)), "a").shape == (0, 3)


def test_a_result_of_another_shape_has_no_gradient():
    got = probes.with_gradient(lambda leaf: leaf.sum(), torch.ones(3), torch.ones(3))
    assert set(got) == {"output"}


def test_batch_sizes():
    assert batch_sizes((4, 3, 2)) == {"one": (1, 3, 2), "empty": (0, 3, 2)}
    assert batch_sizes((4, 3, 2), axis=2)["empty"] == (4, 3, 0)


def test_an_alias_is_spoilt_and_fresh_storage_is_not(runtime):
    x = tensor(runtime, np.arange(6, dtype=np.float32).reshape(2, 3))
    expected = np.asarray(x).T.copy()
    assert np.array_equal(np.asarray(probes.spoilt_after(lambda t: t.swapaxes(0, 1) + 0, x)), expected)
    assert not np.array_equal(np.asarray(probes.spoilt_after(lambda t: t.swapaxes(0, 1), x)), expected)
    assert np.array_equal(np.asarray(x).T, expected)
    flags = tensor(runtime, np.array([True, False]))
    assert not np.array_equal(np.asarray(probes.spoilt_after(lambda t: t, flags)), np.asarray(flags))


def test_a_remembered_buffer_shows(runtime):
    x, other = (tensor(runtime, np.full((2, 2), value, np.float32)) for value in (1, 2))
    first, second = probes.refilled(lambda t: t * 3, x, other)
    assert np.all(np.asarray(first) == 3) and np.all(np.asarray(second) == 6)
    memory = {}
    first, second = probes.refilled(lambda t: memory.setdefault(id(t), t * 3), x, other)
    assert np.all(np.asarray(second) == 3)
    assert np.all(np.asarray(x) == 1)


def drawn(runtime):
    return torch.rand(4) if runtime == "pytorch" else np.random.rand(4)


def test_determinism_under_a_seed(runtime):
    state = iter(range(100))
    noisy = (lambda: drawn(runtime) + next(state)), (False, True)
    fixed = (lambda: tensor(runtime, np.ones(4))), (True, False)
    for call, passed in [((lambda: drawn(runtime)), (True, True)), noisy, fixed]:
        findings = deterministic(arrays(probes.seeded(call, 1, 2)))
        assert tuple(one.passed for one in findings) == passed


def test_the_generator_is_left_alone_or_not(runtime):
    def restores():
        if runtime == "pytorch":
            with torch.random.fork_rng(devices=[]):
                return torch.rand(3)
        return np.random.default_rng(1).random(3)

    for call, passed in [(restores, True), ((lambda: drawn(runtime)), False), (random.random, False)]:
        _, draws = probes.draws_around(call, 5)
        draws = arrays(draws)
        assert generator_untouched(draws).passed is passed
        assert draws["after"].shape == DRAWS.shape and draws["after"].dtype.name == DRAWS.dtype


def test_modes_are_restored_or_not(runtime):
    if runtime == "numpy":
        _, modes = probes.modes_around(lambda: 1)
        assert modes_restored(arrays(modes)).passed
        return
    net = torch.nn.Sequential(torch.nn.Dropout(), torch.nn.Sequential(torch.nn.Dropout(), torch.nn.ReLU()))
    net[1].eval()

    def restores():
        was = [part.training for part in net.modules()]
        net.eval()
        for part, training in zip(net.modules(), was, strict=True):
            part.training = training

    def grad_off():
        torch.set_grad_enabled(False)

    wrong = [net.eval, net.train, grad_off, lambda: torch.set_default_dtype(torch.float64), lambda: net[1][1].train()]
    for call, passed in [(restores, True), *((one, False) for one in wrong)]:
        net.train(), net[1].eval()
        try:
            _, modes = probes.modes_around(call, net)
            assert modes_restored(arrays(modes)).passed is passed, call
            assert np.asarray(modes["modes_after"]).shape == MODES.shape
        finally:
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)


class Data:
    def __len__(self):
        return 5

    def __getitem__(self, index):
        return index * 2

    def close(self):
        return "closed"


def test_a_recorder_counts_and_changes_nothing(runtime):
    fake = probes.Recorder(Data())
    assert [fake[i] for i in range(len(fake))] == [0, 2, 4, 6, 8] and fake.close() == "closed"
    counted = np.asarray(fake.tensor("__getitem__"))
    assert counted.shape == COUNT.shape
    assert count_is("reads", counted, 5).passed and not count_is("reads", counted, 4).passed
    assert at_most("reads", counted, 5).passed and not at_most("reads", counted, 4).passed
    assert np.asarray(fake.tensor("__len__", "close", "never")).tolist() == [1, 1, 0]
    called = probes.Recorder(lambda x: x + 1)
    assert called(1) == 2 and called.counts == {"()": 1}


@pytest.mark.parametrize("forged", [np.array([-1]), np.array([2, 2]), np.array(np.nan), np.array([], np.int64)])
def test_what_is_no_count_passes_nothing(forged):
    assert not count_is("calls", forged, 1).passed and not at_most("calls", forged, 1).passed
    assert not grows_like("calls", forged, forged, (1, 2)).passed


def test_growth_tells_linear_from_quadratic():
    for order, passed in [(1, True), (1.1, True), (2, False)]:
        counts = [np.array([int(n**order)]) for n in (64, 1024)]
        assert grows_like("reads", *counts, (64, 1024)).passed is passed
    assert not grows_like("reads", np.array([0]), np.array([0]), (1, 2)).passed  # nothing read at all
    with pytest.raises(ValueError):
        grows_like("reads", np.array([1]), np.array([1]), (2, 2))


def test_peak_memory_sees_what_lives_at_once(runtime):
    n = 200_000
    ones = (lambda: torch.ones(n)) if runtime == "pytorch" else (lambda: np.ones(n, np.float32))

    def one_by_one():
        total = 0
        for _ in range(10):
            total = ones().sum() + total
        return total

    _, lean = probes.peak_bytes(one_by_one)
    _, greedy = probes.peak_bytes(lambda: sum(one.sum() for one in [ones() for _ in range(10)]))
    x = ones()
    _, view = probes.peak_bytes(lambda: x[::2].reshape(2, -1)[0])
    lean, greedy, view = (int(np.asarray(one)[0]) for one in (lean, greedy, view))
    assert 4 * n <= lean < 3 * 4 * n and 10 * 4 * n <= greedy < 12 * 4 * n and view < 2 * 4 * n
    assert at_most("peak", np.array([lean]), 3 * 4 * n, "peak_memory").passed
    assert not at_most("peak", np.array([greedy]), 3 * 4 * n, "peak_memory").passed
