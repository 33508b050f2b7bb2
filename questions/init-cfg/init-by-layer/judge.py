"""Cases and reference of init-by-layer.

A model is described as data. The judge walks the description by itself, applies the rules to a plan (which constant, or
which distribution, each parameter ends with), and compares what came back: constants exactly, distributions by their
moments, everything that no rule reaches by the value it had.
"""

import math
from typing import NamedTuple

import numpy as np
from harness import Case, Expected, Finding, as_float64, unchecked

SIGMAS = 6.5
FACTS = ("cfg_changed", "not_the_same_parameter", "requires_grad", "recorded", "buffer_changed", "mode_changed", "grad_mode")
MODULE = ("Module",)
BASES = {
    "Net": MODULE,
    "Sequential": MODULE,
    "ModuleList": MODULE,
    "ModuleDict": MODULE,
    "Linear": MODULE,
    "Embedding": MODULE,
    "LayerNorm": MODULE,
    "GroupNorm": MODULE,
    "LinearGate": MODULE,  # the name only looks like that of a linear layer
    "Shift": MODULE,  # its weight is None
    "Conv1d": ("_ConvNd", *MODULE),
    "Conv2d": ("_ConvNd", *MODULE),
    "ConvTranspose2d": ("_ConvTransposeNd", "_ConvNd", *MODULE),
    "BatchNorm2d": ("_BatchNorm", "_NormBase", *MODULE),
    "WideConv": ("Conv2d", "_ConvNd", *MODULE),
    "WiderConv": ("WideConv", "Conv2d", "_ConvNd", *MODULE),
    "ScaledLinear": ("Linear", *MODULE),  # has a parameter of its own
    "NormedLinear": ("Linear", *MODULE),  # has a layer inside
    "LoggedLinear": ("Logged", "Linear", *MODULE),  # derived from two classes
}


class Plan(NamedTuple):
    """What a parameter ends with: the constant `value`, or draws with this mean and deviation."""

    value: float | None = None
    mean: float = 0.0
    deviation: float = 0.0
    distribution: str = "normal"


