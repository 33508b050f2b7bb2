"""Cases and statistical checks of kaiming-normal. No value is compared with a value: the judge counts, ranks and
averages what came back.

Every bound is so wide that a right answer misses it about once in a thousand million attempts (SIGMAS, KS_ERROR), and
the tensors are so large that the usual wrong ideas miss it always.
"""

import math
from functools import cache

import numpy as np
from harness import Case, Finding, as_float64, unchecked

SIGMAS = 6.5
KS_ERROR = 1e-10
ELEMENTS = 40_000
MANY_ELEMENTS = 150_000  # where the distribution is examined
CALLS = 4000  # of a small tensor, in many_small
TAIL = 3.5
FACTS = {"pytorch": 6, "numpy": 3}


def cases(rng, runtime):
    make = Maker(rng, runtime)
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
        make.case("many_small", "distribution", (3, 4), calls=CALLS, thorough=True),
        make.case("double_precision", "in_place", make.shape(2, 3), dtype="float64", thorough=True),
        make.case("sliced_memory", "in_place", make.shape(3, 2), memory="sliced"),
        make.case("transposed_memory", "in_place", make.shape(2, 3), memory="transposed"),
        make.case("seeds", "randomness", make.shape(3, 3), seeds=True),
        make.case("no_inputs", "no_elements", (int(rng.integers(2, 9)), 0, 3)),
        make.case("no_outputs", "no_elements", (0, int(rng.integers(2, 9))), mode="fan_out"),
        make.case("one_axis", "refusal", (int(rng.integers(2, 9)),), raises="ValueError"),
        make.case("no_axes", "refusal", (), raises="ValueError"),
        make.case("unknown_mode", "refusal", (4, 3, 2), mode="fan_avg", raises="ValueError"),
    ]
    if runtime == "pytorch":
        made.append(make.case("plain_tensor", "in_place", make.shape(2, 2), requires_grad=False))
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
        else:
            params["layout"] = layout or ("kernel_in_out", "out_in_kernel")[self.made % 2]
            self.made += 1
            if params["layout"] == "kernel_in_out":
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
    yield from facts(outputs["facts"])
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
        yield from shape_of_distribution(weight / deviation)
        yield from independence(case, outputs["weight"], weight / deviation)
    if "again" in outputs:
        yield from randomness(outputs)


def facts(seen):
    """What the adapter saw. 1 where it is as it must be; the order is the adapter's."""
    said = [
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
    if field > 1:
        found["kernel_ignored"] = gain / math.sqrt(fan)
    if a:
        found["slope_ignored"] = math.sqrt(2 / (fan * field))
        found["slope_not_squared"] = math.sqrt(2 / (1 + a) / (fan * field))
    return found


def shape_of_distribution(standard):
    """Mean, Kolmogorov-Smirnov and tail against the normal distribution, once the scale is taken out."""
    n = standard.size
    values = np.sort(standard, axis=None)
    below = normal_cdf(values)
    ranks = np.arange(n + 1) / n
    distance = max(float(np.max(ranks[1:] - below)), float(np.max(below - ranks[:-1])))
    expected_tail = n * math.erfc(TAIL / math.sqrt(2))
    in_tail = int(np.count_nonzero(np.abs(values) > TAIL))
    fits = distance <= math.sqrt(math.log(2 / KS_ERROR) / (2 * n))
    tail = abs(in_tail - expected_tail) <= SIGMAS * math.sqrt(expected_tail) + SIGMAS
    # The fourth moment of n normal values varies by 24 / n: it tells what is nearly normal from what is.
    fourth = abs(float(np.mean(np.square(np.square(values)))) - 3) <= SIGMAS * math.sqrt(24 / n)
    centred = abs(float(values.mean())) <= SIGMAS / math.sqrt(n)
    said = "The values have the wrong distribution: "
    yield Finding("centred", centred, mistake="not_centred", concept="distribution", message=said + "their mean is not 0.")
    yield Finding("normal", fits, mistake="not_normal", concept="distribution", message=said + "it is not normal.")
    yield Finding("tail", tail and fourth, mistake="not_normal", concept="distribution",
                  message=said + "too few or too many are large.")  # fmt: skip


def independence(case, weight, standard):
    """No two elements share a value, neighbours do not go together, and no part is balanced by another."""
    n = standard.size
    sizes = np.abs(weight)
    repeated = len(np.unique(sizes)) < 0.9 * n
    rounded = bool((sizes.astype("float16" if weight.dtype == np.float32 else "float32") == sizes).mean() > 0.5)
    yield Finding("distinct", not repeated and not rounded, mistake="values_repeat", concept="distribution",
                  message="Values occur again and again, up to their sign, or are rounded to a narrower dtype.")  # fmt: skip
    alike = any(correlated(standard, axis) for axis in range(standard.ndim))
    yield Finding("neighbours", not alike, mistake="dependent", concept="distribution",
                  message="Neighbouring elements are correlated; every element is a draw of its own.")  # fmt: skip
    if case.params["calls"] > 1:
        balanced = any(too_even(standard, axes) for axes in ((1,), (2,), (1, 2)))
        yield Finding("free", not balanced, mistake="dependent", concept="distribution",
                      message="Sums over parts of the tensor vary too little or too much; do not adjust what was drawn.")  # fmt: skip


def correlated(standard, axis):
    length = standard.shape[axis]
    if length < 2:
        return False
    first = np.take(standard, range(length - 1), axis=axis)
    second = np.take(standard, range(1, length), axis=axis)
    return abs(float(np.mean(first * second))) > SIGMAS / math.sqrt(first.size)


def too_even(standard, axes):
    """Sums and sums of squares over groups of m independent normal values have the variances m and 2m."""
    m = math.prod(standard.shape[axis] for axis in axes)
    groups = standard.size // m
    for totals, variance, excess in (
        (standard.sum(axis=axes), m, 2.0),
        (np.square(standard).sum(axis=axes), 2 * m, 2 + 12 / m),
    ):
        ratio = float(np.mean(np.square(totals - (0 if variance == m else m)))) / variance
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


def normal_cdf(values):
    grid, table = cdf_table()
    return np.interp(values, grid, table)


@cache
def cdf_table():
    grid = np.linspace(-8, 8, 8001)
    return grid, np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in grid])
