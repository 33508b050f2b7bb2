"""How far a right answer may be from the float64 reference."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .dtypes import DTYPE_NAMES, is_float


@dataclass(frozen=True)
class Tolerance:
    """|returned - expected| <= atol + rtol * |expected|, element by element; both zero means exact."""

    rtol: float
    atol: float

    def __post_init__(self) -> None:
        if not (0 <= self.rtol < 1 and 0 <= self.atol < math.inf):
            raise ValueError(
                f"rtol must be in [0, 1) and atol finite and not negative, got {self.rtol} and {self.atol}"
            )

    def bound(self, expected: np.ndarray) -> np.ndarray:
        return self.atol + self.rtol * np.abs(expected)

    def widened(self, reduction_length: int) -> Tolerance:
        """Rounding errors of a sum of K terms grow like sqrt(K) when they are independent."""
        if reduction_length < 1:
            raise ValueError(f"reduction_length must be at least 1, got {reduction_length}")
        root = math.sqrt(reduction_length)
        return Tolerance(min(self.rtol * root, 0.5), self.atol * root)


EXACT = Tolerance(0.0, 0.0)

# The defaults of torch.testing.assert_close; integers and bool are exact.
DEFAULTS: Mapping[str, Tolerance] = {
    "float64": Tolerance(1e-7, 1e-7),
    "float32": Tolerance(1.3e-6, 1e-5),
    "float16": Tolerance(1e-3, 1e-5),
    "bfloat16": Tolerance(1.6e-2, 1e-5),
}


@dataclass(frozen=True)
class TolerancePolicy:
    """The table above with a question's own rows on top (`tolerance:` in question.yaml)."""

    overrides: Mapping[str, Tolerance]
    exact: bool = False

    @classmethod
    def from_mapping(cls, rows: Mapping[str, object] | None) -> TolerancePolicy:
        """`{float32: {rtol, atol}, …}`, or `{policy: exact}`; `text` is for people and not read here."""
        rows = {name: row for name, row in (rows or {}).items() if name != "text"}
        policy = rows.pop("policy", "table")
        if policy not in ("table", "exact") or (policy == "exact" and rows):
            raise ValueError("tolerance: policy is table (with rows by dtype) or exact (without)")
        overrides = {}
        for name, row in rows.items():
            if name not in DTYPE_NAMES:
                raise ValueError(f"tolerance: {name!r} is not a dtype")
            if not isinstance(row, Mapping) or not row or set(row) - {"rtol", "atol"}:
                raise ValueError(f"tolerance of {name}: give rtol and atol, not {row!r}")
            base = DEFAULTS.get(name, EXACT)
            overrides[name] = Tolerance(float(row.get("rtol", base.rtol)), float(row.get("atol", base.atol)))
        return cls(overrides, exact=policy == "exact")

    def of(self, dtype: str, reduction_length: int = 1) -> Tolerance:
        if self.exact:
            return EXACT
        base = self.overrides.get(dtype) or (DEFAULTS[dtype] if is_float(dtype) else EXACT)
        return base.widened(reduction_length)


def tolerance(dtype: str, reduction_length: int = 1) -> Tolerance:
    """The table's row for `dtype`, widened by sqrt(reduction_length)."""
    return TolerancePolicy({}).of(dtype, reduction_length)
