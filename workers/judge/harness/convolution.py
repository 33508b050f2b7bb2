"""An N-d convolution in float64 that shares no code with any framework."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .dtypes import as_float64

_PAD_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}

Padding = int | str | Sequence[int] | Sequence[tuple[int, int]]


def conv_reference(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> np.ndarray:
    """Cross-correlation, channels first, as `torch.nn.ConvNd` computes it, in float64.

    x        (N, C, *spatial), any float type
    weight   (O, C / groups, *kernel);  bias (O,) or None
    padding  an int, one int per dimension, (before, after) per dimension, "valid" or "same" (stride 1 only; an odd
             total puts the extra element after)
    returns  (N, O, *out) with out = floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1
    raises   ValueError where a framework would refuse as well
    """
    x, weight = as_float64(np.asarray(x)), as_float64(np.asarray(weight))
    rank = weight.ndim - 2
    if rank < 1 or x.ndim != weight.ndim:
        raise ValueError(f"x {x.shape} and weight {weight.shape} must both have 2 + rank axes")
    out_channels, channels_per_group, *kernel = weight.shape
    if groups < 1 or out_channels % groups or x.shape[1] != channels_per_group * groups:
        raise ValueError(f"{groups} groups do not fit {x.shape[1]} input and {out_channels} output channels")
    stride, dilation = _per_axis(stride, rank), _per_axis(dilation, rank)
    extent = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    padded = _pad(x, padding_pairs(padding, extent, stride), padding_mode)
    if any(size < e for size, e in zip(padded.shape[2:], extent, strict=True)):
        raise ValueError(f"kernel of extent {extent} is larger than the padded input {padded.shape[2:]}")

    windows = np.lib.stride_tricks.sliding_window_view(padded, extent, axis=tuple(range(2, 2 + rank)))
    windows = windows[(..., *(slice(None, None, s) for s in stride), *(slice(None, None, d) for d in dilation))]
    out_shape = windows.shape[2 : 2 + rank]
    parts = []
    for group in range(groups):
        of_group = windows[:, group * channels_per_group : (group + 1) * channels_per_group]
        rows = np.moveaxis(of_group, 1, 1 + rank).reshape(x.shape[0], int(np.prod(out_shape)), -1)
        per_group = out_channels // groups
        kernels = weight[group * per_group : (group + 1) * per_group].reshape(per_group, -1)
        parts.append((rows @ kernels.T).transpose(0, 2, 1))
    out = np.concatenate(parts, axis=1).reshape(x.shape[0], out_channels, *out_shape)
    if bias is not None:
        out = out + as_float64(np.asarray(bias)).reshape(1, out_channels, *([1] * rank))
    return out


def padding_pairs(padding: Padding, extent: Sequence[int], stride: Sequence[int]) -> list[tuple[int, int]]:
    """(before, after) per spatial axis. `extent` is dilation * (kernel - 1) + 1."""
    rank = len(extent)
    if isinstance(padding, str):
        if padding == "valid":
            return [(0, 0)] * rank
        if padding != "same":
            raise ValueError(f"padding is an int, a sequence, 'valid' or 'same', not {padding!r}")
        if any(s != 1 for s in stride):
            raise ValueError("padding 'same' needs stride 1")
        return [((e - 1) // 2, e - 1 - (e - 1) // 2) for e in extent]
    if isinstance(padding, (int, np.integer)):
        return [(int(padding), int(padding))] * rank
    if len(padding) != rank:
        raise ValueError(f"padding {padding!r} needs one entry per spatial axis, {rank} in all")
    return [(int(p), int(p)) if np.ndim(p) == 0 else (int(p[0]), int(p[1])) for p in padding]


def _pad(x: np.ndarray, pairs: list[tuple[int, int]], mode: str) -> np.ndarray:
    if mode not in _PAD_MODES:
        raise ValueError(f"padding_mode is one of {', '.join(_PAD_MODES)}, not {mode!r}")
    for size, pair in zip(x.shape[2:], pairs, strict=True):
        # NumPy would reflect or wrap several times; the frameworks refuse.
        most = {"reflect": size - 1, "circular": size}.get(mode)
        if min(pair) < 0 or (most is not None and max(pair) > most):
            raise ValueError(f"padding {pair} is not possible with {mode} on an axis of {size}")
    if not any(map(any, pairs)):
        return x
    return np.pad(x, [(0, 0), (0, 0), *pairs], mode=_PAD_MODES[mode])


def _per_axis(value: int | Sequence[int], rank: int) -> list[int]:
    values = [int(value)] * rank if isinstance(value, (int, np.integer)) else [int(v) for v in value]
    if len(values) != rank or min(values) < 1:
        raise ValueError(f"{value!r} must be a positive int or {rank} of them")
    return values
