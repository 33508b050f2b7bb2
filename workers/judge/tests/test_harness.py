"""The harness against PyTorch in float64, and the drawing helpers' promises."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from judge.harness import (
    BFLOAT16,
    Case,
    as_float64,
    batch_norm_reference,
    cast,
    conv_reference,
    different_sizes,
    distinct,
    tolerance,
    with_specials,
)
from judge.harness.tolerance import EXACT, TolerancePolicy

LAYERS = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d, 3: torch.nn.Conv3d}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_convolution_equals_torch(data):
    rank = data.draw(st.sampled_from([1, 2, 3]))

    def ints(low, high):
        return tuple(data.draw(st.lists(st.integers(low, high), min_size=rank, max_size=rank)))

    groups = data.draw(st.integers(1, 3))
    stride, dilation, kernel = ints(1, 3), ints(1, 2), ints(1, 3)
    padding = data.draw(st.one_of(st.just("valid"), st.just("same"), st.just(ints(0, 2))))
    if padding == "same":
        stride = (1,) * rank
    mode = data.draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
    bias = data.draw(st.booleans())
    options = {"stride": stride, "dilation": dilation, "padding": padding, "groups": groups, "padding_mode": mode}
    torch.manual_seed(0)
    layer = LAYERS[rank](2 * groups, 3 * groups, kernel, bias=bias, dtype=torch.float64, **options)
    x = torch.randn(2, 2 * groups, *ints(6, 8), dtype=torch.float64)

    ours = conv_reference(
        x.numpy(), layer.weight.detach().numpy(), layer.bias.detach().numpy() if bias else None, **options
    )
    np.testing.assert_allclose(ours, layer(x).detach().numpy(), rtol=1e-12, atol=1e-12)


def test_convolution_with_asymmetric_padding_equals_padding_first():
    x, w = torch.randn(2, 3, 6, 7, dtype=torch.float64), torch.randn(4, 3, 3, 2, dtype=torch.float64)
    theirs = torch.nn.functional.conv2d(torch.nn.functional.pad(x, (3, 0, 1, 2)), w, stride=(2, 1))
    ours = conv_reference(x.numpy(), w.numpy(), stride=(2, 1), padding=[(1, 2), (3, 0)])
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "options",
    [
        {"groups": 2},
        {"padding": "same", "stride": 2},
        {"padding": "full"},
        {"padding": (1,)},
        {"padding": -1},
        {"padding": 9, "padding_mode": "reflect"},
        {"padding_mode": "mirror", "padding": 1},
        {"stride": 0},
        {"dilation": 9},
    ],
)
def test_convolution_refuses_what_frameworks_refuse(options):
    with pytest.raises(ValueError):
        conv_reference(np.zeros((1, 3, 5, 5)), np.zeros((4, 3, 3, 3)), **options)


@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (4, 3), (1, 3, 1), (0, 3, 2, 2)])
def test_batch_norm_equals_torch(affine, shape):
    torch.manual_seed(1)
    x, mean, var, gamma, beta = torch.randn(*shape, dtype=torch.float64), *torch.rand(4, 3, dtype=torch.float64)
    theirs = torch.nn.functional.batch_norm(
        x, mean, var, gamma if affine else None, beta if affine else None, training=False, eps=3e-3
    )
    own = (gamma.numpy(), beta.numpy()) if affine else (None, None)
    ours = batch_norm_reference(x.numpy(), mean.numpy(), var.numpy(), *own, eps=3e-3)
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-12, atol=1e-12)
    last = batch_norm_reference(np.moveaxis(x.numpy(), 1, -1), mean.numpy(), var.numpy(), *own, eps=3e-3, axis=-1)
    np.testing.assert_allclose(np.moveaxis(last, -1, 1), theirs.numpy(), rtol=1e-12, atol=1e-12)


# Exactly in the middle of two neighbours: only rounding to even gets these right.
ties = st.integers(0, 0xFFFF).map(lambda top: float(np.array(top << 16 | 0x8000, np.uint32).view(np.float32)))


@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(width=32, allow_nan=True), ties), min_size=1, max_size=30))
def test_bfloat16_rounds_as_torch(values):
    x = np.array(values, np.float32)
    ours = as_float64(cast(x, "bfloat16"))
    theirs = torch.from_numpy(x).to(torch.bfloat16).to(torch.float64).numpy()
    np.testing.assert_array_equal(ours, theirs)


def test_bfloat16_keeps_its_shape_and_order():
    x = cast(np.arange(12.0).reshape(3, 4), "bfloat16")
    assert x.dtype == BFLOAT16 and x.shape == (3, 4)
    np.testing.assert_array_equal(as_float64(x.T), np.arange(12.0).reshape(3, 4).T)
    assert as_float64(cast(np.float64(3.0), "bfloat16")).shape == ()
    assert as_float64(cast(np.zeros((0, 2)), "bfloat16")).shape == (0, 2)


def test_tolerance_widens_by_the_root_of_the_reduction():
    wide = tolerance("float32", 100)
    assert (wide.rtol, wide.atol) == pytest.approx((1.3e-5, 1e-4))
    assert tolerance("int64", 100) == EXACT
    assert TolerancePolicy.from_mapping({"policy": "exact"}).of("float32", 9) == EXACT
    assert TolerancePolicy.from_mapping({"float32": {"rtol": 0.01}}).of("float32").rtol == 0.01
    for bad in ({"float31": {"rtol": 1}}, {"float32": {}}, {"float32": {"rtol": -1}}, {"policy": "loose"}):
        with pytest.raises(ValueError):
            TolerancePolicy.from_mapping(bad)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Not Snake"},
        {"visibility": "secret"},
        {"inputs": {"x": np.array(["text"])}},
        {"inputs": {f"x{i}": np.zeros(1) for i in range(33)}},
        {"params": {"eps": float("nan")}},
        {"reduction_length": 0},
        {"output_dtypes": {"output": "float31"}},
    ],
)
def test_a_bad_case_is_refused_when_it_is_made(change):
    with pytest.raises(ValueError):
        Case(**({"name": "ok", "concept": "c", "inputs": {"x": np.zeros(2)}} | change))


def test_inputs_of_a_case_cannot_be_written():
    case = Case("ok", "c", {"x": np.zeros(2)})
    with pytest.raises(ValueError):
        case.inputs["x"][0] = 1


def test_drawing_helpers():
    rng = np.random.default_rng(0)
    assert len(set(different_sizes(rng, 5))) == 5
    assert sorted(distinct(rng, (3, 4)).ravel()) == list(range(12))
    special = with_specials(rng, np.zeros((3, 4)), np.nan, np.inf, -np.inf)
    assert (np.isnan(special).sum(), np.isposinf(special).sum(), np.isneginf(special).sum()) == (1, 1, 1)
