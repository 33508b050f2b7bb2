"""Arrays as JSON that a person can read: complete when small, else the head."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .harness.dtypes import BFLOAT16, as_float64, dtype_name

VALUES_SHOWN = 64


def shown_tensor(name: str, array: np.ndarray, dtype: str | None = None) -> dict[str, Any]:
    """ShownTensor of the protocol. `dtype` overrides the array's own where float64 stands for another type."""
    head = array.reshape(-1)[:VALUES_SHOWN]
    if array.dtype == BFLOAT16:
        head = as_float64(head)
    return {
        "name": name,
        "dtype": dtype or dtype_name(array),
        "shape": list(array.shape),
        "values": [plain_value(value) for value in head.tolist()],
        "truncated": array.size > VALUES_SHOWN,
    }


def plain_value(value: Any) -> float | int | bool | str:
    """JSON has no NaN and no infinity: these become words. Integers that a double cannot hold become text as well,
    since a client would round them silently."""
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


def finite_or_none(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
