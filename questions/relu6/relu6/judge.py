"""Cases and reference of relu6. Hardly anything is computed, so that bounds are those of one rounding near 6."""

import numpy as np
from harness import Case, Comparison, as_float64, normal, unchecked, uniform


def cases(rng, runtime):
    size = lambda: tuple(int(n) for n in rng.permutation([2, 3, 5])[:2])  # noqa: E731
    make = Maker(rng)
    listed = [
        example_case(),
        make.case("public_random", "values", normal(rng, (3, 4), scale=6), visibility="public"),
        make.case("public_corners", "corners", np.array([0, 6, 3, -1, 8], np.float32), visibility="public"),
        make.case("random", "values", normal(rng, size(), loc=3, scale=5)),
        make.case("three_axes", "values", normal(rng, (2, *size()), loc=3, scale=5)),
        make.case("no_axes", "values", uniform(rng, (), low=1, high=5)),
        make.case("wide", "values", normal(rng, (40,), scale=1e6)),
        make.case("random_gradient", "gradient", normal(rng, (40,), loc=3, scale=4)),
        make.case("gradient_of_no_axes", "gradient", uniform(rng, (), low=1, high=5)),
        make.case("inside", "gradient", uniform(rng, (12,), low=0.01, high=5.99)),
        make.case("below", "gradient", uniform(rng, (12,), low=-5, high=-0.01)),
        make.case("above", "gradient", uniform(rng, (12,), low=6.01, high=12)),
        make.case("at_zero", "corners", among(rng, [0.0, -0.0, 0.0])),
        make.case("at_six", "corners", among(rng, [6.0, 6.0, 6.0])),
        make.case("beside_the_corners", "corners", among(rng, [1e-30, -1e-30, *beside(6.0)])),
        make.case("infinities", "not_finite", among(rng, [np.inf, -np.inf])),
    ]
    if runtime != "tfjs":
        listed += [
            make.case("nan", "not_finite", among(rng, [np.nan])),
            make.case("empty", "values", normal(rng, (0, 3))),
            make.case("half_precision", "dtype", normal(rng, (30,), "float16", loc=3, scale=4)),
            make.case("double_precision", "dtype", normal(rng, (30,), "float64", loc=3, scale=4)),
        ]
    return listed


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, x, **more):
        """The upstream gradient has both signs and no size twice, and none is near 0 or 1."""
        sign = np.where(self.rng.integers(0, 2, x.shape), 1, -1)
        upstream = np.asarray(sign * self.rng.uniform(1.5, 4, x.shape)).astype(x.dtype)
        return Case(name, concept, {"x": x, "upstream": upstream}, **more)


def among(rng, values):
    """`values` at random places among ordinary ones."""
    ordinary = rng.uniform(-3, 9, 6)
    return rng.permutation(np.array([*values, *ordinary])).astype(np.float32)


def beside(value):
    return [np.nextafter(np.float32(value), np.float32(end)) for end in (-100, 100)]


def example_case():
    x = np.array([-1, 0, 0.5, 3, 6, 7.25], np.float32)
    return Case("public_example", "values", {"x": x, "upstream": np.arange(1, 7, dtype=np.float32)}, visibility="public")


def value(case):
    return np.clip(as_float64(case.inputs["x"]), 0, 6)


def gradient(case):
    x = as_float64(case.inputs["x"])
    return np.where((x > 0) & (x < 6), as_float64(case.inputs["upstream"]), 0)


def reference(case):
    if case.name == "public_example":  # so that it is shown
        return {"value": value(case), "gradient": gradient(case)}
    x = case.inputs["x"]
    return {"value": value(case), "gradient": unchecked(x.shape, x.dtype.name)}


def check(case, outputs):
    """A gradient where the input is NaN is nobody's business."""
    if case.name == "public_example":
        return []
    x = case.inputs["x"]
    known = ~np.isnan(x)
    concept = "gradient" if case.concept == "values" else case.concept
    return [Comparison("gradient", gradient(case)[known], as_float64(outputs["gradient"])[known], dtype=x.dtype.name,
                       concept=concept)]  # fmt: skip


def mistakes(case):
    x = as_float64(case.inputs["x"])
    if not np.isfinite(x).all():
        return {}
    return {"no_upper_bound": {"value": np.maximum(x, 0)}, "softsign": {"value": x / (1 + np.abs(x))}}