def cases(rng, runtime):
    number = lambda: float(rng.integers(-128, 128)) / 32 + 1 / 64  # noqa: E731  exact in float32, and never 0
    gain = float(round(rng.uniform(1.6, 2.4), 3))
    slope = float(round(rng.uniform(1.5, 2.5), 3))
    spread = float(round(rng.uniform(0.02, 0.2), 4))
    wide = conv(int(rng.integers(20, 30)), int(rng.integers(60, 80)), [3, 5])
    tall = linear(int(rng.integers(300, 400)), int(rng.integers(100, 140)))
    constant = lambda layer, **more: {"type": "Constant", "layer": layer, "val": number(), **more}  # noqa: E731
    return [
        Case_("public_example", "matching", net(conv=conv(1, 2, 1), fc=linear(2, 3)),
              [{"type": "Constant", "layer": "Conv2d", "val": 0.5}, {"type": "Constant", "layer": "Linear", "val": 2, "bias": 1}],
              visibility="public"),
        Case_("public_random", "distributions", net(conv=conv(24, 70, [3, 3]), fc=linear(300, 120)),
              [{"type": "Kaiming", "layer": "Conv2d"}, {"type": "Xavier", "layer": "Linear"}], visibility="public"),
        Case_("public_override", "override", net(body=linear(3, 4), head=linear(4, 2)),
              [{"type": "Constant", "layer": "Linear", "val": 1, "override": {"type": "Constant", "name": "head", "val": 0}}],
              visibility="public"),
        Case_("public_refusal", "refusal", net(fc=linear(2, 3)), [{"type": "Magic", "layer": "Linear"}], visibility="public",
              raises="ValueError"),
        Case_("nested_containers", "matching",
              net(stem=seq(conv(2, 3, 3), node("BatchNorm2d", 3), seq(conv(3, 4, 1), seq(linear(5, 2)))),
                  heads=node("ModuleDict", a=linear(3, 2), b=node("ModuleList", **{"0": conv(2, 2, 1)}))),
              [constant("Conv2d", bias=number()), constant("Linear", bias=number())]),
        Case_("derived_classes", "matching",
              net(a=conv(2, 3, 3, "WideConv"), b=conv(3, 4, 1, "WiderConv"), c=conv(4, 5, 2, "ConvTranspose2d"), d=conv(2, 2, 1)),
              [constant("Conv2d", bias=number())]),
        Case_("derived_only", "matching", net(a=conv(2, 3, 3, "WideConv"), b=conv(3, 4, 1, "WiderConv"), d=conv(2, 2, 1)),
              [constant("WideConv", bias=number())]),
        Case_("derived_from_two", "matching", net(a=node("LoggedLinear", 3, 4), b=conv(2, 3, 1)), [constant("Linear", bias=number())]),
        Case_("names_alike", "matching", net(a=node("LinearGate", 3), b=linear(3, 2), c=node("Conv1d", 2, 3, 2), d=conv(2, 3, 1)),
              [constant("Linear"), constant("Conv1d")]),
        Case_("names_inside", "matching", net(a=node("ScaledLinear", 3, 4), b=linear(3, 2), c=node("LinearGate", 3)),
              [constant("ScaledLinear", bias=number()), constant("LinearGate")]),
        Case_("inner_match", "matching", net(a=node("NormedLinear", 3, 4), b=seq(node("LayerNorm", 2), node("NormedLinear", 2, 2))),
              [constant(["Linear", "LayerNorm"], bias=number())]),
        Case_("list_of_layers", "matching",
              net(a=conv(2, 3, 3), b=node("BatchNorm2d", 3), c=node("GroupNorm", 2, 4), d=linear(3, 2), e=node("LayerNorm", 5)),
              [constant(["_BatchNorm", "GroupNorm"], bias=number()), constant(["Linear", "Conv2d"])]),
        Case_("model_is_the_layer", "matching", linear(4, 3), [constant("Linear", bias=number())]),
        Case_("base_of_all", "matching", net(a=linear(3, 2), b=seq(node("BatchNorm2d", 3), node("Shift", 4))),
              [constant("Module", bias=number())]),
        Case_("single_rule", "matching", net(a=linear(3, 2), b=conv(2, 3, 1)), constant("Linear", bias=number())),
        Case_("own_tensors_only", "own_parameters",
              net(a=node("ScaledLinear", 3, 4), b=node("NormedLinear", 4, 5), c=node("Embedding", 6, 3)),
              [constant("Linear", bias=number()), constant("Embedding")]),
        Case_("no_bias", "own_parameters",
              net(a=conv(2, 3, 3, bias=False), b=linear(3, 2, bias=False), c=node("BatchNorm2d", 4, affine=False), d=linear(2, 2)),
              [constant(["Conv2d", "Linear", "BatchNorm2d"], bias=number())]),
        Case_("no_weight", "own_parameters", net(a=node("Shift", 3), b=linear(3, 2), c=seq(node("Shift", 4))),
              [constant("Shift", bias=number(), override={"type": "Constant", "name": "c", "val": number(), "bias": number()})]),
        Case_("frozen_and_double", "own_parameters", net(a=linear(3, 4), b=conv(2, 3, 3), c=linear(2, 2)),
              [constant("Linear", bias=0.1), constant("Conv2d")], frozen=["a.weight", "b.bias"], dtype="float64"),
        Case_("later_rule_wins", "order", net(a=conv(2, 3, 3), b=linear(3, 2), c=conv(3, 2, 1)),
              [constant("Conv2d", bias=number()), constant(["Linear", "Conv2d"])]),
        Case_("override_between", "order", net(a=linear(2, 3), b=linear(3, 4), c=conv(2, 3, 1)),
              [constant("Linear", override={"type": "Constant", "name": "b", "val": number(), "bias": number()}),
               constant("Conv2d", override={"type": "Constant", "name": "a", "val": number()})]),
        Case_("override_overruled", "order", net(a=linear(2, 3), b=linear(3, 4)),
              [constant("Linear", bias=number(), override={"type": "Constant", "name": "b", "val": number(), "bias": number()}),
               {"type": "Constant", "layer": "Linear", "val": number()}]),
        Case_("overrides_overlap", "order", net(a=seq(linear(2, 3), linear(3, 2)), b=seq(linear(2, 4), linear(4, 2))),
              [constant("Linear", override=[{"type": "Constant", "name": "a", "val": number(), "bias": number()},
                                            {"type": "Constant", "name": "a.1", "val": number(), "bias": number()},
                                            {"type": "Constant", "name": "b.0", "val": number(), "bias": number()},
                                            {"type": "Constant", "name": "b", "val": number(), "bias": number()}])]),
        Case_("override_whole_part", "override",
              net(body=linear(3, 2), head=seq(conv(2, 3, 1), seq(node("BatchNorm2d", 3), linear(2, 4))), header=conv(3, 2, 1)),
              [constant("Linear", bias=number(), override={"type": "Constant", "name": "head", "val": number()})]),
        Case_("override_paths", "override",
              net(stage=seq(seq(conv(2, 3, 1), conv(3, 2, 1)), conv(2, 2, 1)), conv=conv(2, 4, 1)),
              [constant("Conv2d", bias=number(), override=[{"type": "Constant", "name": "stage.0.1", "val": number(), "bias": number()},
                                                           {"type": "Constant", "name": "stage.1", "val": number()}])]),
        Case_("override_name_only", "override", net(a=linear(3, 2), head=node("Net", x=conv(2, 3, 1), y=linear(3, 3)), b=conv(3, 2, 1)),
              [constant("Linear", bias=number(), override={"name": "head"})]),
        Case_("override_of_the_model", "override", net(a=linear(3, 2), b=seq(conv(2, 3, 1))),
              [constant("Linear", override={"type": "Constant", "name": "", "val": number(), "bias": number()})]),
        Case_("override_of_defaults", "override", net(a=linear(3, 2), head=tall),
              [constant("Linear", bias=number(), override={"type": "Xavier", "name": "head"})]),
        Case_("override_alone", "override", net(a=linear(3, 2), head=linear(2, 4)),
              [{"type": "Constant", "val": number(), "override": {"type": "Constant", "name": "head", "val": number(), "bias": 1}},
               {"type": "Constant", "val": number(), "bias": 3}]),
        Case_("kaiming_defaults", "distributions", net(a=wide, b=tall),
              [{"type": "Kaiming", "layer": ["Conv2d", "Linear"], "bias": number()}]),
        Case_("kaiming_options", "distributions", net(a=wide, b=tall),
              [{"type": "Kaiming", "layer": "Conv2d", "a": slope, "mode": "fan_in"},
               {"type": "Kaiming", "layer": "Linear", "distribution": "uniform", "a": slope}]),
        Case_("xavier_options", "distributions", net(a=wide, b=tall),
              [{"type": "Xavier", "layer": "Conv2d", "gain": gain},
               {"type": "Xavier", "layer": "Linear", "gain": gain, "distribution": "uniform", "bias": number()}]),
        Case_("normal_draws", "distributions", net(a=wide, b=tall, c=node("Embedding", 300, 90)),
              [{"type": "Normal", "layer": ["Conv2d", "Linear"], "mean": number(), "std": spread, "bias": number()},
               {"type": "Normal", "layer": "Embedding"}]),
        Case_("unknown_type", "refusal", net(a=linear(3, 2)), [constant("Linear"), {"type": "Orthodox", "layer": "Linear"}],
              raises="ValueError"),
        Case_("unknown_type_unused", "refusal", net(a=linear(3, 2)), [{"type": "Orthodox", "layer": "Conv2d"}], raises="ValueError"),
        Case_("unknown_type_in_override", "refusal", net(a=linear(3, 2), b=linear(2, 2)),
              [constant("Linear", override={"type": "Orthodox", "name": "b"})], raises="ValueError"),
        Case_("unknown_path", "refusal", net(a=linear(3, 2), b=seq(linear(2, 2))),
              [constant("Linear", override={"type": "Constant", "name": "b.1", "val": 1})], raises="ValueError"),
        Case_("override_without_name", "refusal", net(a=linear(3, 2)),
              [constant("Linear", override={"type": "Constant", "val": 1})], raises="ValueError"),
    ]  # fmt: skip


