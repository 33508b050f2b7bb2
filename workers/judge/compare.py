"""Compares what a cell returned with what is right. The only place that decides about values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .harness.dtypes import as_float64, dtype_name, is_float
from .harness.tolerance import Tolerance
from .mistakes import classify_values
from .tolerance import Wanted

MISMATCHES_SHOWN = 5


@dataclass(frozen=True)
class Difference:
    """The result of comparing one named output.

    mistake      None when it is right
    error, bound |returned - expected| and atol + rtol * |expected| at the element that is worst against its bound;
                 None where no finite values were compared
    mismatches   first wrong elements in row-major order: (index, expected, returned)
    """

    output: str
    mistake: str | None
    message: str = ""
    error: float | None = None
    bound: float | None = None
    mismatches: list[tuple[tuple[int, ...], object, object]] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How much of the bound was used: 1 is the edge. Zero for exact equality, infinite where a bound of 0 broke."""
        if self.error is None or self.bound is None or self.error == 0:
            return 0.0
        return self.error / self.bound if self.bound > 0 else np.inf


def compare_outputs(wanted: Mapping[str, Wanted], returned: Mapping[str, np.ndarray]) -> list[Difference]:
    """One difference per wanted output in the wanted order; a single one when the names do not agree."""
    missing = [name for name in wanted if name not in returned]
    extra = [name for name in returned if name not in wanted]
    if missing:
        return [Difference(missing[0], "missing_output", f"There is no output named {missing[0]}.")]
    if extra:
        return [Difference(extra[0], "extra_output", f"Output {extra[0]} was not asked for.")]
    return [compare_output(name, wanted[name], returned[name]) for name in wanted]


def compare_output(name: str, wanted: Wanted, returned: np.ndarray) -> Difference:
    """Shape, dtype, then values. Shapes must be equal: nothing is broadcast, nothing reshaped."""
    if returned.shape != wanted.shape:
        message = f"{name} has shape {list(returned.shape)}; expected is {list(wanted.shape)}."
        return Difference(name, "wrong_shape", message)
    if dtype_name(returned) != wanted.dtype:
        return Difference(name, "wrong_dtype", f"{name} has dtype {dtype_name(returned)}; expected is {wanted.dtype}.")
    if wanted.values is None:
        return Difference(name, None)
    if not is_float(wanted.dtype):
        return _compare_exact(name, wanted.values, returned)
    return compare_values(name, wanted.values, as_float64(returned), wanted.tolerance)


def compare_values(name: str, expected: np.ndarray, returned: np.ndarray, tolerance: Tolerance) -> Difference:
    """Two float64 arrays of one shape. NaN, +inf and -inf must stand at exactly the same places."""
    with np.errstate(all="ignore"):
        finite = np.isfinite(expected)
        if not finite.all() or not np.isfinite(returned).all():
            same = (
                np.array_equal(np.isnan(expected), np.isnan(returned))
                and np.array_equal(np.isposinf(expected), np.isposinf(returned))
                and np.array_equal(np.isneginf(expected), np.isneginf(returned))
            )
            if not same:
                return _nan_position(name, expected, returned)
            expected_finite, returned_finite = np.where(finite, expected, 0.0), np.where(finite, returned, 0.0)
        else:
            expected_finite, returned_finite = expected, returned
        error = np.abs(returned_finite - expected_finite)
        bound = tolerance.bound(expected_finite)
        wrong = ~(error <= bound)
        if error.size == 0:
            return Difference(name, None)
        used = np.where(error == 0, 0.0, error / bound)
        worst = int(np.argmax(used)) if tolerance.rtol or tolerance.atol else int(np.argmax(error))
        worst_error, worst_bound = float(error.reshape(-1)[worst]), float(bound.reshape(-1)[worst])
        if not wrong.any():
            return Difference(name, None, error=worst_error, bound=worst_bound)
        mistake = classify_values(expected_finite, returned_finite, tolerance)
    index = tuple(int(i) for i in np.unravel_index(worst, error.shape))
    message = (
        f"{int(wrong.sum())} of {wrong.size} values of {name} are wrong; the worst is at {list(index)}: "
        f"off by {worst_error:.3g} where {worst_bound:.3g} is allowed."
    )
    return Difference(name, mistake, message, worst_error, worst_bound, _first(wrong, expected, returned))


def _compare_exact(name: str, expected: np.ndarray, returned: np.ndarray) -> Difference:
    wrong = expected != returned  # same dtype: no conversion could round two different integers into one
    if not wrong.any():
        return Difference(name, None, error=0.0 if wrong.size else None, bound=0.0 if wrong.size else None)
    mistake = classify_values(expected.astype(np.float64), returned.astype(np.float64), Tolerance(0.0, 0.0))
    message = f"{int(wrong.sum())} of {wrong.size} values of {name} are wrong; they must be equal."
    error = max(abs(int(e) - int(r)) for e, r in zip(expected[wrong][:1000], returned[wrong][:1000], strict=True))
    return Difference(name, mistake, message, float(error), 0.0, _first(wrong, expected, returned))


def _nan_position(name: str, expected: np.ndarray, returned: np.ndarray) -> Difference:
    kind_expected = np.isnan(expected) * 1 + np.isposinf(expected) * 2 + np.isneginf(expected) * 3
    kind_returned = np.isnan(returned) * 1 + np.isposinf(returned) * 2 + np.isneginf(returned) * 3
    wrong = kind_expected != kind_returned
    words = {0: "finite numbers", 1: "NaN", 2: "+infinity", 3: "-infinity"}
    at = int(np.argmax(wrong))
    message = (
        f"{int(wrong.sum())} values of {name} are of the wrong kind: "
        f"{words[int(kind_returned.reshape(-1)[at])]} where {words[int(kind_expected.reshape(-1)[at])]} is expected."
    )
    return Difference(name, "nan_position", message, mismatches=_first(wrong, expected, returned))


def _first(wrong: np.ndarray, expected: np.ndarray, returned: np.ndarray) -> list:
    places = np.flatnonzero(wrong.reshape(-1))[:MISMATCHES_SHOWN]
    flat_expected, flat_returned = expected.reshape(-1), returned.reshape(-1)
    return [
        (
            tuple(int(i) for i in np.unravel_index(int(place), wrong.shape)),
            flat_expected[place].item(),
            flat_returned[place].item(),
        )
        for place in places
    ]
