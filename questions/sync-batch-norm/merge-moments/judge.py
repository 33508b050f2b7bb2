"""Cases and reference of merge-moments. Parts are drawn as (n, mean, m2): where the data came from does not matter."""

import numpy as np
from harness import Case, Expected, as_float64, normal, uniform


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_empty", "empty_parts", [5, 0], visibility="public"),
        case(rng, "pair", "merging", [few(3, 4), few(7, 9)]),
        case(rng, "very_unequal", "merging", [1, few(50, 70)]),
        case(rng, "one_more", "merging", [few(900, 1200), 1]),
        case(rng, "equally_many", "merging", [6, 6]),
        case(rng, "empty_left", "empty_parts", [0, few(4, 5)], nothing=np.nan),
        case(rng, "empty_right", "empty_parts", [few(4, 5), 0], nothing=np.nan),
        case(rng, "both_empty", "empty_parts", [0, 0], nothing=np.nan),
        case(rng, "large_mean", "stability", [few(5, 6), 9, 4], offset=1e6),
        case(rng, "large_mean_single", "stability", [few(5, 6), 9], offset=-1e3, dtype="float32"),
        case(rng, "from_the_left", "any_order", [4, few(1, 2), 7, 3, 0, 5, 2]),
        case(rng, "from_the_right", "any_order", [4, few(1, 2), 7, 3, 0, 5, 2], order="right"),
        case(rng, "tree", "any_order", [0, 3, 1, 6, 2, 0, 0, 5, few(8, 9)], order="tree", nothing=np.inf),
        case(rng, "single_elements", "any_order", [0] + [1] * 11),
        case(rng, "large_counts", "large_counts", [int(n) for n in rng.integers(3 * 10**11, 10**12, 2)]),
        case(rng, "large_and_small", "large_counts", [few(2, 3), int(rng.integers(3 * 10**11, 10**12))]),
        case(rng, "no_axes", "shape_and_dtype", [5, 3], shape=()),
        case(rng, "images", "shape_and_dtype", [3, 8, 4], shape=(2, 3, 4), dtype="float32"),
        case(rng, "no_images", "shape_and_dtype", [0, 0], shape=(2, 3), dtype="float32", nothing=np.nan),
        case(rng, "single_precision", "shape_and_dtype", [few(6, 7), 4], dtype="float32"),
    ]


def case(rng, name, concept, counts, *, shape=(3,), dtype="float64", offset=0.0, nothing=7.0, order="left", **more):
    """`nothing` fills mean and m2 of empty parts. Means lie about 2 standard deviations apart."""
    inputs = {}
    for i, n in enumerate(counts):
        mean = normal(rng, shape, dtype, loc=offset + (2 if i % 2 else -1), scale=0.7)
        variance = as_float64(uniform(rng, shape, dtype, low=0.5, high=2.0))
        m2 = np.asarray(variance * n if n > 1 else 0 * variance, dtype)
        if n == 0:
            mean, m2 = np.full(shape, nothing, dtype), np.full(shape, nothing, dtype)
        inputs[f"mean_{i}"], inputs[f"m2_{i}"] = mean, m2
    return Case(name, concept, inputs, params={"counts": counts, "order": order}, reduction_length=len(counts), **more)


def example_case():
    """The worked example of the statement."""
    numbers = {"mean_0": 4, "m2_0": 26, "mean_1": 0, "m2_1": 0}
    inputs = {name: np.array([value], dtype=np.float64) for name, value in numbers.items()}
    params = {"counts": [3, 1], "order": "left"}
    return Case("public_example", "merging", inputs, params=params, visibility="public", reduction_length=2)


def reference(case):
    n, mean, m2 = merged(case)
    dtype = case.inputs["mean_0"].dtype.name
    return {"n": np.array(n, dtype=np.int64), "mean": Expected(mean, dtype=dtype), "m2": Expected(m2, dtype=dtype)}


def mistakes(case):
    """What the usual wrong ideas give for two parts, where that differs from the truth."""
    parts = filled(case)
    if len(parts) != 2 or len(case.params["counts"]) != 2:
        return {}
    (na, mean_a, m2_a), (nb, mean_b, m2_b) = parts
    _, mean, m2 = merged(case)
    n, delta = na + nb, mean_b - mean_a
    ways = {
        "mean_of_means": ("mean", (mean_a + mean_b) / 2, mean),
        "no_distance_of_means": ("m2", m2_a + m2_b, m2),
        "distance_without_weight": ("m2", m2_a + m2_b + delta**2, m2),
        "distance_not_divided": ("m2", m2_a + m2_b + delta**2 * na * nb, m2),
        "variance_for_m2": ("m2", m2 / n, m2),
    }
    return {
        way: {output: wrong} for way, (output, wrong, right) in ways.items() if not np.allclose(wrong, right, rtol=1e-2, atol=1e-3)
    }


def merged(case):
    """All parts at once, around the first part's mean, so that nothing large is subtracted from anything large."""
    parts = filled(case)
    shape = case.inputs["mean_0"].shape
    if not parts:
        return 0, np.zeros(shape), np.zeros(shape)
    n, centre = sum(count for count, _, _ in parts), parts[0][1]
    shift = sum(count * (mean - centre) for count, mean, _ in parts) / n
    m2 = sum(own + count * (mean - centre - shift) ** 2 for count, mean, own in parts)
    return n, np.asarray(centre + shift), np.asarray(m2)


def filled(case):
    given = case.inputs
    parts = [(n, as_float64(given[f"mean_{i}"]), as_float64(given[f"m2_{i}"])) for i, n in enumerate(case.params["counts"])]
    return [part for part in parts if part[0]]