def Case_(name, concept, model, cfg, *, frozen=(), dtype="float32", **more):  # noqa: N802 (reads like Case above)
    params = {"model": model, "cfg": cfg, "frozen": list(frozen), "dtype": dtype}
    return Case(name, concept, {}, params=params, **more)


def node(kind, *args, bias=None, affine=None, **children):
    options = {name: value for name, value in (("bias", bias), ("affine", affine)) if value is not None}
    # A list, because the keys of an object may be sorted on the way.
    return {"kind": kind, "args": list(args), "options": options, "children": [list(pair) for pair in children.items()]}


def net(**children):
    return node("Net", **children)


def seq(*children):
    return node("Sequential", **{str(i): child for i, child in enumerate(children)})


def conv(inputs, outputs, kernel, kind="Conv2d", bias=None):
    return node(kind, inputs, outputs, kernel, bias=bias)


def linear(inputs, outputs, bias=None):
    return node("Linear", inputs, outputs, bias=bias)


def walk(model, path=""):
    """(path, description) of every module, the model itself first, as torch's named_modules does."""
    yield path, model
    for name, child in all_children(model):
        yield from walk(child, f"{path}.{name}" if path else name)


def all_children(model):
    return [("norm", node("LayerNorm", model["args"][1]))] if model["kind"] == "NormedLinear" else model["children"]


