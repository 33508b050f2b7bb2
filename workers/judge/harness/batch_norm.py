"""Batch normalisation at inference, in float64."""

from __future__ import annotations

import numpy as np

from .dtypes import as_float64


def batch_norm_reference(
    x: np.ndarray,
    mean: np.ndarray,
    var: np.ndarray,
    gamma: np.ndarray | None = None,
    beta: np.ndarray | None = None,
    *,
    eps: float = 1e-5,
    axis: int = 1,
) -> np.ndarray:
    """(x - mean) / sqrt(var + eps) * gamma + beta with running statistics; `axis` holds the channels.

    mean, var, gamma, beta are (C,); gamma None means 1, beta None means 0 (`affine=False`).
    """
    x = as_float64(np.asarray(x))
    shape = [1] * x.ndim
    shape[axis] = x.shape[axis]
    scale, shift = batch_norm_scale_shift(mean, var, gamma, beta, eps=eps)
    return x * scale.reshape(shape) + shift.reshape(shape)


def batch_norm_scale_shift(
    mean: np.ndarray,
    var: np.ndarray,
    gamma: np.ndarray | None = None,
    beta: np.ndarray | None = None,
    *,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray]:
    """(scale, shift), each (C,) float64, such that the normalisation is x * scale + shift."""
    mean, var = as_float64(np.asarray(mean)), as_float64(np.asarray(var))
    scale = 1.0 / np.sqrt(var + eps)
    if gamma is not None:
        scale = scale * as_float64(np.asarray(gamma))
    shift = -mean * scale
    if beta is not None:
        shift = shift + as_float64(np.asarray(beta))
    return scale, shift
