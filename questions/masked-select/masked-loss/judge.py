"""Cases and reference of masked-loss: mean squared difference where the mask is true, and its gradient."""

import numpy as np
from harness import Case, Comparison, as_float64, different_sizes, normal, unchecked


def cases(rng, runtime):
    make = Maker(rng)
    rows, columns, depth = different_sizes(rng, 3, 3, 7)
    listed = [
        example_case(),
        make.case("public_random", "mean", (3, 4), visibility="public"),
        make.case("public_empty", "empty", (2, 3), share=0, visibility="public"),
        make.case("public_padding", "padding", (3, 4), garbage=np.nan, visibility="public"),
        make.case("random", "mean", (rows, columns)),
        make.case("one_axis", "mean", (columns + 4,)),
        make.case("three_axes", "mean", (rows, columns, depth)),
        make.case("unequal_rows", "mean", (4, 5), mask=staircase()),
        make.case("one_selected", "mean", (rows, columns), mask=one_selected(rng, (rows, columns))),
        make.case("all_selected", "mean", (rows, columns), share=1),
        make.case("equal_in_places", "true_zeros", (rows + 3, columns), equal=0.5),
        make.case("equal_everywhere", "true_zeros", (rows, columns), equal=1),
        make.case("predictions_of_zero", "true_zeros", (rows + 3, columns), zeros=0.5),
        make.case("nan_elsewhere", "padding", (rows, columns), garbage=np.nan),
        make.case("infinity_elsewhere", "padding", (columns, rows), garbage=np.inf),
        make.case("huge_elsewhere", "padding", (rows, columns), garbage=1e30),
        make.case("empty_mask", "empty", (rows, columns), share=0),
        make.case("empty_mask_and_nan", "empty", (rows, columns), share=0, garbage=np.nan),
        make.case("one_per_row", "broadcast", (rows, columns), mask=some_of(rng, (rows, 1))),
        make.case("one_per_column", "broadcast", (rows, columns), mask=some_of(rng, (columns,))),
        make.case("one_per_step", "broadcast", (rows, columns, depth), mask=some_of(rng, (rows, columns, 1))),
        make.case("one_per_last", "broadcast", (rows, columns, depth), mask=some_of(rng, (depth,))),
        make.case("one_per_first", "broadcast", (rows, columns, depth), mask=some_of(rng, (rows, 1, 1))),
        make.case("one_per_column_of_a_square", "broadcast", (4, 4), mask=some_of(rng, (4,))),
        make.case("one_per_row_and_nan", "broadcast", (rows, columns), mask=some_of(rng, (rows, 1)), garbage=np.nan),
    ]
    if runtime != "tfjs":  # neither float64 nor, in practice, tensors without elements
        listed += [
            make.case("empty_mask_small", "empty", (rows, columns), mask=np.zeros((rows, 1), bool), dtype="float64"),
            make.case("no_elements", "empty", (0, 3)),
            make.case("double_precision", "dtype", (rows, columns), dtype="float64"),
        ]
    return [*listed, make.case("random_gradient", "gradient", (rows, columns, depth))]


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, shape, *, mask=None, share=0.5, garbage=None, equal=0.0, zeros=0.0, dtype="float32", **more):
        """`share` of the mask is true. Where it is false stands `garbage`, in prediction and target at places of their own."""
        rng = self.rng
        prediction, target = normal(rng, shape, dtype, scale=2), normal(rng, shape, dtype, scale=2)
        if mask is None:
            count = int(np.prod(shape))
            mask = rng.permutation(np.arange(count) < round(share * count)).reshape(shape)
        prediction[rng.random(shape) < zeros] = 0
        same = rng.random(shape) < equal
        target[same] = prediction[same]
        if garbage is not None:
            outside = np.flatnonzero(~np.broadcast_to(mask, shape))
            for array in (prediction, target):
                array.reshape(-1)[rng.permutation(outside)[: (len(outside) + 2) // 2]] = garbage
        inputs = {"prediction": prediction, "target": target, "mask": mask}
        return Case(name, concept, inputs, reduction_length=max(1, prediction.size), **more)


def some_of(rng, shape):
    """At least two true, so that their number is not 1, and one false."""
    count = int(np.prod(shape))
    return rng.permutation(np.arange(count) < rng.integers(2, count)).reshape(shape)


def one_selected(rng, shape):
    mask = np.zeros(shape, bool)
    mask.reshape(-1)[rng.integers(mask.size)] = True
    return mask


def staircase():
    """1, 2, 3 and 5 of 5: the mean of the rows' means is another number."""
    return np.arange(5) < np.array([1, 2, 3, 5])[:, None]


def example_case():
    inputs = {
        "prediction": np.array([[1, 2, 3], [4, 5, 6]], np.float32),
        "target": np.array([[1, 0, 3], [1, 9, 6]], np.float32),
        "mask": np.array([[True, True, False], [True, False, True]]),
    }
    return Case("public_example", "mean", inputs, visibility="public", reduction_length=6)


def loss_and_gradient(case):
    prediction, target = as_float64(case.inputs["prediction"]), as_float64(case.inputs["target"])
    mask = np.broadcast_to(case.inputs["mask"], prediction.shape)
    difference = np.zeros(prediction.shape)
    difference[mask] = prediction[mask] - target[mask]
    count = max(1, int(mask.sum()))
    return np.array((difference**2).sum() / count), 2 * difference / count


def reference(case):
    loss, gradient = loss_and_gradient(case)
    if case.name == "public_example":  # so that it is shown
        return {"loss": loss, "gradient": gradient}
    return {"loss": loss, "gradient": unchecked(gradient.shape, case.inputs["prediction"].dtype.name)}


def check(case, outputs):
    if case.name == "public_example":
        return []
    concept = "gradient" if case.concept == "mean" else case.concept
    return [Comparison("gradient", loss_and_gradient(case)[1], as_float64(outputs["gradient"]), concept=concept,
                       dtype=case.inputs["prediction"].dtype.name, reduction_length=case.reduction_length)]  # fmt: skip


def mistakes(case):
    """The loss as the usual wrong divisors give it."""
    prediction, mask = case.inputs["prediction"], case.inputs["mask"]
    loss, gradient = loss_and_gradient(case)
    total = loss * max(1, int(np.broadcast_to(mask, prediction.shape).sum()))
    divisors = {
        "sum_for_mean": 1,
        "divided_by_all": max(1, prediction.size),
        "divided_by_nonzero": max(1, np.count_nonzero(gradient)),
        "divided_by_small_mask": max(1, int(mask.sum())),
    }
    return {idea: {"loss": np.asarray(total / divisor)} for idea, divisor in divisors.items()}
