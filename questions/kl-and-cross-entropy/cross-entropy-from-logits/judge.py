"""Cases and reference of cross-entropy-from-logits: loss and gradient in float64.

Gradients are compared in `check`, so that a right loss with a wrong gradient need not fail everything.
"""

from dataclasses import replace

import numpy as np
from harness import Case, Comparison, as_float64, cast, normal, unchecked, uniform


def cases(rng, runtime):
    make = Maker(rng, runtime)
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    listed = [
        example_case(runtime),
        make.case("public_random", "loss", normal(rng, (5, 3), scale=2), visibility="public"),
        make.case("public_large", "large_logits", normal(rng, (3, 4), scale=2000), visibility="public"),
        make.case("public_refusal", "refusal", normal(rng, (3, 4)), label=4, visibility="public", raises="ValueError"),
        make.case("random", "loss", normal(rng, (few(11, 13), few(5, 7)), scale=2)),
        make.case("as_many_samples_as_classes", "loss", normal(rng, (6, 6), scale=2)),
        make.case("one_sample", "loss", normal(rng, (1, 5), scale=2)),
        make.case("one_class", "loss", normal(rng, (4, 1))),
        make.case("confident_and_right", "large_logits", confident(make, right=True)),
        make.case("confident_and_wrong", "large_logits", confident(make, right=False)),
        make.case("large_logits", "large_logits", uniform(rng, (6, 5), low=-20000, high=20000)),
        make.case("very_negative_logits", "large_logits", normal(rng, (6, 4)) - np.float32(1000)),
        make.case("large_offset", "offset", offset(make, 7, 4)),
        make.case("classes_masked", "masked", masked(make)),
        make.case("double_precision", "dtype", normal(rng, (8, 5), "float64", scale=3)),
        make.case("negative_label", "refusal", normal(rng, (4, 3)), label=-1, raises="ValueError"),
        make.case("label_too_large", "refusal", normal(rng, (5, 3)), label=3, raises="ValueError"),
        make.case("first_label_negative", "refusal", normal(rng, (5, 3)), label=-1, place=0, raises="ValueError"),
        make.case("last_label_too_large", "refusal", normal(rng, (5, 3)), label=3, place=-1, raises="ValueError"),
    ]
    if runtime in ("numpy", "keras"):
        short = make.case("short_labels", "dtype", normal(rng, (6, 4), scale=2))
        listed.append(Case(short.name, short.concept, short.inputs | {"labels": short.inputs["labels"].astype(np.int32)}))
    if runtime == "pytorch":
        some = normal(rng, (12, 5), scale=2)
        low, high = float(rng.uniform(0.05, 0.2)), float(rng.uniform(0.5, 0.8))
        listed += [
            make.case("public_ignored", "ignored", normal(rng, (4, 3)), ignored=2, visibility="public"),
            make.case("smoothed", "smoothing", some, smoothing=low),
            make.case("strongly_smoothed", "smoothing", normal(rng, (7, 3), scale=2), smoothing=high),
            make.case("smoothed_large_logits", "smoothing", normal(rng, (6, 5), scale=2000), smoothing=low),
            make.case("wholly_smoothed", "smoothing", normal(rng, (5, 4)), smoothing=1.0),
            make.case("ignored_minus_100", "ignored", some, ignored=5),
            make.case("ignored_class", "ignored", normal(rng, (9, 4), scale=2), ignored=3, ignore_index=few(1, 2)),
            make.case("ignored_beyond_the_classes", "ignored", normal(rng, (8, 4)), ignored=2, ignore_index=255),
            make.case("ignored_and_smoothed", "ignored", some, ignored=4, smoothing=low),
            make.case("ignored_with_one_class", "ignored", normal(rng, (5, 1)), ignored=2),
            make.case("smoothed_double_precision", "smoothing", normal(rng, (7, 5), "float64"), smoothing=low),
            make.case("ignored_class_smoothed", "ignored", normal(rng, (9, 4), scale=2), ignored=3, ignore_index=few(1, 2), smoothing=low),
            make.case("ignored_and_masked", "ignored", ignored_and_masked(make), ignored=3),
            make.case("all_ignored_and_smoothed", "ignored", normal(rng, (3, 4)), ignored=3, smoothing=low),
            make.case("all_ignored", "ignored", normal(rng, (3, 4)), ignored=3),
            make.case("other_negative_label", "refusal", normal(rng, (5, 3)), label=-100, ignored=1, ignore_index=-1,
                      raises="ValueError"),
        ]  # fmt: skip
    listed.append(make.case("classes_masked_far_down", "masked", masked(make, low=-20000, high=-15000)))
    if runtime == "tfjs":
        # Its oneHot refuses a single class, so nobody is asked for one.
        return [
            for_tfjs(case) for case in listed if case.name != "one_class" and case.inputs["logits"].dtype != np.float64
        ]
    return listed


def for_tfjs(case):
    """The same numbers; TensorFlow.js has int32 in place of int64, and JavaScript has an exception of its own."""
    inputs = case.inputs | {"labels": case.inputs["labels"].astype(np.int32)}
    return replace(case, inputs=inputs, raises=case.raises and "RangeError")


class Maker:
    """Makes cases for one runtime; only pytorch has smoothing and ignored labels."""

    def __init__(self, rng, runtime):
        self.rng, self.runtime = rng, runtime

    def case(self, name, concept, logits, *, label=None, place=None, smoothing=0.0, ignored=0, ignore_index=-100, **more):
        """`logits`, or a pair of logits and labels. `label` stands at `place`, or at a random one; `ignored` labels are
        ignored."""
        logits, labels = logits if isinstance(logits, tuple) else (logits, self.labels(*logits.shape))
        places = self.rng.permutation(len(labels))
        labels[labels == ignore_index] = 0
        labels[places[:ignored]] = ignore_index
        if label is not None:
            labels[places[-1] if place is None else place] = label
        params = {}
        if self.runtime == "pytorch":
            params = {"label_smoothing": smoothing, "ignore_index": ignore_index}
        more.setdefault("reduction_length", max(logits.shape))
        return Case(name, concept, {"logits": logits, "labels": labels}, params, **more)

    def labels(self, samples, classes):
        return self.rng.integers(0, classes, samples)