def own_parameters(module):
    """Name -> shape of what a module holds itself."""
    kind, args, options = module["kind"], module["args"], module["options"]
    if kind in ("Linear", "ScaledLinear", "NormedLinear", "LoggedLinear"):
        shapes = {"weight": (args[1], args[0]), "bias": (args[1],)}
    elif kind == "Embedding":
        return {"weight": tuple(args)}
    elif kind in ("LayerNorm", "BatchNorm2d", "LinearGate"):
        shapes = {"weight": (args[0],), "bias": (args[0],)}
    elif kind == "Shift":
        return {"bias": (args[0],)}
    elif kind == "GroupNorm":
        shapes = {"weight": (args[1],), "bias": (args[1],)}
    elif "_ConvNd" in BASES[kind]:
        rank = 1 if kind == "Conv1d" else 2
        size = tuple(args[2]) if isinstance(args[2], list) else (args[2],) * rank
        channels = (args[0], args[1]) if kind == "ConvTranspose2d" else (args[1], args[0])
        shapes = {"weight": (*channels, *size), "bias": (args[1],)}
    else:
        return {}
    if options.get("affine") is False:
        return {}
    if options.get("bias") is False:
        del shapes["bias"]
    return {"gamma": (1,), **shapes} if kind == "ScaledLinear" else shapes


def parameters(model):
    """(path of the module, name, shape) in the order in which the adapter numbers them."""
    return [(path, name, shape) for path, module in walk(model) for name, shape in own_parameters(module).items()]


def start(number):
    """What the adapter fills parameter `number` with before the call."""
    return 1000.0 + number


def plans(case):
    """What each parameter ends with, by the statement's rules."""
    model, cfg = case.params["model"], case.params["cfg"]
    modules = dict(walk(model))
    found = {(path, name): Plan(start(i)) for i, (path, name, _) in enumerate(parameters(model))}
    for rule in cfg if isinstance(cfg, list) else [cfg]:
        wanted = rule.get("layer", [])
        wanted = {wanted} if isinstance(wanted, str) else set(wanted)
        for path, module in modules.items():
            if wanted & {module["kind"], *BASES[module["kind"]]}:
                fill(found, path, module, rule)
        overrides = rule.get("override", [])
        for one in overrides if isinstance(overrides, list) else [overrides]:
            inner = rule if set(one) == {"name"} else one
            for path, module in modules.items():
                if not one["name"] or path == one["name"] or path.startswith(one["name"] + "."):
                    fill(found, path, module, inner)
    return found


def fill(found, path, module, rule):
    for name, shape in own_parameters(module).items():
        if name == "bias":
            found[path, name] = Plan(float(rule.get("bias", 0)))
        elif name == "weight":
            found[path, name] = weight_plan(rule, shape)


