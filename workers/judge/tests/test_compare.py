"""The comparison decides: never accepts outside the bound, never rejects inside it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from judge.compare import compare_output, compare_outputs, compare_values
from judge.harness import EXACT, Tolerance, cast
from judge.tolerance import Wanted

finite = st.floats(-1e30, 1e30, allow_nan=False)
arrays = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=finite)
tolerances = st.builds(Tolerance, st.floats(0, 0.1), st.floats(0, 1.0))
# One rounding in the subtraction and two in the bound: closer to the edge than this, float64 itself cannot tell.
EDGE = Fraction(1, 10**15)
TIGHT = Tolerance(1e-6, 1e-6)


def exact_excess(expected, returned, tolerance):
    """(|r - e| - bound, slack) in exact arithmetic."""
    e, r = Fraction(float(expected)), Fraction(float(returned))
    bound = Fraction(tolerance.atol) + Fraction(tolerance.rtol) * abs(e)
    return abs(r - e) - bound, EDGE * (abs(r) + abs(e) + bound)


@settings(max_examples=400, deadline=None)
@given(arrays, tolerances, st.data())
def test_accepts_exactly_what_lies_within_the_bound(expected, tolerance, data):
    near = st.sampled_from([sign * step for sign in (-1, 1) for step in (0.999, 0.99999, 1.00001, 1.001)])
    steps = hnp.arrays(np.float64, expected.shape, elements=st.one_of(near, st.floats(-2, 2)))
    returned = expected + data.draw(steps) * tolerance.bound(expected)
    verdict = compare_values("output", expected, returned, tolerance).mistake is None
    checks = [exact_excess(e, r, tolerance) for e, r in zip(expected.flat, returned.flat, strict=True)]
    if all(excess < -slack for excess, slack in checks):
        assert verdict
    if any(excess > slack for excess, slack in checks):
        assert not verdict


@settings(deadline=None)
@given(arrays, tolerances)
def test_the_reference_itself_is_accepted(expected, tolerance):
    assert compare_values("output", expected, expected.copy(), tolerance).mistake is None


@settings(deadline=None)
@given(arrays, tolerances, st.data())
def test_one_element_outside_is_enough_to_reject(expected, tolerance, data):
    at = data.draw(st.integers(0, expected.size - 1))
    returned = expected.copy()
    sign = data.draw(st.sampled_from([-1, 1]))
    returned.flat[at] += sign * (2 * tolerance.bound(expected).flat[at] + 1e-3 + abs(returned.flat[at]) * 1e-9)
    result = compare_values("output", expected, returned, tolerance)
    assert result.mistake is not None
    assert result.mismatches[0][0] == np.unravel_index(at, expected.shape)
    assert result.error > result.bound


@settings(deadline=None)
@given(
    hnp.arrays(np.float64, 6, elements=st.sampled_from([1.0, np.nan, np.inf, -np.inf])),
    hnp.arrays(np.float64, 6, elements=st.sampled_from([1.0, np.nan, np.inf, -np.inf])),
)
def test_nan_and_infinities_must_stand_at_the_same_places(expected, returned):
    result = compare_values("output", expected, returned, Tolerance(0.4, 1e9))
    same = all((np.isnan(e) and np.isnan(r)) or e == r for e, r in zip(expected, returned, strict=True))
    assert (result.mistake is None) == same
    assert same or result.mistake == "nan_position"


@settings(deadline=None)
@given(
    hnp.arrays(st.sampled_from([np.int64, np.uint8, np.bool_, np.int32]), hnp.array_shapes(max_dims=2, max_side=4)),
    st.data(),
)
def test_integers_and_bool_are_exact(expected, data):
    wanted = Wanted(expected, expected.shape, expected.dtype.name, EXACT)
    assert compare_output("output", wanted, expected.copy()).mistake is None
    other = data.draw(hnp.arrays(expected.dtype, expected.shape))
    assert (compare_output("output", wanted, other).mistake is None) == np.array_equal(expected, other)


def test_neighbouring_large_integers_differ():
    wanted = Wanted(np.array([2**60]), (1,), "int64", EXACT)
    assert compare_output("output", wanted, np.array([2**60 + 1])).mistake is not None


def wanted_float(values, dtype="float32", tolerance=TIGHT):
    values = np.asarray(values, np.float64)
    return Wanted(values, values.shape, dtype, tolerance)


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (1,), (), (2, 3), (3,), (0, 3)])
def test_nothing_is_broadcast_or_reshaped(shape):
    wanted = wanted_float(np.ones((3, 3)))
    assert compare_output("output", wanted, np.ones(shape, np.float32)).mistake == "wrong_shape"


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16", "int64", "bool"])
def test_another_dtype_is_wrong_even_with_right_values(dtype):
    assert (
        compare_output("output", wanted_float([1.0, 0.0]), cast(np.array([1.0, 0.0]), dtype)).mistake == "wrong_dtype"
    )


def test_uint16_bits_are_not_taken_for_bfloat16():
    right = cast(np.array([1.0, 2.0]), "bfloat16")
    wanted = wanted_float([1.0, 2.0], "bfloat16")
    assert compare_output("output", wanted, right).mistake is None
    assert compare_output("output", wanted, right.view(np.uint16)).mistake == "wrong_dtype"


@pytest.mark.parametrize("dtype, rtol", [("float16", 1e-3), ("bfloat16", 1.6e-2)])
def test_half_precisions_are_judged_by_their_exact_values(dtype, rtol):
    values = np.linspace(0.1, 7.0, 50)
    wanted = wanted_float(values, dtype, Tolerance(rtol, 0.0))
    assert compare_output("output", wanted, cast(values, dtype)).mistake is None
    assert compare_output("output", wanted, cast(values * (1 + 3 * rtol), dtype)).mistake is not None


def test_names_come_first():
    wanted = {"a": wanted_float([1.0]), "b": wanted_float([2.0])}
    one = np.ones(1, np.float32)
    assert [d.mistake for d in compare_outputs(wanted, {"a": one})] == ["missing_output"]
    assert [d.mistake for d in compare_outputs(wanted, {"a": one, "b": one, "c": one})] == ["extra_output"]
    assert [d.mistake for d in compare_outputs(wanted, {"b": one * 2, "a": one})] == [None, None]


def test_empty_outputs_compare_by_shape_and_dtype():
    wanted = wanted_float(np.zeros((0, 4)))
    assert compare_output("output", wanted, np.zeros((0, 4), np.float32)).mistake is None
    assert compare_output("output", wanted, np.zeros((4, 0), np.float32)).mistake == "wrong_shape"


@pytest.mark.parametrize(
    "returned, mistake",
    [
        (lambda e: e + 5e-6, "value_near"),
        (lambda e: e * 0.5, "value_factor"),
        (lambda e: -e, "value_factor"),
        (lambda e: e[::-1].copy(), "value_permuted"),
        (lambda e: np.zeros_like(e), "value"),
        (lambda e: np.sin(e * 99), "value"),
        (lambda e: np.full_like(e, np.inf), "nan_position"),
    ],
)
def test_magnitude_of_a_mistake(returned, mistake):
    expected = np.linspace(1, 2, 20) ** 3
    assert compare_values("output", expected, returned(expected), Tolerance(1e-6, 1e-6)).mistake == mistake


def test_the_worst_element_is_reported_with_its_own_bound():
    expected = np.array([1000.0, 1.0])
    result = compare_values("output", expected, expected + [0.5, 0.1], Tolerance(1e-3, 0.0))
    assert result.error == pytest.approx(0.1) and result.bound == pytest.approx(1e-3)
    assert [index for index, *_ in result.mismatches] == [(1,)]
