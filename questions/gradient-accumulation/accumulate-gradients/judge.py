"""Cases and reference of accumulate-gradients: training in float64, one step per group of micro-batches.

The network is written out by hand, with its backward pass: x -> x w0 + b0, and where there is a second layer
tanh -> (minus its mean over the micro-batch) -> w1, b1.
"""

import numpy as np
from harness import Case, Expected, Finding, Tolerance, as_float64, normal, unchecked

LOSSES = Tolerance(2e-5, 2e-5)
FACTS = ("passes", "waiting", "floats")


def cases(rng, runtime):
    make = Maker(rng)
    refused = "RangeError" if runtime == "tfjs" else "ValueError"
    odd = [int(n) for n in rng.permutation([1, 2, 4, 7, 9])]
    listed = [
        make.example(),
        make.case("public_random", "whole_batch", [4] * 6, 3, visibility="public"),
        make.case("public_short_group", "short_group", [3] * 5, 2, visibility="public"),
        make.case("public_refusal", "short_group", [3] * 5, 0, raises=refused, visibility="public"),
        make.case("equal_sizes", "whole_batch", [5] * 8, 4, layers=2, momentum=0.75),
        make.case("group_of_one", "whole_batch", [4] * 3, 1, layers=2),
        make.case("single_samples", "whole_batch", [1] * 12, 4, layers=2),
        make.case("negative_group", "short_group", [3] * 5, -2, raises=refused),
        make.case("unequal_sizes", "unequal", odd + odd[::-1], 5, layers=2),
        make.case("very_unequal", "unequal", [1, 12, 12, 1, 2, 11], 2),
        make.case("short_last_group", "short_group", [4] * 7, 3, layers=2),
        make.case("short_and_unequal", "short_group", [2, 6, 3, 5, 7], 3, momentum=0.5),
        make.case("group_larger_than_all", "short_group", [3, 4], 5),
        make.case("a_single_micro_batch", "short_group", [6], 3),
        make.case("momentum", "steps", [4] * 9, 3, momentum=0.875, layers=2),
        make.case("another_run", "steps", [3, 5] * 4, 2, momentum=0.75, repeat=True),
        make.case("clipped", "clipping", [4] * 6, 3, layers=2, most=0.25),
        make.case("clipped_unequal", "clipping", [1, 6, 2, 5], 2, most=0.5, momentum=0.5),
        make.case("clipped_short_group", "clipping", [3] * 5, 3, most=0.25),
        make.case("not_clipped", "clipping", [4] * 4, 2, most=1000.0),
        make.case("looks_at_its_batch", "one_at_a_time", [4, 3, 6, 5], 2, layers=2, centred=True),
        make.case("many_micro_batches", "one_at_a_time", [2] * 16, 8, layers=2),
    ]
    listed.append(make.case("one_output", "whole_batch", [4, 5, 3, 4], 2, outputs=1))
    if runtime == "tfjs":  # it has no int64, and hardly an operation that takes a tensor without elements
        for case in listed:
            case.private["facts"] = "int32"
        return listed
    listed.append(make.case("empty_micro_batch", "unequal", [3, 0, 5, 0, 0, 4], 3))
    if runtime == "pytorch":
        listed.append(make.case("old_gradients", "steps", [4] * 4, 2, layers=2, old=True))
    listed.append(make.case("frozen_layer", "steps", [4] * 4, 2, layers=2, frozen=True, most=0.25))
    return listed


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(
        self,
        name,
        concept,
        sizes,
        group,
        *,
        layers=1,
        outputs=2,
        momentum=0.0,
        most=None,
        centred=False,
        old=False,
        frozen=False,
        **more,
    ):
        total, features, hidden = sum(sizes), 3, 4
        widths = [features, outputs] if layers == 1 else [features, hidden, outputs]
        inputs = {}
        for i in range(layers):
            inputs[f"w{i}"] = normal(self.rng, (widths[i], widths[i + 1]))
            inputs[f"b{i}"] = normal(self.rng, (widths[i + 1],))
        inputs["x"] = normal(self.rng, (total, features))
        # What is asked for moves from sample to sample, so that leaving one out shows.
        inputs["y"] = normal(self.rng, (total, outputs), scale=2)
        params = {"sizes": list(sizes), "group": group, "max_norm": most, "rate": 0.125, "momentum": momentum,
                  "centred": centred, "old": old, "frozen": frozen}  # fmt: skip
        return Case(name, concept, inputs, params=params, reduction_length=max(total, 1), **more)

    def example(self):
        """4 samples in micro-batches of 1 and 3: the mean of the two means is not the mean of the 4."""
        inputs = {
            "w0": np.zeros((1, 1), np.float32),
            "b0": np.zeros(1, np.float32),
            "x": np.array([[1], [1], [2], [0]], np.float32),
            "y": np.array([[4], [0], [0], [0]], np.float32),
        }
        params = {"sizes": [1, 3], "group": 2, "max_norm": None, "rate": 0.125, "momentum": 0.0, "centred": False, "old": False,
                  "frozen": False}  # fmt: skip
        return Case("public_example", "unequal", inputs, params=params, visibility="public")


