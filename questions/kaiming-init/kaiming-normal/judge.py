"""Cases and statistical checks of kaiming-normal. No value is compared with a value: the judge counts, ranks and
averages what came back. In keras the distribution is the one of that library's initialisers, a truncated normal one.

Every bound is so wide that a right answer misses it about once in a thousand million attempts (SIGMAS, KS_ERROR), and
the tensors are so large that the usual wrong ideas miss it always.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from harness import Case, Finding, as_float64, unchecked

SIGMAS = 6.5
KS_ERROR = 1e-10
ELEMENTS = 40_000
MANY_ELEMENTS = 150_000  # where the distribution is examined
CALLS = {"pytorch": 4000, "numpy": 4000, "keras": 100}  # of a small tensor, in many_small; a call of keras takes longer
TAIL = 3.5
CUT = 2.0  # keras draws again what lies further from 0 than this many deviations
FACTS = {"pytorch": 6, "numpy": 3, "keras": 3}


def cases(rng, runtime):
    make = Maker(rng, runtime)
    few = lambda low, high: int(rng.integers(low, high))  # noqa: E731
    low, high = (float(round(rng.uniform(*bounds), 3)) for bounds in ((0.35, 0.7), (1.5, 2.5)))
    made = [
        make.case("public_example", "spread", (160, 8, 5, 5), visibility="public", layout="out_in_kernel", thorough=True),
        make.case("public_matrix", "fan_mode", (500, 300), mode="fan_out", visibility="public"),
        make.case("public_refusal", "refusal", (7,), visibility="public", raises="ValueError"),
        make.case("matrix_fan_in", "spread", make.shape(many=True), thorough=True),
        make.case("matrix_fan_out", "fan_mode", make.shape(), mode="fan_out"),
        make.case("oblong_kernel", "receptive_field", make.shape(3, 5)),
        make.case("oblong_kernel_fan_out", "receptive_field", make.shape(7, 2, many=True), mode="fan_out", thorough=True),
        make.case("sequence_kernel", "receptive_field", make.shape(7)),
        make.case("volume_kernel", "receptive_field", make.shape(2, 3, 4), mode="fan_out"),
        make.case("small_slope", "slope", make.shape(3, 2), a=low),
        make.case("large_slope", "slope", make.shape(), a=high, mode="fan_out"),
        make.case("single_output", "spread", (1, few(3000, 4000))),
        make.case("single_input", "fan_mode", (few(3000, 4000), 1), mode="fan_out"),
        make.case("fan_of_one", "spread", (few(3000, 4000), 1)),
        make.case("many_small", "distribution", (3, 4), calls=CALLS[runtime], thorough=True),
        make.case("double_precision", "in_place", make.shape(2, 3), dtype="float64", thorough=True),
        make.case("seeds", "randomness", make.shape(3, 3), seeds=True),
        make.case("no_inputs", "no_elements", (int(rng.integers(2, 9)), 0, 3)),
        make.case("no_inputs_fan_out", "no_elements", (int(rng.integers(2, 9)), 0, 2, 3), mode="fan_out"),
        make.case("no_outputs", "no_elements", (0, int(rng.integers(2, 9))), mode="fan_out"),
        make.case("no_outputs_fan_in", "no_elements", (0, int(rng.integers(2, 9)), 3)),
        make.case("one_axis", "refusal", (int(rng.integers(2, 9)),), raises="ValueError"),
        make.case("no_axes", "refusal", (), raises="ValueError"),
        make.case("unknown_mode", "refusal", (4, 3, 2), mode="fan_avg", raises="ValueError"),
        make.case("mode_in_capitals", "refusal", (3, 4, 2), mode="FAN_IN", raises="ValueError"),
    ]
    if runtime != "keras":
        made += [
            make.case("sliced_memory", "in_place", make.shape(3, 2), memory="sliced"),
            make.case("transposed_memory", "in_place", make.shape(2, 3), memory="transposed"),
        ]
    if runtime == "pytorch":
        made.append(make.case("plain_tensor", "in_place", make.shape(2, 2), requires_grad=False))
    if runtime == "numpy":
        made += [
            make.case(f"{layout}_{mode}", "receptive_field", make.shape(2, 3, 4), layout=layout, mode=mode)
            for layout in ("out_in_kernel", "kernel_in_out")
            for mode in ("fan_in", "fan_out")
        ]
    return made


class Maker:
    """Makes cases for one runtime. Shapes are written (outputs, inputs, kernel…) and laid out for the runtime."""

    def __init__(self, rng, runtime):
        self.rng, self.runtime, self.made = rng, runtime, 0

    def shape(self, *kernel, many=False):
        """Outputs and inputs differ by a factor of at least 1.6, either way, so that no fan looks like the other."""
        pairs = (MANY_ELEMENTS if many else ELEMENTS) / math.prod(kernel)
        ratio = self.rng.uniform(1.6, 2.6) ** self.rng.choice([-1, 1])
        inputs = round(math.sqrt(pairs / ratio))
        return (round(pairs / inputs), inputs, *kernel)

    def case(self, name, concept, shape, *, a=0.0, mode="fan_in", dtype="float32", memory="contiguous", calls=1,
             seeds=False, requires_grad=True, layout=None, thorough=False, **more):  # fmt: skip
        seed, other = (int(number) for number in self.rng.integers(1, 2**31, 2))
        if name == "public_example":
            seed, other = 1, 2
        params = {"a": a, "mode": mode, "dtype": dtype, "memory": memory, "calls": calls, "seed": seed}
        if seeds:
            params["other_seed"] = other
        private = {"runtime": self.runtime, "fan_shape": list(shape), "thorough": thorough}
        if self.runtime == "pytorch":
            params["requires_grad"] = requires_grad
        if self.runtime == "numpy":
            params["layout"] = layout or ("kernel_in_out", "out_in_kernel")[self.made % 2]
            self.made += 1
        if self.runtime == "keras" or params.get("layout") == "kernel_in_out":
            shape = (*shape[2:], *reversed(shape[:2]))
        params["shape"] = [int(size) for size in shape]
        return Case(name, concept, {}, params=params, private=private, **more)


def reference(case):
    params = case.params
    shape = tuple(params["shape"]) if params["calls"] == 1 else (params["calls"], *params["shape"])
    names = ["weight", "again", "next", "other"] if "other_seed" in params else ["weight"]
    expected = {name: unchecked(shape, params["dtype"]) for name in names}
    return {**expected, "facts": unchecked((FACTS[case.private["runtime"]],), "int64")}


def check(case, outputs):
    yield from facts(outputs["facts"], case.private["runtime"])
    weight = as_float64(outputs["weight"])
    if weight.size == 0:
        return
    finite = bool(np.isfinite(weight).all())
    yield Finding("filled", finite, mistake="not_filled", concept="in_place",
                  message="Some elements of the tensor were not filled: they are NaN or infinite.")  # fmt: skip
    if not finite:
        return
    yield spread(case, weight)
    deviation = float(np.sqrt(np.mean(np.square(weight))))
    if not deviation > 0:
        return  # said by the spread
    if case.private["thorough"]:
        law = TRUNCATED if case.private["runtime"] == "keras" else NORMAL
        yield from shape_of_distribution(weight / deviation, law)
        if law.bound < math.inf:
            yield largest(case, weight, law)
        yield from independence(case, outputs["weight"], weight / deviation, law)
    if "again" in outputs:
        yield from randomness(outputs)


def facts(seen, runtime):
    """What the adapter saw. 1 where it is as it must be; the order is the adapter's."""
    said = [
        ("not_a_tensor", "in_place", "The function must return a tf.Tensor: no variable, no array."),
        ("floatx", "in_place", "keras.config.floatx() was changed."),
        ("seeded_globally", "in_place", "A global seed was set, which reaches everything else in the program."),
    ] if runtime == "keras" else [
        ("same_object", "in_place", "The function must return the very tensor that it was given."),
        ("dtype_kept", "in_place", "The tensor's dtype has changed."),
        ("surroundings", "in_place", "Memory outside of the tensor was written to."),
        ("requires_grad", "in_place", "requires_grad of the tensor has changed."),
        ("no_graph", "in_place", "The filling was recorded in the graph; the tensor must stay a leaf."),
        ("grad_mode", "in_place", "Gradients were enabled before the call and are disabled after it."),
    ]
    for (mistake, concept, message), value in zip(said, seen.tolist(), strict=False):
        yield Finding(mistake, value == 1, mistake=mistake, concept=concept, message=message)


