"""What kind of wrong a wrong answer is. Said to the candidate even for hidden cases, so it tells a class and no
numbers."""

from __future__ import annotations

import numpy as np

from .harness.tolerance import Tolerance

NEAR = 10.0
# Sorting more than this costs more than the hint is worth.
SORTED_MAX = 1 << 18


def classify_values(expected: np.ndarray, returned: np.ndarray, tolerance: Tolerance) -> str:
    """Both float64, finite, of one shape, and known to differ.

    value_near      every element within 10 times its bound: a precision or an epsilon is off
    value_factor    one constant times the right answer
    value_permuted  the right values at wrong places
    value           anything else
    """
    with np.errstate(all="ignore"):
        bound = tolerance.bound(expected)
        if (tolerance.rtol or tolerance.atol) and (np.abs(returned - expected) <= NEAR * bound).all():
            return "value_near"
        if expected.size > 1 and _is_factor(expected, returned, bound):
            return "value_factor"
        if 1 < expected.size <= SORTED_MAX and np.ptp(expected) > 0:
            order, other = np.sort(expected, axis=None), np.sort(returned, axis=None)
            if (np.abs(order - other) <= tolerance.bound(order)).all():
                return "value_permuted"
    return "value"


def _is_factor(expected: np.ndarray, returned: np.ndarray, bound: np.ndarray) -> bool:
    power = float(np.vdot(expected, expected))
    if not power > 0 or not np.isfinite(power):
        return False
    factor = float(np.vdot(expected, returned)) / power
    if not np.isfinite(factor) or factor == 0:
        return False
    slack = 2 * abs(factor) * bound + 1e-12 * np.abs(factor * expected)
    return bool((np.abs(returned - factor * expected) <= slack).all())