def weight_plan(rule, shape):
    if rule["type"] == "Constant":
        return Plan(float(rule["val"]))
    if rule["type"] == "Normal":
        return Plan(mean=rule.get("mean", 0.0), deviation=rule.get("std", 1.0))
    fan_out, fan_in = (shape[i] * math.prod(shape[2:]) for i in (0, 1))
    if rule["type"] == "Xavier":
        deviation = rule.get("gain", 1) * math.sqrt(2 / (fan_in + fan_out))
    else:
        fan = fan_in if rule.get("mode") == "fan_in" else fan_out
        deviation = math.sqrt(2 / (1 + rule.get("a", 0) ** 2) / fan)
    return Plan(deviation=deviation, distribution=rule.get("distribution", "normal"))


def reference(case):
    model, dtype = case.params["model"], case.params["dtype"]
    planned, expected = plans(case), {}
    for i, (path, name, shape) in enumerate(parameters(model)):
        value = planned[path, name].value
        expected[f"p{i}"] = unchecked(shape, dtype) if value is None else Expected(np.full(shape, value), dtype=dtype)
    return {**expected, "facts": unchecked((len(FACTS),), "int64")}


def check(case, outputs):
    said = {
        "cfg_changed": "The configuration was changed; it is used again for the next model.",
        "not_the_same_parameter": "A parameter was replaced by another one; an optimizer may hold the old one.",
        "requires_grad": "requires_grad of a parameter has changed.",
        "recorded": "A parameter is no leaf any more: the filling was recorded.",
        "buffer_changed": "A buffer was changed.",
        "mode_changed": "train or eval mode of some module has changed.",
        "grad_mode": "Gradients were enabled before the call and are disabled after it.",
    }
    for mistake, value in zip(FACTS, outputs["facts"].tolist(), strict=True):
        yield Finding(mistake, value == 1, mistake=mistake, concept="nothing_else", message=said[mistake])
    planned, drawn = plans(case), []
    for i, (path, name, _) in enumerate(parameters(case.params["model"])):
        plan = planned[path, name]
        if plan.value is None:
            values = as_float64(outputs[f"p{i}"])
            yield from drawn_as_planned(f"{path}.{name}", plan, values)
            drawn.append(((values - plan.mean) / plan.deviation).ravel())
    yield Finding("independent", not dependent(drawn), mistake="dependent", concept="distributions",
                  message="Elements of the weights go together; every one is a draw of its own.")  # fmt: skip


def dependent(drawn):
    """Whether neighbours in a weight, or elements at the same place of two weights, are correlated."""
    pairs = [(one[:-1], one[1:]) for one in drawn]
    pairs += [(one, other) for place, one in enumerate(drawn) for other in drawn[:place]]
    return any(correlated(one[: other.size], other[: one.size]) for one, other in pairs)


def correlated(one, other):
    return not abs(float(np.mean(one * other))) <= SIGMAS / math.sqrt(one.size)


def drawn_as_planned(name, plan, values):
    standard = (values - plan.mean) / plan.deviation
    n, square = standard.size, np.square(standard)
    fourth, excess = (1.8, 0.8) if plan.distribution == "uniform" else (3.0, 2.0)
    sound = bool(np.isfinite(standard).all())
    centred = sound and abs(float(standard.mean())) <= SIGMAS / math.sqrt(n)
    spread = sound and abs(float(square.mean()) - 1) <= SIGMAS * math.sqrt(excess / n)
    # The eighth moment of the normal distribution is 105; the uniform one is narrower still.
    shape = sound and abs(float(np.square(square).mean()) - fourth) <= SIGMAS * math.sqrt(96 / n)
    yield Finding(f"{name} mean", centred, mistake="wrong_mean", message=f"{name} has another mean than asked.")
    yield Finding(f"{name} deviation", spread, mistake="wrong_deviation", message=f"{name} has another deviation than asked.")
    yield Finding(f"{name} shape", shape, mistake="wrong_distribution", message=f"{name} is not {plan.distribution}.")
