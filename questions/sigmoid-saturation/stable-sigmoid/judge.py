"""Cases and reference of stable-sigmoid. Values are compared relative to their size, gradients with a floor below them."""

import numpy as np
from harness import Case, Comparison, Expected, Tolerance, as_float64, normal, unchecked, uniform

# The gradient may be formed as y (1 - y), which has the rounding error of 1 - y.
GRADIENT = {"float32": Tolerance(2e-5, 3e-7), "float64": Tolerance(1e-8, 1e-15)}


def cases(rng, runtime):
    make = Maker(rng, runtime)
    size = lambda: tuple(int(n) for n in rng.permutation([2, 3, 5])[:2])  # noqa: E731
    listed = [
        make.case("public_example", "values", np.array([-20, -2, 0, 2, 6], np.float32), visibility="public"),
        make.case("public_random", "values", normal(rng, (3, 4), scale=2), visibility="public"),
        make.case("public_tails", "tails", uniform(rng, (6,), low=-80, high=-20), visibility="public"),
        make.case("public_extremes", "extremes", far(rng, 6, 100, 1000), visibility="public"),
        make.case("random", "values", normal(rng, size(), scale=3)),
        make.case("three_axes", "values", normal(rng, (2, *size()), scale=2)),
        make.case("no_axes", "values", normal(rng, ())),
        make.case("slightly_negative", "tails", uniform(rng, (40,), low=-16, high=-6)),
        make.case("very_negative", "tails", uniform(rng, (40,), low=-85, high=-16)),
        make.case("overflow", "extremes", far(rng, 12, 89, 120)),
        make.case("far_away", "extremes", far(rng, 8, 1e4, 1e38)),
        make.case("random_gradient", "gradient", normal(rng, (30,), scale=3)),
        make.case("at_zero", "gradient", with_zeros(rng)),
        make.case("saturated_gradient", "gradient", far(rng, 40, 8, 16)),
        make.case("infinities", "not_finite", np.array([np.inf, -np.inf, *rng.normal(0, 2, 3)], np.float32)),
    ]
    if runtime != "tfjs":
        listed += [
            make.case("nan", "not_finite", np.array([np.nan, *rng.normal(0, 2, 4)], np.float32)),
            make.case("empty", "values", normal(rng, (0, 3))),
            make.case("double_precision", "dtype", normal(rng, size(), "float64", scale=3)),
            make.case("double_precision_tails", "dtype", uniform(rng, (20,), "float64", low=-680, high=-40)),
            make.case("double_precision_gradient", "dtype", uniform(rng, (20,), "float64", low=-12, high=12)),
        ]
    return listed


class Maker:
    """In pytorch a case brings the gradient that arrives at the value; in numpy it says whether warnings are errors."""

    def __init__(self, rng, runtime):
        self.rng, self.runtime = rng, runtime

    def case(self, name, concept, x, **more):
        inputs = {"x": x}
        if self.runtime == "pytorch":
            inputs["upstream"] = np.ones_like(x) if name == "public_example" else self.upstream(x)
        params = {"strict": bool(np.isfinite(x).all())} if self.runtime == "numpy" else {}
        return Case(name, concept, inputs, params, **more)

    def upstream(self, x):
        sign = np.where(self.rng.integers(0, 2, x.shape), 1, -1)
        return np.asarray(sign * self.rng.uniform(0.5, 2, x.shape)).astype(x.dtype)


def far(rng, count, low, high):
    """As many positive as negative ones, so that neither side is left out."""
    sign = rng.permutation(np.arange(count) % 2 * 2 - 1)
    return (sign * np.exp(rng.uniform(np.log(low), np.log(high), count))).astype(np.float32)


def with_zeros(rng):
    x = rng.normal(0, 1, 7).astype(np.float32)
    x[rng.choice(7, 3, replace=False)] = [0.0, -0.0, 0.0]
    return x


def sigmoid(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, z) / (1 + z)


def gradient(case):
    x = as_float64(case.inputs["x"])
    slope = sigmoid(x) * sigmoid(-x)
    return slope * as_float64(case.inputs["upstream"]) if "upstream" in case.inputs else slope


def reference(case):
    dtype = case.inputs["x"].dtype.name
    value = sigmoid(as_float64(case.inputs["x"]))
    if case.name == "public_example":  # so that it is shown
        return {"value": value, "gradient": Expected(gradient(case), tolerance=GRADIENT[dtype])}
    return {"value": value, "gradient": unchecked(value.shape, dtype)}


def check(case, outputs):
    """A gradient where the input is NaN is nobody's business."""
    if case.name == "public_example":
        return []
    known = ~np.isnan(case.inputs["x"])
    dtype = case.inputs["x"].dtype.name
    concept = "gradient" if case.concept in ("values", "tails") else case.concept
    return [Comparison("gradient", gradient(case)[known], as_float64(outputs["gradient"])[known], dtype=dtype,
                       concept=concept, tolerance=GRADIENT[dtype])]  # fmt: skip


def mistakes(case):
    x = as_float64(case.inputs["x"])
    return {
        "sign_of_x": {"value": sigmoid(-x)},
        "tanh_for_sigmoid": {"value": np.tanh(x)},
    }
