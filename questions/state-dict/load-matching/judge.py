"""Cases and reference of load-matching.

A model is described as data, and the judge lists its tensors by itself: which names they have, which belong to the state
dict, which are one and the same. Before the call tensor number k holds 1000 + k everywhere.
"""

import numpy as np
from harness import Case, Expected, Finding, cast, integers, normal, unchecked

FACTS = ("same_object", "same_memory", "requires_grad", "recorded", "grad_changed", "mode_changed", "grad_mode", "state_changed")
CONCEPTS = {"same_object": "in_place", "same_memory": "in_place"}


def cases(rng, runtime):
    make = Maker(rng)
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    backbone = lambda: net(stem=seq(conv(2, 3, 2), bn(3)), stages=seq(seq(linear(4, 3), linear(3, 2)), linear(2, 5)))  # noqa: E731
    twins = net(first=linear(3, 2), second=same("first"), last=linear(2, 4))
    tied = {"embed": embedding(6, 3), "body": linear(3, 3), "head": linear(3, 6)}
    return [
        example_case(),
        make.case("public_shapes", "shapes", net(body=linear(3, 2), head=linear(2, 4)),
                  ["body.weight", "body.bias", ("head.weight", (3, 2)), ("head.bias", (3,))], visibility="public"),
        make.case("public_buffers", "buffers", net(norm=bn(2), head=linear(2, 1)),
                  ["norm.weight", "norm.running_mean", "norm.num_batches_tracked", "head.weight"], visibility="public"),
        make.case("everything", "names", backbone(), "all", shuffled=True),
        make.case("some_missing", "names", backbone(), ["stages.1.bias", "stem.0.weight", "stages.0.1.weight", "stem.1.bias"]),
        make.case("other_places", "names", backbone(),
                  ["stages.0.0.weight", ("0.weight", (3, 4)), ("stages.0.weight", (3, 4)), ("stem.weight", (3,)),
                   ("stages.1.weigh", (5, 2)), ("stages.2.bias", (5,)), "stages.1.bias"]),
        make.case("prefixed", "names", net(body=linear(3, 2), head=linear(2, 4)),
                  [("module.body.weight", (2, 3)), ("module.body.bias", (2,)), ("module.head.weight", (4, 2))]),
        make.case("nothing_given", "names", net(body=linear(3, 2)), []),
        make.case("no_bias", "names", net(a=linear(3, 2, bias=False), b=bn(3, affine=False), c=linear(2, 2)),
                  ["a.weight", ("a.bias", (2,)), ("b.weight", (3,)), "b.running_var", "c.bias"]),
        make.case("own_parameter", "names", net(tensors=[["scale", [3], "parameter"], ["offset", [], "parameter"]],
                                                parts=node("ModuleDict", x=linear(2, 3))), "all", shuffled=True),
        make.case("single_layer", "names", linear(4, 3), ["bias", ("layer.weight", (3, 4))]),
        make.case("same_count", "shapes", net(a=linear(4, 3), b=linear(2, 6), c=conv(2, 3, 2)),
                  [("a.weight", (4, 3)), ("b.weight", (12,)), "c.bias", ("c.weight", (3, 2, 4)), "a.bias"]),
        make.case("broadcastable", "shapes", net(a=linear(4, few(3, 5)), b=linear(3, 2), c=linear(2, 4)),
                  [("a.bias", (1,)), ("b.weight", (2, 1)), ("c.bias", ()), ("c.weight", (1, 1)), "a.weight", ("b.bias", (1,))]),
        make.case("leading_ones", "shapes", net(a=linear(4, 3), b=linear(3, 2)), [("a.weight", (1, 3, 4)), ("b.bias", (2, 1)), "b.weight"]),
        make.case("smaller_and_larger", "shapes", net(body=linear(3, 4), head=linear(4, 5)),
                  [("body.weight", (4, 2)), "body.bias", ("head.weight", (7, 4)), ("head.bias", (2,))]),
        make.case("one_element", "shapes", net(norm=bn(1), gate=linear(1, 1)),
                  [("norm.num_batches_tracked", (1,), "int64"), ("norm.weight", ()), ("gate.weight", (1,)), "gate.bias"]),
        make.case("nothing_fits", "shapes", net(a=linear(2, 3)), [("a.weight", (3, 3)), ("a.bias", (2,))]),
        make.case("batch_norm", "buffers", net(a=bn(3), b=bn(4, affine=False), c=bn(5, track=False)), "all", shuffled=True),
        make.case("old_checkpoint", "buffers", net(a=bn(3), b=linear(3, 2)),
                  ["a.weight", "a.bias", "a.running_mean", "a.running_var", "b.weight", "b.bias"]),
        make.case("not_persistent", "buffers",
                  net(tensors=[["mask", [3], "scratch"], ["table", [2, 3], "buffer"], ["steps", [], "counter"]],
                      inner=net(tensors=[["cache", [2], "scratch"], ["table", [4], "buffer"]])),
                  ["table", "steps", ("mask", (3,)), ("inner.cache", (5,)), "inner.table"]),
        make.case("no_such_buffer", "buffers", net(a=bn(3, track=False), b=bn(2)),
                  ["a.weight", ("a.running_mean", (3,)), "b.running_var", ("b.running_mean", (3,))]),
        make.case("shared_module", "shared", twins, "all", shuffled=True),
        make.case("shared_second_name", "shared", twins, ["second.weight", "last.bias", "second.bias"]),
        make.case("shared_first_name", "shared", twins, ["first.weight", "last.bias"]),
        make.case("tied_weights", "shared", net(**tied), ["embed.weight", "head.weight", "head.bias"], tied=[["head.weight", "embed.weight"]]),
        make.case("tied_last_name", "shared", net(**tied), ["head.weight", "body.bias"], tied=[["head.weight", "embed.weight"]]),
        make.case("tied_one_fits", "shared", net(**tied), ["embed.weight", ("head.weight", (7, 3))], tied=[["head.weight", "embed.weight"]]),
        make.case("tied_second_fits", "shared", net(**tied), [("embed.weight", (7, 3)), "head.weight"], tied=[["head.weight", "embed.weight"]]),
        make.case("narrower_model", "in_place", net(a=linear(4, 3), b=bn(3)), "all", given="float64"),
        make.case("wider_model", "in_place", net(a=linear(4, 3), b=bn(3)), "all", dtype="float64", given="float32"),
        make.case("double_precision", "in_place", net(a=linear(4, 3), b=bn(3)), "all", dtype="float64", count=1 << 50),
        make.case("half_given", "in_place", net(a=linear(4, 3), b=conv(2, 2, 1)), "all", given="float16"),
        make.case("frozen", "in_place", net(a=linear(4, 3), b=linear(3, 2)), ["a.weight", "a.bias", "b.bias"],
                  frozen=["a.weight", "b.bias", "b.weight"]),
        make.case("parameters_given", "nothing_else", net(a=linear(4, 3), b=linear(3, 2)), ["a.weight", "b.bias"], as_parameters=True),
        make.case("strided_state", "nothing_else", net(a=linear(4, 3), b=conv(2, 3, 2)), "all", strided=True),
        make.case("modes_and_gradients", "nothing_else", net(a=seq(linear(4, 3), bn(3)), b=seq(bn(2), linear(2, 2))),
                  ["a.0.weight", "b.0.running_mean", ("b.1.bias", (3,)), ("c.weight", (2,))], eval=["b"], gradients=True),
        make.case("without_gradients", "nothing_else", net(a=linear(4, 3), b=bn(3)), "all", grad_mode=False),
    ]  # fmt: skip


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, model, state, *, dtype="float32", given=None, shuffled=False, tied=(), frozen=(), eval=(),
             strided=False, as_parameters=False, gradients=False, grad_mode=True, count=900, **more):  # fmt: skip
        held = {one: (shape, kind) for one, shape, kind in tensors(model)}
        if state == "all":
            state = [one for one, (_, kind) in held.items() if kind != "scratch"]
        if shuffled:
            state = [str(one) for one in self.rng.permutation(state)]
        same_tensor = identity(model, tied)
        inputs, drawn, entries = {}, {}, []
        for place, entry in enumerate(state):
            one, shape, *kind = (entry, *held[entry]) if isinstance(entry, str) else entry
            whole = kind[:1] in (["counter"], ["int64"])
            own = same_tensor.get(one) if isinstance(entry, str) else None  # several names of a tensor hold the same values
            values = drawn.get(own)
            if values is None:
                values = integers(self.rng, shape, low=1, high=count) if whole else normal(self.rng, shape, given or dtype, scale=3)
            if own:
                drawn[own] = values
            inputs[f"state_{place}"] = values
            entries.append([one, f"state_{place}"])
        params = {
            "model": model, "dtype": dtype, "state": entries, "tied": [list(pair) for pair in tied], "frozen": list(frozen),
            "eval": list(eval), "strided": strided, "as_parameters": as_parameters, "gradients": gradients, "grad_mode": grad_mode,
            "tensors": [one for one in held if same_tensor[one] == one],
            "vocabulary": sorted({*held, *(one for one, _ in entries)}),
        }  # fmt: skip
        return Case(name, concept, inputs, params=params, **more)