def spread(case, weight):
    """Root mean square against the standard deviation asked for."""
    wanted, n = deviations(case)["right"], weight.size
    ratio = float(np.sqrt(np.mean(np.square(weight)))) / wanted
    slack = SIGMAS / math.sqrt(2 * n)
    passed = abs(ratio - 1) <= slack
    mistake = "spread" if passed else named(case, ratio * wanted, slack)
    return Finding("spread", passed, mistake=mistake, message=f"The standard deviation is {ratio:.4g} times the right one.")


def named(case, seen, slack):
    """The wrong idea that gives this standard deviation, or the plain mistake `spread`."""
    for mistake, value in deviations(case).items():
        if mistake != "right" and abs(seen / value - 1) <= slack:
            return mistake
    return "spread"


def deviations(case):
    """Standard deviations by idea; the right one first."""
    outputs, inputs, *kernel = case.private["fan_shape"]
    a, field = case.params["a"], math.prod(kernel)
    fan, other = (inputs, outputs) if case.params["mode"] == "fan_in" else (outputs, inputs)
    gain = math.sqrt(2 / (1 + a**2))
    found = {
        "right": gain / math.sqrt(fan * field),
        "fan_swapped": gain / math.sqrt(other * field),
        "no_gain": 1 / math.sqrt(fan * field),
        "fan_averaged": gain / math.sqrt((fan + other) / 2 * field),
        "variance_as_deviation": gain**2 / (fan * field),
        "root_forgotten": gain / (fan * field),
    }
    if case.private["runtime"] == "keras":
        found["truncation_ignored"] = found["right"] * CUT / TRUNCATED.bound
    if field > 1:
        found["kernel_ignored"] = gain / math.sqrt(fan)
    if a:
        found["slope_ignored"] = math.sqrt(2 / (fan * field))
        found["slope_not_squared"] = math.sqrt(2 / (1 + a) / (fan * field))
    return found


