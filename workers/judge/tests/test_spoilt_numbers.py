"""A right answer that returns a plain number can be spoilt too; numbers beside arrays are left alone."""

import math

import pytest
from judge.mutants import mutate

ANSWER = b"def f(x):\n    return 0.1 * x\n\ndef count(x):\n    return 7\n\ndef pair(x):\n    return (x, 3)\n"


def spoilt(entry, kind):
    scope = {}
    exec(mutate(ANSWER, entry, kind, "numpy"), scope)
    return scope[entry](3.0)


@pytest.mark.parametrize("kind, expected", [("zeros", 0.0), ("constant", 1.0), ("identity", 3.0)])
def test_a_float_is_replaced(kind, expected):
    assert spoilt("f", kind) == expected


def test_a_float_becomes_nan_and_loses_digits():
    assert math.isnan(spoilt("f", "nan"))
    assert 0 < abs(spoilt("f", "lower_precision") - 0.1 * 3.0) < 1e-7


def test_an_integer_stays_one():
    assert [spoilt("count", kind) for kind in ("zeros", "constant", "nan", "lower_precision")] == [0, 1, 7, 7]


def test_numbers_in_a_tuple_are_left_alone():
    assert spoilt("pair", "zeros") == (3.0, 3)