def example_case():
    """The worked example of the statement."""
    f32 = lambda values, *shape: np.array(values, dtype=np.float32).reshape(shape)  # noqa: E731
    model = net(body=linear(2, 1), head=linear(1, 2))
    case = Maker(np.random.default_rng(0)).case(
        "public_example", "names", model, ["body.weight", ("old.bias", (2,)), ("head.weight", (3, 1)), "head.bias"], visibility="public"
    )
    inputs = {"state_0": f32([0.5, -2], 1, 2), "state_1": f32([7, 8], 2), "state_2": f32([1, 2, 3], 3, 1), "state_3": f32([4, 5], 2)}
    return Case("public_example", "names", inputs, params=case.params, visibility="public")


def node(kind, *args, tensors=(), options=None, **children):
    return {"kind": kind, "args": list(args), "options": options or {}, "tensors": [list(one) for one in tensors],
            "children": [list(pair) for pair in children.items()]}  # fmt: skip


def net(tensors=(), **children):
    return node("Net", tensors=tensors, **children)


def seq(*children):
    return node("Sequential", **{str(i): child for i, child in enumerate(children)})


def linear(inputs, outputs, bias=True):
    return node("Linear", inputs, outputs, options={"bias": bias})


def conv(inputs, outputs, kernel):
    return node("Conv2d", inputs, outputs, kernel)


