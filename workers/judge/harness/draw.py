"""Inputs drawn so that wrong ideas show: sizes that cannot be swapped, values that cannot be guessed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .dtypes import cast

Shape = Sequence[int]


def normal(rng: np.random.Generator, shape: Shape, dtype: str = "float32", *, loc: float = 0, scale: float = 1):
    """Normal values, rounded once to `dtype`."""
    return cast(rng.normal(loc, scale, tuple(shape)), dtype)


def uniform(rng: np.random.Generator, shape: Shape, dtype: str = "float32", *, low: float = 0, high: float = 1):
    """Uniform values in [low, high)."""
    return cast(rng.uniform(low, high, tuple(shape)), dtype)


def heavy_tailed(rng: np.random.Generator, shape: Shape, dtype: str = "float32", *, alpha: float = 2.0):
    """Signed Pareto values: most small, a few very large. Shows unstable sums and lost precision."""
    shape = tuple(shape)
    return cast((rng.pareto(alpha, shape) + 1) * rng.choice([-1.0, 1.0], shape), dtype)


def integers(rng: np.random.Generator, shape: Shape, dtype: str = "int64", *, low: int = 0, high: int = 100):
    """Integers in [low, high); as floats too, where exact equality is wanted."""
    return cast(rng.integers(low, high, tuple(shape)), dtype)


def counting(shape: Shape, dtype: str = "float32") -> np.ndarray:
    """0, 1, 2, … in row-major order: every element says where it came from."""
    shape = tuple(shape)
    return cast(np.arange(int(np.prod(shape))).reshape(shape), dtype)


def distinct(rng: np.random.Generator, shape: Shape, dtype: str = "float32") -> np.ndarray:
    """A random permutation of 0, 1, 2, …: every element is unlike every other, and none is where one would guess."""
    shape = tuple(shape)
    return cast(rng.permutation(int(np.prod(shape))).reshape(shape), dtype)


def with_specials(rng: np.random.Generator, x: np.ndarray, *values: float) -> np.ndarray:
    """A copy of `x` with each of `values` (NaN, infinities, -0.0, …) at one random place of its own."""
    if x.size < len(values):
        raise ValueError(f"{len(values)} special values do not fit into {x.size} elements")
    out = x.copy()
    out.reshape(-1)[rng.choice(x.size, len(values), replace=False)] = values
    return out


def different_sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 13) -> list[int]:
    """`count` sizes in [low, high], no two alike, so that a swapped axis changes the shape."""
    return [int(size) for size in rng.choice(np.arange(low, high + 1), count, replace=False)]
