"""Cases and reference. Runs in the judge, never beside an answer; see the docstring of the harness for what it offers."""

import numpy as np
from harness import Case, normal, with_specials


def cases(rng, runtime):
    """Public cases are drawn from a fixed seed, hidden ones from the attempt's secret; draw everything from rng."""
    low, high = -float(rng.integers(1, 8)) / 8, float(rng.integers(1, 8)) / 8
    example = np.array([-2, -1, 0.5, 1, 3], dtype=np.float32)
    return [
        Case("public_example", "bounds", {"x": example}, params={"low": -1.0, "high": 1.0}, visibility="public"),
        Case("matrix", "bounds", {"x": normal(rng, (5, 7))}, params={"low": low, "high": high}),
        Case("both_below_zero", "bounds", {"x": normal(rng, (40,))}, params={"low": low - 1, "high": low}),
        Case("one_value", "bounds", {"x": normal(rng, (30,))}, params={"low": high, "high": high}),
        Case("not_finite", "values_kept", {"x": not_finite(rng)}, params={"low": low, "high": high}),
        Case("half_precision", "values_kept", {"x": normal(rng, (6, 4), "float16")}, params={"low": low, "high": high}),
        Case("double_precision", "values_kept", {"x": normal(rng, (6, 4), "float64")}, params={"low": low, "high": high}),
        Case("empty_interval", "refusal", {"x": normal(rng, (3,))}, params={"low": high, "high": low}, raises="ValueError"),
    ]


def reference(case):
    x, low, high = case.inputs["x"], case.params["low"], case.params["high"]
    return {"output": np.minimum(np.maximum(x.astype(np.float64), low), high)}


def not_finite(rng):
    return with_specials(rng, normal(rng, (4, 5)), np.nan, np.inf, -np.inf)
