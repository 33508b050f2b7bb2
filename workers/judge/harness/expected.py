"""What a question says about an answer: expected arrays, further comparisons, findings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .tolerance import Tolerance


@dataclass(frozen=True)
class Expected:
    """One output of `reference` where a bare array does not say enough.

    values            float64 (or integers/bool where the output is exact); None checks name, shape and dtype only
    shape             needed when `values` is None
    dtype             dtype name that the candidate must return; default as for bare arrays
    tolerance         final tolerance of this output; default the question's policy widened by reduction_length
    reduction_length  default the case's
    """

    values: np.ndarray | None
    dtype: str | None = None
    shape: tuple[int, ...] | None = None
    tolerance: Tolerance | None = None
    reduction_length: int | None = None

    def __post_init__(self) -> None:
        if self.values is None and self.shape is None:
            raise ValueError("an expected output without values needs a shape")


def unchecked(shape: tuple[int, ...], dtype: str) -> Expected:
    """An output that must exist with this shape and dtype and whose values only `check` looks at."""
    return Expected(values=None, dtype=dtype, shape=tuple(shape))


@dataclass(frozen=True)
class Comparison:
    """A further comparison made by `check` from returned tensors, e.g. the judge's own convolution with the returned
    weight and bias on an input that the candidate never saw.

    expected, returned  float64 arrays; unequal shapes are a wrong shape
    dtype               chooses the tolerance: the precision in which the candidate computed
    """

    name: str
    expected: np.ndarray
    returned: np.ndarray
    dtype: str = "float64"
    concept: str | None = None
    tolerance: Tolerance | None = None
    reduction_length: int = 1


@dataclass(frozen=True)
class Finding:
    """A yes-or-no fact that `check` read from returned tensors: passed, or failed with a class of mistake.

    mistake  the class shown to the candidate, snake_case: `structure`, `input_mutated`, `not_fresh`, …
    message  one sentence, shown for public cases only
    """

    name: str
    passed: bool
    mistake: str = "structure"
    concept: str | None = None
    message: str = ""
