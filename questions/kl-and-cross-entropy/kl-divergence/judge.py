"""Cases and reference of kl-divergence."""

import math
from dataclasses import replace

import numpy as np
from harness import Case, Expected, as_float64, cast, normal


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    listed = [
        example_case(),
        drawn(rng, "public_rows", "definition", (3, 5), 1, visibility="public"),
        zeros(rng, "public_infinite", "q_zero", visibility="public", in_q=True),
        Case("public_refusal", "refusal", {"p": weights(rng, (2, 3), 1), "q": weights(rng, (3,), 0)}, {"axis": -1},
             visibility="public", raises="ValueError"),
        drawn(rng, "random_rows", "definition", (few(5, 7), few(3, 4)), 1),
        drawn(rng, "many_outcomes", "definition", (2, 700), 1),
        drawn(rng, "same_distributions", "definition", (4, 6), 1, same=True),
        drawn(rng, "single_outcome", "definition", (3, 1), 1),
        drawn(rng, "one_distribution", "axis", (few(4, 6),), 0),
        drawn(rng, "columns", "axis", (5, 5), 0),
        drawn(rng, "middle_axis", "axis", (3, 3, 3), 1),
        drawn(rng, "first_of_three_axes", "axis", (3, 3, 3), 0),
        drawn(rng, "axis_from_the_end", "axis", (2, 4, 3), -2),
        zeros(rng, "p_has_zeros", "p_zero", in_p=True),
        zeros(rng, "both_have_zeros", "p_zero", in_both=True),
        one_hot(rng, "one_hot", "p_zero"),
        zeros(rng, "q_has_zeros", "q_zero", in_q=True),
        zeros(rng, "all_kinds_of_zeros", "q_zero", in_p=True, in_q=True, in_both=True),
        rare_and_impossible(rng, "rare_and_impossible", "q_zero"),
        tiny(rng, "tiny_q", "precision", smallest=1e-37 if runtime == "tfjs" else 1e-40),
        drawn(rng, "sizes_of_one", "axis", (1, 4, 1), 1),
        drawn(rng, "double_precision", "precision", (4, 6), 1, dtype="float64"),
        Case("q_could_be_broadcast", "refusal", {"p": weights(rng, (4, 3), 1), "q": weights(rng, (1, 3), 1)}, {"axis": 1},
             raises="ValueError"),
        Case("other_number_of_outcomes", "refusal", {"p": weights(rng, (4, 3), 1), "q": weights(rng, (4, 1), 1)}, {"axis": 1},
             raises="ValueError"),
        Case("sizes_exchanged", "refusal", {"p": weights(rng, (4, 3), 1), "q": weights(rng, (3, 4), 1)}, {"axis": -1},
             raises="ValueError"),
        Case("q_has_one_more_axis", "refusal", {"p": weights(rng, (4, 3), 1), "q": weights(rng, (1, 4, 3), 2)}, {"axis": -1},
             raises="ValueError"),
        Case("q_has_fewer_axes", "refusal", {"p": weights(rng, (3, 3), 1), "q": weights(rng, (3,), 0)}, {"axis": 0},
             raises="ValueError"),
    ]  # fmt: skip
    if runtime in ("pytorch", "tfjs"):
        listed += [
            with_upstream(rng, drawn(rng, "public_gradient", "gradient", (3, 4), 1, visibility="public")),
            with_upstream(rng, drawn(rng, "gradient", "gradient", (4, 5), 1)),
            with_upstream(rng, drawn(rng, "gradient_of_columns", "gradient", (4, 4), 0)),
            with_upstream(rng, drawn(rng, "gradient_from_the_end", "gradient", (3, 3, 3), -2)),
            with_upstream(rng, drawn(rng, "gradient_of_the_last_axis", "gradient", (3, 3, 3), -1)),
            with_upstream(rng, zeros(rng, "gradient_where_p_is_zero", "gradient", in_p=True, in_both=True)),
            with_upstream(rng, tiny(rng, "gradient_at_tiny_q", "gradient", smallest=1e-30)),
        ]
    if runtime == "tfjs":  # no float64, and an exception of JavaScript
        return [
            replace(case, raises=case.raises and "RangeError") for case in listed if case.inputs["p"].dtype == np.float32
        ]
    return listed


def drawn(rng, name, concept, shape, axis, *, dtype="float32", same=False, **more):
    p = weights(rng, shape, axis, dtype)
    q = p.copy() if same else weights(rng, shape, axis, dtype)
    return Case(name, concept, {"p": p, "q": q}, {"axis": axis}, reduction_length=shape[axis], **more)


def weights(rng, shape, axis, dtype="float32"):
    """Random distributions along an axis, no probability below a thousandth of the mean."""
    raw = rng.exponential(1, shape) + 1e-3
    return cast(raw / raw.sum(axis=axis, keepdims=True), dtype)


