"""Element types that cross the trust line, and the exact way from each of them to float64."""

from __future__ import annotations

import numpy as np

# NumPy has no bfloat16. A one-field record of two bytes keeps it apart from uint16 through slicing and reshaping,
# so that a candidate who returns uint16 bits is told "wrong dtype" and not compared by accident.
BFLOAT16 = np.dtype([("bfloat16", "<u2")])

FLOAT_NAMES = ("float64", "float32", "float16", "bfloat16")
INTEGER_NAMES = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPE_NAMES = (*FLOAT_NAMES, *INTEGER_NAMES, "bool")
# NumPy puts a type's name together anew each time, which shows when every case asks for several.
_NAMES = {np.dtype(name): name for name in DTYPE_NAMES if name != "bfloat16"} | {BFLOAT16: "bfloat16"}


def dtype_name(array: np.ndarray) -> str:
    """`float32`, `bfloat16`, `bool`, … of an array."""
    name = _NAMES.get(array.dtype)
    return array.dtype.name if name is None else name


def is_float(name: str) -> bool:
    return name in FLOAT_NAMES


def as_float64(array: np.ndarray) -> np.ndarray:
    """The values in float64. Exact for every float type, for bool and for integers up to 2**53."""
    if array.dtype == BFLOAT16:
        bits = np.ascontiguousarray(array).view(np.uint16).reshape(array.shape).astype(np.uint32) << np.uint32(16)
        return bits.view(np.float32).astype(np.float64)
    return array.astype(np.float64)


def cast(values: np.ndarray, name: str) -> np.ndarray:
    """`values` in the element type `name`, rounded to nearest even, as the frameworks round."""
    values = np.asarray(values)
    if name == "bfloat16":
        return _to_bfloat16(as_float64(values) if values.dtype == BFLOAT16 else values)
    if name not in DTYPE_NAMES:
        raise ValueError(f"unknown dtype {name!r}; use one of {', '.join(DTYPE_NAMES)}")
    with np.errstate(all="ignore"):
        return (as_float64(values) if values.dtype == BFLOAT16 else values).astype(name)


def _to_bfloat16(values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        single = np.ascontiguousarray(values, dtype=np.float32).reshape(np.shape(values))
    bits = single.view(np.uint32)
    rounded = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) >> np.uint32(16)
    # Rounding up must not turn a NaN with a small payload into infinity.
    rounded = np.where(np.isnan(single), np.uint32(0x7FC0), rounded)
    return np.ascontiguousarray(rounded.astype("<u2")).view(BFLOAT16).reshape(np.shape(values))
