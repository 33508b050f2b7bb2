"""One test of a question: what is asked, and which concept a failure speaks about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .dtypes import DTYPE_NAMES, dtype_name
from .tolerance import Tolerance

TENSORS_MAX = 32
PARAMS_BYTES_MAX = 64 * 1024
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, eq=False)  # arrays have no truth value to compare by
class Case:
    """A named case.

    name              snake_case, unique in its question; shown for public cases only
    concept           a concept declared in question.yaml
    params            JSON-able; sent to the cell, so nothing secret belongs here
    inputs            name -> array in the dtype the candidate shall see; order is the order of arguments of the
                      default adapter. At most 32 arrays, C order, any shape incl. empty
    visibility        "public": drawn from a fixed seed and shown in full; "hidden": drawn from the attempt's secret
    reduction_length  number of terms summed into one output element; widens the tolerance by its square root
    tolerance         replaces the policy for this case (already final: not widened)
    output_dtypes     output name -> dtype name, where it is not the dtype of the first floating input
    raises            the answer must raise an exception of a class of this name (or one of these), or of one that
                      inherits from it; no reference is asked
    repeat            run twice in one cell and demand the right answer twice: catches state kept between calls
    private           anything that only the judge needs, e.g. a probe input for `check`; never leaves the judge
    """

    name: str
    concept: str
    inputs: dict[str, np.ndarray]
    params: dict[str, Any] = field(default_factory=dict)
    visibility: str = "hidden"
    reduction_length: int = 1
    tolerance: Tolerance | None = None
    output_dtypes: dict[str, str] = field(default_factory=dict)
    raises: str | tuple[str, ...] | None = None
    repeat: bool = False
    private: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"case name {self.name!r} must be snake_case with at most 40 characters")
        if self.visibility not in ("public", "hidden"):
            raise ValueError(f"case {self.name}: visibility is public or hidden, not {self.visibility!r}")
        if len(self.inputs) > TENSORS_MAX:
            raise ValueError(f"case {self.name}: {len(self.inputs)} inputs, at most {TENSORS_MAX} fit")
        for name, array in self.inputs.items():
            if not _NAME.fullmatch(name) or len(name) > 28:
                raise ValueError(f"case {self.name}: input name {name!r} must be snake_case with at most 28 characters")
            if not isinstance(array, np.ndarray) or dtype_name(array) not in DTYPE_NAMES:
                raise ValueError(f"case {self.name}: input {name} must be an array of a known dtype")
            array.setflags(write=False)  # a reference that writes to its inputs would change what the next one sees
        for name, dtype in self.output_dtypes.items():
            if dtype not in DTYPE_NAMES:
                raise ValueError(f"case {self.name}: output {name} has the unknown dtype {dtype!r}")
        if self.reduction_length < 1:
            raise ValueError(f"case {self.name}: reduction_length must be at least 1")
        if len(self.params_json()) > PARAMS_BYTES_MAX:  # or raises for what is no JSON: here, and not amid a grade
            raise ValueError(f"case {self.name}: params are larger than {PARAMS_BYTES_MAX} bytes")

    @property
    def accepted_exceptions(self) -> tuple[str, ...]:
        return (self.raises,) if isinstance(self.raises, str) else (self.raises or ())

    def params_json(self) -> bytes:
        return json.dumps(self.params, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()
