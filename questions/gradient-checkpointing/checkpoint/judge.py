"""Cases and reference of checkpoint: a small network by hand, in float64, with its backward pass.

h = x (or rows of it);  for each weight: h = sin(h w) * scale;  then + shift, then a mask drawn at random, where the case
says so. The loss is the sum of the outputs times given numbers.

Counts come from the cell. That the backward pass rests on what was computed again shows in the gradients themselves: in some
cases the function multiplies by a tensor that is another one by then, and no copy of the first run leads to its gradients.
"""

import numpy as np
from harness import Case, Comparison, Finding, as_float64, integers, normal, unchecked, uniform

FACTS = ("runs_forward", "runs_in_all", "kept", "random_state", "grad_mode", "requires_grad")


def cases(rng, runtime):
    make = Maker(rng)
    listed = [
        make.example(),
        make.case("public_network", "gradients", layers=3, visibility="public"),
        make.case("public_dropout", "random_state", dropout=True, visibility="public"),
        make.case("wide", "gradients", layers=2, rows=7, width=12),
        make.case("long_way", "gradients", layers=6),
        make.case("one_layer", "gradients", layers=1),
        make.case("segments", "gradients", layers=6, segments=3),
        make.case("parameters_only", "gradients", layers=2, x_grad=False),
        make.case("input_only", "gradients", layers=2, weights_grad=False),
        make.case("some_frozen", "gradients", layers=3, frozen=1),
        make.case("double_precision", "gradients", layers=2, dtype="float64"),
        make.case("called_twice", "calls", layers=2, twice=True),
        make.case("called_again_later", "calls", layers=2, repeat=True),
        make.case("keywords", "arguments", layers=2, shift=True, by_name=True),
        make.case("whole_numbers", "arguments", layers=2, index=True),
        make.case("two_outputs", "arguments", layers=2, pair=True),
        make.case("everything", "arguments", layers=3, shift=True, index=True, pair=True, by_name=True),
        make.case("by_name", "arguments", layers=2, by_name=True),
        make.case("one_keyword", "arguments", layers=2, shift=True),
        make.case("many_layers", "memory", layers=8),
        make.case("many_segments", "memory", layers=8, segments=4),
        make.case("parameters_only_memory", "memory", layers=5, x_grad=False),
        make.case("changed_in_between", "memory", layers=3, changed=True),
        make.case("changed_under_weights", "memory", layers=4, changed=True, x_grad=False, index=True),
        make.case("dropout", "random_state", dropout=True, layers=3, rows=9),
        make.case("dropout_in_segments", "random_state", dropout=True, layers=4, segments=2),
        make.case("dropout_of_a_pair", "random_state", dropout=True, layers=2, pair=True),
        make.case("without_gradients", "no_gradients", layers=2, no_grad=True, by_name=True),
        make.case("without_backward", "no_gradients", layers=2, backward=False),
        make.case("inside_another", "nested", layers=4, nested=True),
        make.case("inside_another_pair", "nested", layers=4, nested=True, pair=True, segments=2),
    ]
    if runtime == "keras":  # no random state that could be set back, and no mode without gradients
        listed = [case for case in listed if not (case.params["dropout"] or case.params["no_grad"])]
        for case in listed:
            case.private["keras"] = True
    return listed


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, *, layers=2, rows=5, width=4, dtype="float32", segments=1, dropout=False, shift=False, index=False,
             pair=False, twice=False, x_grad=True, weights_grad=True, frozen=None, no_grad=False, backward=True, nested=False, by_name=False,
             changed=False, **more):  # fmt: skip
        inputs = {"x": normal(self.rng, (rows, width), dtype)}
        for i in range(layers):
            inputs[f"w{i}"] = normal(self.rng, (width, width), dtype, scale=1 / np.sqrt(width))
        inputs["u"] = normal(self.rng, (rows, width), dtype)
        if changed:
            inputs["factor"], inputs["later"] = (uniform(self.rng, (width,), dtype, low=0.5, high=2) for _ in range(2))
        if shift:
            inputs["shift"] = normal(self.rng, (width,), dtype)
        if index:
            inputs["index"] = integers(self.rng, (rows,), high=rows)
        if pair:
            inputs["v"] = normal(self.rng, (rows,), dtype)
        if twice:
            inputs["x2"], inputs["u2"] = normal(self.rng, (rows, width), dtype), normal(self.rng, (rows, width), dtype)
        flags = [weights_grad and i != frozen for i in range(layers)]
        params = {"scale": float(self.rng.integers(5, 12)) / 8, "segments": segments, "dropout": dropout, "pair": pair, "x_grad": x_grad,
                  "weights_grad": flags, "no_grad": no_grad, "backward": backward and not no_grad, "nested": nested, "by_name": by_name,
                  "seed": int(self.rng.integers(2**31))}  # fmt: skip
        return Case(name, concept, inputs, params=params, reduction_length=rows * width, **more)

    def example(self):
        case = self.case("public_example", "gradients", layers=1, rows=1, width=1)
        inputs = {name: np.array([[value]], np.float32) for name, value in (("x", 0.5), ("w0", 2.0), ("u", 1.0))}
        return Case(
            "public_example", "gradients", inputs, params={**case.params, "scale": 1.0, "seed": 1}, visibility="public"
        )


def reference(case):
    dropped = case.params["dropout"]
    expected = {}
    for name, values in outputs_and_gradients(case).items():
        expected[name] = unchecked(values.shape, dtype(case)) if dropped else values
    if dropped:
        for i in range(case.params["segments"]):
            expected[f"mask{i}"] = unchecked(case.inputs["x"].shape, dtype(case))
            expected[f"plain_mask{i}"] = unchecked(case.inputs["x"].shape, dtype(case))
    return {**expected, "facts": unchecked((len(FACTS),), "int64")}