def embedding(entries, width):
    return node("Embedding", entries, width)


def bn(channels, affine=True, track=True):
    return node("BatchNorm2d", channels, options={"affine": affine, "track_running_stats": track})


def same(path):
    return node("same", path)


def tensors(model, path="", top=None):
    """[(name, shape, kind)] of all that the model holds, under all names; kind is parameter, buffer, counter or scratch."""
    top = top or model
    if model["kind"] == "same":
        model = dict(top["children"])[model["args"][0]]
    prefix = f"{path}." if path else ""
    found = [(f"{prefix}{name}", tuple(shape), kind) for name, shape, kind in own_tensors(model)]
    for name, child in model["children"]:
        found += tensors(child, f"{prefix}{name}", top)
    return found


def own_tensors(model):
    kind, args, options = model["kind"], model["args"], model["options"]
    if kind == "Linear":
        own = [("weight", (args[1], args[0]), "parameter"), ("bias", (args[1],), "parameter")]
        return own if options["bias"] else own[:1]
    if kind == "Conv2d":
        return [("weight", (args[1], args[0], args[2], args[2]), "parameter"), ("bias", (args[1],), "parameter")]
    if kind == "Embedding":
        return [("weight", tuple(args), "parameter")]
    if kind == "BatchNorm2d":
        own = [(name, (args[0],), "parameter") for name in ("weight", "bias")] if options["affine"] else []
        counted = [("running_mean", (args[0],), "buffer"), ("running_var", (args[0],), "buffer"), ("num_batches_tracked", (), "counter")]
        return own + (counted if options["track_running_stats"] else [])
    return model["tensors"]


def identity(model, tied):
    """Name -> the first name of the same tensor."""
    first = {name: name for name, _, _ in tensors(model)}
    for name, child in model["children"]:
        if child["kind"] == "same":
            origin = child["args"][0]
            first |= {one: origin + one[len(name) :] for one in first if one.startswith(f"{name}.")}
    return first | dict(tied)


def reference(case):
    params = case.params
    held = {name: (shape, kind) for name, shape, kind in tensors(params["model"])}
    state = {name: case.inputs[key] for name, key in params["state"]}
    first = identity(params["model"], params["tied"])
    wanted = [name for name, (_, kind) in held.items() if kind != "scratch"]
    loaded = {first[name]: state[name] for name in wanted if name in state and state[name].shape == held[name][0]}
    expected = {}
    for place, name in enumerate(params["tensors"]):
        shape, kind = held[name]
        dtype = "int64" if kind == "counter" else params["dtype"]
        values = cast(loaded[name], dtype) if name in loaded else np.full(shape, 1000 + place)
        expected[f"t{place}"] = Expected(values.astype(dtype), dtype=dtype)
    numbers = lambda names: np.array(sorted(params["vocabulary"].index(name) for name in names), dtype=np.int64)  # noqa: E731
    return {
        **expected,
        "missing": numbers(name for name in wanted if name not in state),
        "unexpected": numbers(name for name in state if name not in wanted),
        "mismatched": numbers(name for name in wanted if name in state and state[name].shape != held[name][0]),
        "facts": unchecked((len(FACTS),), "int64"),
    }


def check(case, outputs):
    said = {
        "same_object": "A parameter or buffer was replaced by another object; an optimizer may hold the old one.",
        "same_memory": "A tensor of the model has another memory than before.",
        "requires_grad": "requires_grad of a parameter has changed.",
        "recorded": "A tensor of the model is no leaf any more: the copy was recorded.",
        "grad_changed": "The gradient of a parameter was changed or removed.",
        "mode_changed": "train or eval mode of some module has changed.",
        "grad_mode": "torch's gradient mode has changed: gradients were enabled before the call and are not after it, or the other way round.",
        "state_changed": "The given state was changed: an entry is gone, is new, or holds other values.",
    }
    for mistake, value in zip(FACTS, outputs["facts"].tolist(), strict=True):
        yield Finding(mistake, value == 1, mistake=mistake, concept=CONCEPTS.get(mistake, "nothing_else"), message=said[mistake])
