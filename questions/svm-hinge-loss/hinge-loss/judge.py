"""Cases and reference of hinge-loss: loss and both gradients in float64.

Gradients are compared in `check`, so that a right loss with a wrong gradient fails one concept and not all.
"""

from dataclasses import replace

import numpy as np
from harness import Case, Comparison, as_float64, integers, normal, unchecked


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    listed = [
        example_case(),
        drawn(rng, "public_random", "hinge", (6, 3), visibility="public"),
        drawn(rng, "public_refusal", "refusal", (4, 2), labels="zero_one", visibility="public", raises="ValueError"),
        drawn(rng, "random", "hinge", (few(19, 23), few(5, 7))),
        drawn(rng, "as_many_samples_as_features", "hinge", (6, 6)),
        drawn(rng, "all_beyond_the_margin", "hinge", (9, 4), place="beyond"),
        drawn(rng, "all_wrong", "hinge", (8, 5), place="wrong"),
        drawn(rng, "confident_and_wrong", "hinge", (7, 3), place="wrong", scale=5000),
        drawn(rng, "no_penalty", "mean_and_penalty", (11, 4), l2=0.0),
        drawn(rng, "strong_penalty", "mean_and_penalty", (10, 3), l2=float(rng.uniform(3, 5))),
        drawn(rng, "large_bias", "mean_and_penalty", (12, 4), bias=25.0, l2=0.5),
        drawn(rng, "one_sample", "mean_and_penalty", (1, 5), place="wrong"),
        drawn(rng, "one_feature", "mean_and_penalty", (9, 1)),
        on_the_margin(rng, "on_the_margin"),
        drawn(rng, "floating_labels", "dtype", (13, 4), labels="floating"),
        drawn(rng, "double_precision", "dtype", (17, 6), dtype="float64"),
        drawn(rng, "labels_zero_and_one", "refusal", (10, 3), labels="zero_one", raises="ValueError"),
        drawn(rng, "one_label_of_zero", "refusal", (10, 3), labels="one_zero", raises="ValueError"),
        drawn(rng, "one_label_of_two", "refusal", (10, 3), labels="one_two", raises="ValueError"),
        drawn(rng, "first_label_of_zero", "refusal", (7, 4), labels="first_zero", raises="ValueError"),
        drawn(rng, "last_label_of_zero", "refusal", (7, 4), labels="last_zero", raises="ValueError"),
        drawn(rng, "half_a_label", "refusal", (8, 3), labels="one_half", raises="ValueError"),
        drawn(rng, "one_and_a_half", "refusal", (8, 3), labels="one_and_a_half", raises="ValueError"),
        drawn(rng, "label_of_minus_two", "refusal", (9, 3), labels="one_minus_two", raises="ValueError"),
        drawn(rng, "labels_of_two", "refusal", (9, 3), labels="twos", raises="ValueError"),
        drawn(rng, "nearly_one", "refusal", (8, 4), labels="nearly_one", raises="ValueError"),
        drawn(rng, "nan_label", "refusal", (8, 3), labels="one_nan", raises="ValueError"),
    ]
    return [for_tfjs(case) for case in listed if fits_tfjs(case)] if runtime == "tfjs" else listed


def fits_tfjs(case):
    """TensorFlow.js has no float64, and its backends may lose a NaN."""
    return case.inputs["x"].dtype != np.float64 and case.name != "nan_label"


def for_tfjs(case):
    """The same numbers; TensorFlow.js has int32 in place of int64, and JavaScript has an exception of its own."""
    y = case.inputs["y"]
    inputs = case.inputs | {"y": y.astype(np.int32) if y.dtype == np.int64 else y}
    return replace(case, inputs=inputs, raises=case.raises and "RangeError")


def drawn(rng, name, concept, sizes, *, place="mixed", labels="integer", dtype="float32", l2=0.3, bias=0.5, scale=1.0, **more):
    """A random classifier and random samples. `place` moves every sample to one side, with z far from 0 and 1."""
    samples, features = sizes
    w = normal(rng, (features,), dtype, scale=0.8)
    b = np.array(bias * rng.choice([-1, 1]), dtype=dtype)
    x = normal(rng, (samples, features), dtype)
    y = plus_minus(rng, samples)
    if place != "mixed":
        wanted = np.where(place == "beyond", y, -y) * rng.uniform(1.5, 3, samples) * scale
        x = along(x, w, b, wanted).astype(dtype)
    else:
        # No sample so near z = 1 that rounding could decide on which side it stands.
        score = as_float64(x) @ as_float64(w) + float(b)
        x = along(x, w, b, np.where(np.abs(y * score - 1) < 0.01, 1.1 * y, score)).astype(dtype)
    more.setdefault("reduction_length", max(sizes))
    return Case(name, concept, {"x": x, "y": labelled(rng, y, labels, dtype), "w": w, "b": b}, params={"l2": l2}, **more)