class Law(NamedTuple):
    """A distribution of variance 1."""

    cdf: Callable[[np.ndarray], np.ndarray]
    fourth: float
    noise: float  # n times the variance of the fourth moment of n values, once the scale is taken out
    bound: float  # no value is larger
    edge: float = 0.0  # density of the sizes at the bound


def law_of(cdf, bound, second, fourth, sixth, eighth, edge=0.0):
    """From the moments of a distribution of any variance."""
    m4, m6, m8 = fourth / second**2, sixth / second**3, eighth / second**4
    return Law(cdf, m4, m8 - m4**2 + 4 * m4**2 * (m4 - 1) - 4 * m4 * (m6 - m4), bound, edge)


def normal_cdf(values):
    grid, table = cdf_table()
    return np.interp(values, grid, table)


@cache
def cdf_table():
    grid = np.linspace(-8, 8, 8001)
    return grid, np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in grid])


def truncated_law():
    """The normal distribution between -CUT and CUT, and its moments by partial integration."""
    within = math.erf(CUT / math.sqrt(2))
    edge = 2 * math.exp(-(CUT**2) / 2) / math.sqrt(2 * math.pi) / within
    moments = [1.0]
    for power in (1, 3, 5, 7):
        moments.append(power * moments[-1] - edge * CUT**power)
    deviation = math.sqrt(moments[1])
    cdf = lambda values: np.clip((normal_cdf(values * deviation) - 0.5) / within + 0.5, 0, 1)  # noqa: E731
    return law_of(cdf, CUT / deviation, *moments[1:], edge * deviation)


NORMAL = law_of(normal_cdf, math.inf, 1.0, 3.0, 15.0, 105.0)
TRUNCATED = truncated_law()


def shape_of_distribution(standard, law):
    """Mean, Kolmogorov-Smirnov and tail against the distribution asked for, once the scale is taken out."""
    n = standard.size
    values = np.sort(standard, axis=None)
    below = law.cdf(values)
    ranks = np.arange(n + 1) / n
    distance = max(float(np.max(ranks[1:] - below)), float(np.max(below - ranks[:-1])))
    fits = distance <= math.sqrt(math.log(2 / KS_ERROR) / (2 * n))
    fourth = abs(float(np.mean(np.square(np.square(values)))) - law.fourth) <= SIGMAS * math.sqrt(law.noise / n)
    centred = abs(float(values.mean())) <= SIGMAS / math.sqrt(n)
    tail = within_bound(values, law) if law.bound < math.inf else normal_tail(values)
    said = "The values have the wrong distribution: "
    yield Finding("centred", centred, mistake="not_centred", concept="distribution", message=said + "their mean is not 0.")
    yield Finding("normal", fits, mistake="not_normal", concept="distribution", message=said + "it is not the one asked for.")
    yield Finding("tail", tail and fourth, mistake="not_normal", concept="distribution",
                  message=said + "too few or too many are large.")  # fmt: skip