def outputs_and_gradients(case):
    """The outputs of the first run; the gradients of the second."""
    again = computed(case, masks=None, factor="later")
    return computed(case, masks=None) | {name: values for name, values in again.items() if name.endswith("gradient")}


def mistakes(case):
    """The gradients of the first run, where the second is another one."""
    return {"first_run_kept": computed(case, masks=None)} if "later" in case.inputs else {}


def dtype(case):
    return case.inputs["x"].dtype.name


def computed(case, masks, factor="factor"):
    """Outputs and gradients; masks are the ones that were really drawn, one per segment, or None."""
    inputs = {name: as_float64(array) if array.dtype.kind == "f" else array for name, array in case.inputs.items()}
    params = case.params
    weights = [inputs[f"w{i}"] for i in range(len(params["weights_grad"]))]
    of_weights, found = [np.zeros_like(w) for w in weights], {}
    of_shift = np.zeros_like(inputs["shift"]) if "shift" in inputs else None
    for label in ("", "2")[: 2 if "x2" in inputs else 1]:
        h, steps = 1.5 * inputs[f"x{label}"], []
        per = len(weights) // params["segments"]
        for segment in range(params["segments"]):
            if "index" in inputs:
                h, steps = h[inputs["index"]], [*steps, ("rows", None)]
            if factor in inputs:
                h, steps = h * inputs[factor], [*steps, ("factor", None)]
            for i in range(segment * per, (segment + 1) * per):
                a = h @ weights[i]
                steps.append(("layer", (i, h, a)))
                h = np.sin(a) * params["scale"]
            if of_shift is not None:
                h, steps = h + inputs["shift"], [*steps, ("shift", None)]
            if masks is not None:
                h, steps = h * masks[segment] * 2, [*steps, ("mask", masks[segment])]
        found[f"output{label}"] = h
        slope = inputs[f"u{label}"]
        if params["pair"]:
            found["second"] = np.square(h).sum(axis=1)
            slope = slope + 2 * h * inputs["v"][:, None]
        for kind, kept in reversed(steps):
            if kind == "mask":
                slope = slope * kept * 2
            elif kind == "shift":
                of_shift += slope.sum(axis=0)
            elif kind == "factor":
                slope = slope * inputs[factor]
            elif kind == "rows":
                slope, above = np.zeros_like(slope), slope
                np.add.at(slope, inputs["index"], above)
            else:
                i, before, a = kept
                slope = slope * params["scale"] * np.cos(a)
                of_weights[i] = of_weights[i] + before.T @ slope
                slope = slope @ weights[i].T
        if params["x_grad"]:
            found[f"x{label}_gradient"] = 1.5 * slope
    for i, wanted in enumerate(params["weights_grad"]):
        if wanted:
            found[f"w{i}_gradient"] = of_weights[i]
    if of_shift is not None:
        found["shift_gradient"] = of_shift
    return found if params["backward"] else {name: one for name, one in found.items() if not name.endswith("gradient")}


def check(case, outputs):
    facts = dict(zip(FACTS, (int(n) for n in outputs["facts"]), strict=True))
    params = case.params
    calls = params["segments"] * (2 if "x2" in case.inputs else 1)
    yield Finding("kept", params["nested"] or facts["kept"] == 0, mistake="activations_kept", concept="memory",
                  message="Activations of the function are still in memory when the backward pass begins.")  # fmt: skip
    yield Finding("runs_forward", params["nested"] or facts["runs_forward"] == calls, mistake="runs", concept="runs",
                  message="The function must run exactly once in the forward pass.")  # fmt: skip
    wanted = calls * (2 if params["backward"] else 1)
    yield Finding("runs_in_all", params["nested"] or facts["runs_in_all"] == wanted, mistake="runs",
                  concept="runs" if params["backward"] else "no_gradients",
                  message=f"The function ran {facts['runs_in_all']} times and should have run {wanted} times.")  # fmt: skip
    if case.private.get("keras"):
        return
    yield Finding("random_state", facts["random_state"] == 1, mistake="random_state", concept="random_state",
                  message="The backward pass has changed the state of the random numbers.")  # fmt: skip
    yield Finding("grad_mode", facts["grad_mode"] == 1, mistake="grad_mode", concept="no_gradients",
                  message="Gradients are not switched on or off as they were before.")  # fmt: skip
    if params["no_grad"]:
        yield Finding("requires_grad", facts["requires_grad"] == 0, mistake="grad_mode", concept="no_gradients",
                      message="Without gradients the result must not ask for any.")  # fmt: skip
    if params["dropout"]:
        masks = [as_float64(outputs[f"mask{i}"]) for i in range(params["segments"])]
        drawn = all(np.isin(mask, (0, 1)).all() and 0 < mask.mean() < 1 for mask in masks)
        yield Finding(
            "masks", drawn, mistake="random_state", concept="random_state", message="Nothing was drawn at random."
        )
        plain = [as_float64(outputs[f"plain_mask{i}"]) for i in range(params["segments"])]
        yield Finding("draws_of_a_plain_call", not drawn or np.array_equal(masks, plain), mistake="random_state", concept="random_state",
                      message="In the forward pass the function did not draw what a plain call would have drawn.")  # fmt: skip
        if drawn:
            for name, values in computed(case, masks).items():
                yield Comparison(name, values, as_float64(outputs[name]), dtype=dtype(case), concept="random_state",
                                 reduction_length=case.reduction_length)  # fmt: skip