def confident(make, right):
    """One logit stands out by 30 to 60. It is the label's, or another's."""
    labels = make.labels(6, 4)
    logits = normal(make.rng, (6, 4))
    winner = labels if right else (labels + make.rng.integers(1, 4, 6)) % 4
    logits[np.arange(6), winner] += make.rng.uniform(30, 60, 6).astype(np.float32)
    return logits, labels


def offset(make, samples, classes):
    """Ordinary differences around about 10 000, drawn until the mean of the losses is off by more than any bound when the
    logarithm is added to the largest logit first: rounding errors of the samples may cancel."""
    rng, rows = make.rng, np.arange(samples)
    while True:
        away = rng.choice([-1, 1], (samples, 1)) * rng.uniform(9000, 10000, (samples, 1))
        logits = cast(normal(rng, (samples, classes), "float64", scale=1.5) + away, "float32")
        labels = make.labels(samples, classes)
        top, wide = logits.max(axis=1), as_float64(logits)
        late = top + np.log(np.exp(logits - top[:, None]).sum(axis=1)) - logits[rows, labels]
        exact = np.log(np.exp(wide - top[:, None]).sum(axis=1)) + (top - wide[rows, labels])
        if abs(late.mean(dtype=np.float64) - exact.mean()) > 1e-4:
            return logits, labels


def masked(make, low=None, high=None):
    """Classes whose logit is -infinity, never the label's own. Far down, no finite number may stand for it."""
    labels = make.labels(7, 5)
    logits = normal(make.rng, (7, 5), scale=2) if low is None else uniform(make.rng, (7, 5), low=low, high=high)
    for row in range(7):
        others = [c for c in range(5) if c != labels[row]]
        logits[row, make.rng.choice(others, row % 4, replace=False)] = -np.inf
    return logits, labels


def ignored_and_masked(make):
    """Class 0 and another have the logit -infinity, and are nobody's label."""
    logits = normal(make.rng, (8, 5), scale=2)
    logits[:, [0, 3]] = -np.inf
    return logits, make.rng.choice([1, 2, 4], 8)


def example_case(runtime):
    logits = np.array([[1, 1, 1, 1], [2, 0, 0, 1]], dtype=np.float32)
    params = {"label_smoothing": 0.1, "ignore_index": -100} if runtime == "pytorch" else {}
    concept = "smoothing" if runtime == "pytorch" else "gradient"
    return Case("public_example", concept, {"logits": logits, "labels": np.array([2, 0])}, params, visibility="public",
                reduction_length=4)  # fmt: skip


def reference(case):
    loss, gradient = loss_and_gradient(case)
    if case.name == "public_example":
        return {"loss": loss, "gradient": gradient}  # so that it is shown
    return {"loss": loss, "gradient": unchecked(gradient.shape, case.inputs["logits"].dtype.name)}


def check(case, outputs):
    if case.name == "public_example":
        return []
    concept = "gradient" if case.concept == "loss" else case.concept
    return [Comparison("gradient", loss_and_gradient(case)[1], as_float64(outputs["gradient"]), concept=concept,
                       dtype=case.inputs["logits"].dtype.name, reduction_length=case.reduction_length)]  # fmt: skip


def mistakes(case):
    """The loss as the usual wrong ideas give it."""
    labels, keep, smoothing = case.inputs["labels"], kept(case), case.params.get("label_smoothing", 0.0)
    losses, count = sample_losses(case), max(1, int(kept(case).sum()))
    ideas = {"sum_for_mean": losses.sum()}
    if not keep.all():
        ideas["ignored_counted"] = losses.sum() / len(labels)
    if smoothing and losses.size:
        others = case.inputs["logits"].shape[1]
        scaled = smoothing * others / max(1, others - 1)
        ideas["smoothed_over_the_others"] = sample_losses(case, scaled).sum() / count
        ideas["smoothing_left_out"] = sample_losses(case, 0.0).sum() / count
    return {name: {"loss": np.array(value)} for name, value in ideas.items()}


def kept(case):
    return case.inputs["labels"] != case.params.get("ignore_index", -100)


def log_probabilities(case):
    logits = as_float64(case.inputs["logits"])
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def targets(case, smoothing):
    """The distribution that each kept sample is compared with."""
    labels, classes = case.inputs["labels"][kept(case)], case.inputs["logits"].shape[1]
    return (1 - smoothing) * (labels[:, None] == np.arange(classes)) + smoothing / classes


def sample_losses(case, smoothing=None):
    """Of kept samples. A class with target 0 counts nothing, even if its logarithm is -infinity."""
    wanted = targets(case, case.params.get("label_smoothing", 0.0) if smoothing is None else smoothing)
    logs = log_probabilities(case)[kept(case)]
    return -np.where(wanted > 0, wanted * np.where(wanted > 0, logs, 0), 0).sum(axis=1)


def loss_and_gradient(case):
    """(softmax - target) / number of kept samples; nothing at all where every sample is ignored."""
    keep = kept(case)
    count = max(1, int(keep.sum()))
    gradient = np.zeros(case.inputs["logits"].shape)
    gradient[keep] = np.exp(log_probabilities(case)[keep]) - targets(case, case.params.get("label_smoothing", 0.0))
    return np.array(sample_losses(case).sum() / count), gradient / count