def largest(case, weight, law):
    """The largest of n values comes as near to the bound as the density there says, which fixes the scale far better than
    the root mean square does."""
    top = float(np.abs(weight).max()) / (deviations(case)["right"] * law.bound)
    gap = -math.log(KS_ERROR) / (weight.size * law.edge * law.bound)
    return Finding("largest", 1 - gap <= top <= 1 + 1e-5, mistake="bound", message=f"The largest value is {top:.5g} times the bound.")


def normal_tail(values):
    expected = values.size * math.erfc(TAIL / math.sqrt(2))
    return abs(int(np.count_nonzero(np.abs(values) > TAIL)) - expected) <= SIGMAS * math.sqrt(expected) + SIGMAS


def within_bound(values, law):
    """The scale was measured, so the bound is only known as well as that."""
    slack = SIGMAS * math.sqrt((law.fourth - 1) / (4 * values.size))
    return max(-float(values[0]), float(values[-1])) <= law.bound * (1 + slack)


def independence(case, weight, standard, law):
    """No two elements share a value, neighbours do not go together, and no part is balanced by another."""
    n = standard.size
    sizes = np.abs(weight)
    repeated = len(np.unique(sizes)) < 0.9 * n
    yield Finding("distinct", not repeated and not rounded(case, weight, law), mistake="values_repeat", concept="distribution",
                  message="Values occur again and again, up to their sign, or are rounded to a narrower dtype.")  # fmt: skip
    alike = any(correlated(standard, axis) for axis in range(standard.ndim))
    yield Finding("neighbours", not alike, mistake="dependent", concept="distribution",
                  message="Neighbouring elements are correlated; every element is a draw of its own.")  # fmt: skip
    if case.params["calls"] > 1:
        balanced = any(too_even(standard, axes, law) for axes in ((1,), (2,), (1, 2)))
        yield Finding("free", not balanced, mistake="dependent", concept="distribution",
                      message="Sums over parts of the tensor vary too little or too much; do not adjust what was drawn.")  # fmt: skip


def rounded(case, weight, law):
    """Most values are those of a narrower dtype; in float64, or the draws were before they met the deviation."""
    if weight.dtype == np.float32:
        return mostly(weight.astype("float16") == weight)
    cut = 1.0 if law.bound == math.inf else law.bound / CUT
    drawn = weight / (deviations(case)["right"] * cut)
    near = np.abs(drawn.astype("float32") - drawn) <= 1e-12 * np.abs(drawn)
    return mostly(weight.astype("float32") == weight) or mostly(near)


def mostly(true):
    return bool(true.mean() > 0.5)


def correlated(standard, axis):
    length = standard.shape[axis]
    if length < 2:
        return False
    first = np.take(standard, range(length - 1), axis=axis)
    second = np.take(standard, range(1, length), axis=axis)
    return abs(float(np.mean(first * second))) > SIGMAS / math.sqrt(first.size)


def too_even(standard, axes, law):
    """Sums and sums of squares over groups of m independent values have the variances m and m (fourth moment - 1)."""
    m = math.prod(standard.shape[axis] for axis in axes)
    groups = standard.size // m
    for totals, variance, excess in (
        (standard.sum(axis=axes), m, 2.0),
        (np.square(standard).sum(axis=axes) - m, m * (law.fourth - 1), 2 + 12 / m),
    ):
        ratio = float(np.mean(np.square(totals))) / variance
        if abs(ratio - 1) > SIGMAS * math.sqrt(excess / groups):
            return True
    return False


def randomness(outputs):
    first = outputs["weight"]
    yield Finding("same_seed", np.array_equal(first, outputs["again"]), mistake="not_seeded",
                  message="The same seed gave other values; draw from the generator that the statement names.")  # fmt: skip
    moved = all(np.mean(first == outputs[name]) < 0.01 for name in ("next", "other"))
    yield Finding("new_values", moved, mistake="seed_fixed",
                  message="A second call, or another seed, gave the same values again; never seed inside.")  # fmt: skip