def zeros(rng, name, concept, *, in_p=False, in_q=False, in_both=False, **more):
    """5 rows; each kind of zero gets rows of its own, so that every other row stays as it was."""
    p, q = (as_float64(weights(rng, (5, 6), 1, "float64")) for _ in range(2))
    rows = rng.permutation(5)
    columns = rng.permutation(6)
    if in_p:
        p[rows[0], columns[:2]] = 0
    if in_both:
        for array in (p, q):
            array[rows[1], columns[2]] = 0
            array[rows[2], columns[0]] = 0
    if in_q:
        q[rows[3], columns[1]] = 0
    if in_q and in_both:  # a row that has both: the infinite one wins over the one that counts nothing
        p[rows[3], columns[4]] = q[rows[3], columns[4]] = 0
    p, q = (cast(array / array.sum(axis=1, keepdims=True), "float32") for array in (p, q))
    return Case(name, concept, {"p": p, "q": q}, {"axis": 1}, reduction_length=6, **more)


def one_hot(rng, name, concept):
    p = np.eye(4, dtype=np.float32)[rng.integers(0, 4, 5)]
    return Case(name, concept, {"p": p, "q": weights(rng, (5, 4), 1)}, {"axis": 1}, reduction_length=4)


def tiny(rng, name, concept, smallest):
    """q down to 1e-40, where float32 still has a number (with fewer digits) and p / q is beyond its range. Backends of
    TensorFlow.js may take such a number for 0, so there 1e-37 is the smallest."""
    p, q = weights(rng, (4, 3), 1), as_float64(weights(rng, (4, 3), 1))
    for row in range(4):
        q[row, rng.integers(3)] = float(rng.choice([smallest, 30 * smallest, 1e-30, 1e-12]))
    q[0, 0], q[0, 1:] = smallest, 0.5
    return Case(name, concept, {"p": p, "q": cast(q / q.sum(axis=1, keepdims=True), "float32")}, {"axis": 1}, reduction_length=3)


def rare_and_impossible(rng, name, concept):
    """p of about 1e-30 where q is 0: far below what a sum would notice, and still infinite."""
    p, q = (as_float64(weights(rng, (4, 5), 1, "float64")) for _ in range(2))
    for row in (0, 2):
        column = rng.integers(5)
        p[row, column], q[row, column] = float(rng.uniform(1e-30, 9e-30)), 0
    p, q = (cast(array / array.sum(axis=1, keepdims=True), "float32") for array in (p, q))
    return Case(name, concept, {"p": p, "q": q}, {"axis": 1}, reduction_length=5)


def example_case():
    """Powers of two: the sum is a quarter of log 2."""
    p, q = (np.array(values, dtype=np.float32) for values in ([0.5, 0.25, 0.25, 0], [0.25, 0.25, 0.5, 0]))
    return Case("public_example", "p_zero", {"p": p, "q": q}, {"axis": 0}, visibility="public", reduction_length=4)


def with_upstream(rng, case):
    inputs = case.inputs | {"upstream": normal(rng, divergence(case.inputs["p"], case.inputs["q"], case.params["axis"]).shape)}
    return replace(case, inputs=inputs)


def reference(case):
    p, q = case.inputs["p"], case.inputs["q"]
    expected = {"output": divergence(p, q, case.params["axis"])}
    if "upstream" in case.inputs:
        upstream = np.expand_dims(as_float64(case.inputs["upstream"]), case.params["axis"])
        p, q = as_float64(p), as_float64(q)
        expected["gradient"] = Expected(-upstream * np.divide(p, q, out=np.zeros_like(p), where=p > 0), reduction_length=1)
    return expected


def divergence(p, q, axis):
    """Term by term, by the three rules of the statement."""
    p, q = (np.moveaxis(as_float64(array), axis, -1) for array in (p, q))
    out = np.empty(p.shape[:-1])
    for place in np.ndindex(out.shape):
        out[place] = math.fsum(term(a, b) for a, b in zip(p[place], q[place], strict=True))
    return out


def term(p, q):
    if p == 0:
        return 0.0
    return math.inf if q == 0 else p * (math.log(p) - math.log(q))


def mistakes(case):
    """What the usual wrong ideas return, where nothing is 0."""
    p, q, axis = as_float64(case.inputs["p"]), as_float64(case.inputs["q"]), case.params["axis"]
    if (p == 0).any() or (q == 0).any():
        return {}
    right = divergence(p, q, axis)
    ideas = {
        "arguments_swapped": divergence(q, p, axis),
        "cross_entropy": -(p * np.log(q)).sum(axis=axis),
        "other_logarithm": right / np.log(2),
        "mean_for_sum": right / p.shape[axis],
        "symmetrised": (right + divergence(q, p, axis)) / 2,
    }
    return {name: {"output": value} for name, value in ideas.items()}
