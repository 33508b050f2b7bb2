"""From what a question says to what an output must be: array, dtype and bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import QuestionBroken
from .harness.case import Case
from .harness.dtypes import DTYPE_NAMES, as_float64, dtype_name, is_float
from .harness.expected import Expected
from .harness.tolerance import EXACT, Tolerance, TolerancePolicy


@dataclass(frozen=True)
class Wanted:
    """One output as it must come back. `values` is float64, or of `dtype` where the output is exact; None: any
    values."""

    values: np.ndarray | None
    shape: tuple[int, ...]
    dtype: str
    tolerance: Tolerance


def resolve_expected(case: Case, reference: dict, policy: TolerancePolicy) -> dict[str, Wanted]:
    """Raises QuestionBroken where the reference leaves open what is right: guessing would grade people by chance."""
    if not isinstance(reference, dict) or not reference:
        raise QuestionBroken(f"case {case.name}: reference must return a dict of named outputs")
    return {name: _resolve_one(case, name, value, policy) for name, value in reference.items()}


def _resolve_one(case: Case, name: str, value: object, policy: TolerancePolicy) -> Wanted:
    said = value if isinstance(value, Expected) else Expected(np.asarray(value))
    values = None if said.values is None else np.asarray(said.values)
    dtype = said.dtype or case.output_dtypes.get(name) or _default_dtype(case, name, values)
    if dtype not in DTYPE_NAMES:
        raise QuestionBroken(f"case {case.name}: output {name} has the unknown dtype {dtype!r}")
    bound = said.tolerance or case.tolerance
    if bound is None:
        length = case.reduction_length if said.reduction_length is None else said.reduction_length
        bound = policy.of(dtype, length)
    if values is None:
        return Wanted(None, tuple(said.shape), dtype, bound)
    if is_float(dtype):
        # A reference that only moves values may stay in their dtype; one that computes must have done so in float64.
        if values.dtype != np.float64 and bound != EXACT:
            raise QuestionBroken(f"case {case.name}: the reference of {name} is {values.dtype}; compute it in float64")
        return Wanted(as_float64(values), values.shape, dtype, bound)
    exact = values.astype(dtype)
    if not np.array_equal(exact.astype(values.dtype), values):
        raise QuestionBroken(f"case {case.name}: the reference of {name} does not fit into {dtype}")
    return Wanted(exact, exact.shape, dtype, EXACT)


def _default_dtype(case: Case, name: str, values: np.ndarray | None) -> str:
    if values is not None and values.dtype.kind in "iub":
        return values.dtype.name
    for array in case.inputs.values():
        if is_float(dtype_name(array)):
            return dtype_name(array)
    raise QuestionBroken(f"case {case.name}: give output {name} a dtype, no input is floating")
