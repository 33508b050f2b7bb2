"""What returned tensors say about an answer besides its values: findings for `check`, and references for what adapters do
with `_shared.probes`. Each helper is one line of a `check`; the classes of mistakes are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from .dtypes import as_float64
from .expected import Finding, unchecked

# What the outputs of `draws_around`, `modes_around`, `Recorder.tensor(name)` and `peak_bytes` are in `reference`.
DRAWS, MODES, COUNT = (unchecked((numbers,), "int64") for numbers in (12, 7, 1))
# Layouts that `_shared.probes.laid_out` knows, less the one that changes the shape ("expanded": axis 0 of size 1 becomes
# `copies`).
LAYOUTS = ("contiguous", "sliced", "offset", "transposed", "channels_last")


def finite_differences(
    function: Callable[..., np.ndarray],
    inputs: Mapping[str, np.ndarray],
    upstream: np.ndarray,
    wrt: str,
    step: float = 1e-6,
) -> np.ndarray:
    """d sum(function(**inputs) * upstream) / d inputs[wrt], by central differences in float64.

    Independent of any formula for the gradient, and good to about 1e-8 relative for smooth functions of moderate size;
    two evaluations per element, so for small inputs. `step` is relative to max(1, |x|). Not for points at which the
    function has a kink: draw inputs away from them.
    """
    values = {name: as_float64(np.asarray(array)) for name, array in inputs.items()}
    upstream = as_float64(np.asarray(upstream))
    x = values[wrt].copy()
    gradient = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        kept, width = x[place], step * max(1.0, abs(x[place]))
        sides = []
        for side in (kept + width, kept - width):
            x[place] = side
            sides.append(side)
            sides.append(float(np.sum(as_float64(np.asarray(function(**{**values, wrt: x.copy()}))) * upstream)))
        x[place] = kept
        above, at_above, below, at_below = sides
        gradient[place] = (at_above - at_below) / (above - below)
    return gradient


def batch_sizes(shape: Sequence[int], axis: int = 0) -> dict[str, tuple[int, ...]]:
    """{"one": …, "empty": …}: the same shape with one element and with none along `axis`. Say in the statement what an
    empty batch must give before you ask for it."""
    shape = list(shape)
    return {name: tuple([*shape[:axis], n, *shape[axis + 1 :]]) for name, n in (("one", 1), ("empty", 0))}


def same(name: str, first: np.ndarray, second: np.ndarray, mistake: str, message: str = "", concept: str | None = None):
    """Equal in shape, dtype and every bit (two NaN are equal)."""
    equal = first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()
    return Finding(name, equal, mistake, concept, message)


def deterministic(outputs: Mapping[str, np.ndarray], concept: str | None = None) -> list[Finding]:
    """Of `probes.seeded`: the same under one seed, and something else under another."""
    again = same(
        "same_seed", outputs["first"], outputs["again"], "not_deterministic",
        "The same seed gave two different results.", concept,
    )  # fmt: skip
    other = outputs["first"].tobytes() != outputs["other"].tobytes()
    said = "Another seed gave the very same result; draw from the generator."
    return [again, Finding("other_seed", other, "ignores_seed", concept, said)]


def generator_untouched(outputs: Mapping[str, np.ndarray], concept: str | None = None) -> Finding:
    """Of `probes.draws_around`."""
    message = "The global generator gives other numbers after the call; use one of your own, or restore its state."
    return same("generator", outputs["undisturbed"], outputs["after"], "generator_state", message, concept)


def modes_restored(outputs: Mapping[str, np.ndarray], concept: str | None = None) -> Finding:
    """Of `probes.modes_around`."""
    message = "Training mode, grad mode or a global setting is another one after the call."
    return same("modes", outputs["modes_before"], outputs["modes_after"], "mode_not_restored", message, concept)


def count_is(name: str, counted: np.ndarray, wanted: int, concept: str | None = None) -> Finding:
    """Exactly `wanted` calls, of a count by `probes.Recorder`. The cell counted: evidence about an honest answer."""
    seen = _one_integer(counted)
    return Finding(name, seen == wanted, "call_count", concept, f"{name} was called {seen} times, not {wanted}.")


def at_most(
    name: str, counted: np.ndarray, limit: int, mistake: str = "too_much", concept: str | None = None
) -> Finding:
    """Calls, or bytes of `probes.peak_bytes` (mistake "peak_memory"), up to and including `limit`."""
    seen = _one_integer(counted)
    return Finding(name, 0 <= seen <= limit, mistake, concept, f"{name} is {seen}; at most {limit} is needed.")


def grows_like(
    name: str,
    small: np.ndarray,
    large: np.ndarray,
    sizes: tuple[int, int],
    order: float = 1.0,
    slack: float = 1.5,
    concept: str | None = None,
) -> Finding:
    """Work at two sizes grows no faster than size ** order: large / small <= slack * (sizes[1] / sizes[0]) ** order.

    Count operations (`probes.Recorder`, `probes.peak_bytes`), never time. Take sizes far apart: with a factor of 16 and
    slack 1.5, n log n passes as order 1 up to 1.5 and n ** 1.5 does not.
    """
    if not 0 < sizes[0] < sizes[1]:
        raise ValueError(f"two sizes, the smaller one first, not {sizes}")
    low, high = _one_integer(small), _one_integer(large)
    allowed = slack * (sizes[1] / sizes[0]) ** order
    passed = 0 < low and 0 <= high <= allowed * low
    message = f"{name} grew from {low} to {high} when the size grew from {sizes[0]} to {sizes[1]}."
    return Finding(name, passed, "complexity", concept, message)


def _one_integer(counted: np.ndarray) -> int:
    """-1 for whatever is no count: a cell may return anything."""
    counted = np.asarray(counted)
    return int(counted.reshape(-1)[0]) if counted.size == 1 and counted.dtype.kind in "iu" else -1