def along(x, w, b, wanted):
    """x moved along w so that w·x + b is what is wanted."""
    x, w = as_float64(x), as_float64(w)
    return x + np.outer(wanted - b - x @ w, w / (w @ w))


def on_the_margin(rng, name):
    """Small integers, so that z is exact in any order of addition: some samples stand at z = 1, others at 0, 2, -1."""
    w = np.array([1, *rng.choice([-3, -2, 2, 3], 3)], dtype=np.float32)
    y = plus_minus(rng, 12)
    x = integers(rng, (12, 4), "float32", low=-4, high=5)
    z = rng.permutation([1, 1, 1, 1, 1, 0, 0, 2, 2, -1, 3, 1])
    b = np.array(2, dtype=np.float32)
    x[:, 0] = y * z - b - x[:, 1:] @ w[1:]
    return Case(name, "on_the_margin", {"x": x, "y": y, "w": w, "b": b}, params={"l2": 0.5}, reduction_length=12)


def plus_minus(rng, count):
    """Both labels occur, and not equally often, wherever there is room for it."""
    y = np.ones(count, dtype=np.int64)
    y[: max(1, count // 3)] = -1
    return rng.permutation(y)


def labelled(rng, y, how, dtype):
    if how == "twos":
        return 2 * y
    odd = {"one_zero": 0, "one_two": 2, "one_half": 0.5, "one_and_a_half": 1.5, "one_minus_two": -2,
           "nearly_one": 1.001, "one_nan": np.nan, "first_zero": 0, "last_zero": 0}  # fmt: skip
    place = {"first_zero": 0, "last_zero": -1}
    if how == "zero_one":
        return (y > 0).astype(np.int64)
    if how in odd:
        y = y.astype(dtype if odd[how] != np.round(odd[how]) else np.int64)
        y[place.get(how, rng.integers(y.size))] = odd[how]
    return y.astype(dtype) if how == "floating" else y


def example_case():
    """The worked example of the statement. z is 2.5, 0.5, 1 and -1: beyond the margin, inside it, on it, and wrong."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "x": f32(3, 1, 0, 1, -1, 0.5, 0.5, 0).reshape(4, 2), "y": np.array([1, -1, -1, -1]),
        "w": f32(1, -1), "b": np.array(0.5, dtype=np.float32),
    }  # fmt: skip
    return Case("public_example", "gradient", inputs, params={"l2": 0.5}, visibility="public", reduction_length=4)


def reference(case):
    loss, grad_w, grad_b = loss_and_gradients(case)
    if case.name == "public_example":
        return {"loss": loss, "grad_w": grad_w, "grad_b": grad_b}  # so that they are shown
    dtype = case.inputs["x"].dtype.name
    return {"loss": loss, "grad_w": unchecked(grad_w.shape, dtype), "grad_b": unchecked((), dtype)}


def check(case, outputs):
    """Gradients. On the margin they are what the case is about."""
    if case.name == "public_example":
        return []
    concept = "on_the_margin" if case.concept == "on_the_margin" else "gradient"
    _, grad_w, grad_b = loss_and_gradients(case)
    return [
        Comparison(name, expected, as_float64(outputs[name]), dtype=case.inputs["x"].dtype.name, concept=concept,
                   reduction_length=case.reduction_length)
        for name, expected in (("grad_w", grad_w), ("grad_b", grad_b))
    ]  # fmt: skip


def mistakes(case):
    """The loss as the usual wrong ideas give it."""
    z, penalty = margins(case), penalty_of(case)
    hinge = np.maximum(0, 1 - z)
    ideas = {
        "sum_for_mean": hinge.sum() + penalty,
        "mean_of_violators": hinge.sum() / max(1, (hinge > 0).sum()) + penalty,
        "no_margin": np.maximum(0, -z).mean() + penalty,
        "squared_hinge": (hinge**2).mean() + penalty,
        "penalty_without_half": hinge.mean() + 2 * penalty,
        "penalty_left_out": hinge.mean(),
    }
    return {name: {"loss": np.array(value)} for name, value in ideas.items()}


def loss_and_gradients(case):
    """Written as loops over samples, with the subgradient 0 at z = 1."""
    x, y, w = (as_float64(case.inputs[name]) for name in "xyw")
    l2 = case.params["l2"]
    loss, grad_w, grad_b = 0.0, np.zeros_like(w), 0.0
    for sample, label, z in zip(x, y, margins(case), strict=True):
        if z < 1:
            loss += 1 - z
            grad_w -= label * sample
            grad_b -= label
    count = len(y)
    return np.array(loss / count + penalty_of(case)), grad_w / count + l2 * w, np.array(grad_b / count)


def margins(case):
    x, y, w, b = (as_float64(case.inputs[name]) for name in "xywb")
    return y * (x @ w + b)


def penalty_of(case):
    return case.params["l2"] / 2 * float(np.sum(as_float64(case.inputs["w"]) ** 2))