def reference(case):
    return trained(case, weigh=lambda size, total, count: size / total)


def mistakes(case):
    """The ideas that are wrong most often, told apart by the weight of a micro-batch in its group."""
    # A frozen first layer is the same after every idea, and tells none apart.
    if case.raises or case.params["frozen"] or 0 in case.params["sizes"]:
        return {}
    group = case.params["group"]
    ideas = {
        "mean_of_means": trained(case, weigh=lambda size, total, count: 1 / count),
        "divided_by_full_group": trained(case, weigh=lambda size, total, count: 1 / group),
        "not_divided": trained(case, weigh=lambda size, total, count: 1.0),
        "last_group_dropped": trained(case, weigh=lambda size, total, count: size / total, drop=True),
    }
    return {idea: {name: found[name] for name in ("w0", "b0")} for idea, found in ideas.items()}


def trained(case, weigh, drop=False):
    params = case.params
    weights = {name: as_float64(array) for name, array in case.inputs.items() if name[0] in "wb"}
    velocity = {name: np.zeros_like(array) for name, array in weights.items()}
    micro = split(case)
    losses = []
    for start in range(0, len(micro), params["group"]):
        group = micro[start : start + params["group"]]
        if drop and len(group) < params["group"]:
            break
        total = sum(len(x) for x, _ in group)
        loss, gradients = 0.0, {name: np.zeros_like(array) for name, array in weights.items()}
        for x, y in group:
            if len(x) == 0:
                continue
            weight = weigh(len(x), total, len(group))
            of_batch, slopes = loss_and_gradients(weights, x, y, params["centred"])
            loss += weight * of_batch
            for name in weights:
                gradients[name] = gradients[name] + weight * slopes[name]
        losses.append(loss)
        free = [name for name in weights if not (params["frozen"] and name in ("w0", "b0"))]
        norm = np.sqrt(sum(np.square(gradients[name]).sum() for name in free))
        shrink = min(1.0, params["max_norm"] / (norm + 1e-12)) if params["max_norm"] is not None else 1.0
        for name in free:
            velocity[name] = params["momentum"] * velocity[name] + shrink * gradients[name]
            weights[name] = weights[name] - params["rate"] * velocity[name]
    facts = unchecked((len(FACTS),), case.private.get("facts", "int64"))
    return {**weights, "losses": Expected(np.array(losses), dtype="float32", tolerance=LOSSES), "facts": facts}


def split(case):
    ends = np.cumsum(case.params["sizes"])[:-1]
    return list(
        zip(np.split(as_float64(case.inputs["x"]), ends), np.split(as_float64(case.inputs["y"]), ends), strict=True)
    )


def loss_and_gradients(weights, x, y, centred):
    """Mean squared error over all elements, and its gradient by each weight."""
    deep = "w1" in weights
    first = x @ weights["w0"] + weights["b0"]
    hidden = np.tanh(first) if deep else None
    seen = hidden - hidden.mean(axis=0) if deep and centred else hidden
    error = (seen @ weights["w1"] + weights["b1"] if deep else first) - y
    slope = 2 * error / error.size
    gradients = {}
    if deep:
        gradients |= {"w1": seen.T @ slope, "b1": slope.sum(axis=0)}
        slope = slope @ weights["w1"].T
        slope = (slope - slope.mean(axis=0) if centred else slope) * (1 - np.square(hidden))
    gradients |= {"w0": x.T @ slope, "b0": slope.sum(axis=0)}
    return float(np.square(error).mean()), gradients


def check(case, outputs):
    passes, waiting, floats = (int(n) for n in outputs["facts"])
    sizes = case.params["sizes"]
    once = sum(size > 0 for size in sizes) <= passes <= len(sizes)
    yield Finding("passes", once, mistake="not_once", concept="one_at_a_time",
                  message="The model must see each micro-batch exactly once.")  # fmt: skip
    yield Finding("waiting", waiting <= 1, mistake="graphs_kept", concept="one_at_a_time",
                  message="More than one forward pass was waiting for its backward pass.")  # fmt: skip
    yield Finding("floats", floats == 1, mistake="graphs_kept", concept="losses",
                  message="A loss must be a plain number, which keeps no tensor alive.")  # fmt: skip
