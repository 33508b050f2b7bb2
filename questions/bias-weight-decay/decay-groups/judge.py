"""Cases and reference of decay-groups.

A model is described as data. The judge lists its parameters in torch's order by itself, decides for each of them, and
knows what one step without gradients leaves of it.
"""

import numpy as np
from harness import Case as PlainCase
from harness import Expected, Finding, unchecked

RATE = 0.25
# Each derived from another normalisation of torch: which it is shows only in the table that it holds.
WITH_TABLE = ("ClassNorm", "StyleNorm", "PartNorm", "LineNorm", "PlaneNorm", "CrowdNorm", "FieldNorm", "SpaceNorm")
NORMS = ("BatchNorm2d", "SyncBatchNorm", "InstanceNorm2d", "GroupNorm", "LayerNorm", "RMSNorm", "ImageNorm", "ConditionalNorm", *WITH_TABLE)


def cases(rng, runtime):
    few = lambda low=2, high=6: int(rng.integers(low, high))  # noqa: E731
    a, b, c, d = (few() for _ in range(4))
    image = [few(2, 4), few(4, 7)]
    case = Maker(rng)
    return [
        case("public_example", "axes", net(conv=conv(2, 3, bias=False), bn=norm("BatchNorm2d", 3), fc=linear(3, 2)), decay=0.2,
             visibility="public"),
        case("public_image_norm", "norms", net(conv=conv(1, 2), norm=norm("LayerNorm", [2, 3])), visibility="public"),
        case("public_frozen", "trainable", net(body=linear(2, 3), head=linear(3, 2)), frozen=["body.weight", "head.bias"],
             visibility="public"),
        case("plain_stack", "axes", net(stem=seq(conv(a, b), norm("BatchNorm2d", b), conv(b, c, bias=False), norm("GroupNorm", 1, c)),
                                        up=node("ConvTranspose2d", c, d, 2), line=node("Conv1d", d, a, 3),
                                        table=node("Embedding", 7, d), head=seq(linear(c, d), norm("LayerNorm", d), linear(d, a)))),
        case("recurrent", "axes", net(rnn=node("LSTM", a, b), gru=node("GRU", b, c), out=linear(c, d))),
        case("attention", "axes", net(attend=node("MultiheadAttention", 2 * a, 2), mix=linear(2 * a, b, bias=False))),
        case("bare_parameters", "axes", net(own={"temperature": [], "scale": [a], "table": [b, c], "kernel": [a, b, c]},
                                            layer=net(own={"shift": [d], "weight": [d]}, inner=linear(d, a)))),
        case("own_scale", "axes", net(first=node("OwnScale", a), second=seq(linear(a, b), node("OwnScale", b)))),
        case("norms_of_all_sorts", "norms", net(a=norm("LayerNorm", image), b=norm("RMSNorm", image), c=norm("SyncBatchNorm", c),
                                                d=node("InstanceNorm2d", d, affine=True), e=norm("GroupNorm", 1, a), f=conv(a, b),
                                                g=norm("BatchNorm2d", b))),
        case("rms_over_image", "norms", net(first=conv(a, b), second=norm("RMSNorm", image))),
        case("derived_norm", "norms", net(conv=conv(a, b), post=norm("ImageNorm", image))),
        case("tables_in_norms", "norms", net(batch=node("ClassNorm", a, c), instance=node("StyleNorm", b, c), group=node("PartNorm", c, d),
                                             fc=linear(a, b))),
        case("tables_in_other_norms", "norms", net(line=node("LineNorm", a, b), plane=node("PlaneNorm", b, c), crowd=node("CrowdNorm", c, d),
                                                   field=node("FieldNorm", d, a), space=node("SpaceNorm", a, c))),
        case("own_norm_with_table", "norms", net(fc=linear(a, b), made=node("OwnNorm", b, c), post=norm("LayerNorm", b))),
        case("shape_of_a_norm", "norms", net(fc=linear(*reversed(image)), post=norm("LayerNorm", image), table=node("Embedding", *image))),
        case("inside_a_norm", "norms", net(fc=linear(a, b), modulate=node("ConditionalNorm", [b], c))),
        case("bias_in_names", "names", net(bias_proj=linear(a, b), unbiased=conv(b, c), own={"bias_table": [a, b]},
                                           debias=net(own={"weight_bias": [d]}, rebias=linear(d, a)))),
        case("bias_with_axes", "names", net(fc=linear(a, b), relative=net(own={"bias": [c, d]}))),
        case("norm_in_names", "names", net(norm=linear(a, b), bn1=conv(b, c), layer_norm=seq(linear(c, d)), norms=node("Embedding", 5, a))),
        case("norm_called_otherwise", "names", net(down=seq(conv(a, b), norm("LayerNorm", image)), post=norm("RMSNorm", image))),
        case("no_name_weight", "names", net(own={"cls": [1, 1, a], "pos": [1, b, a]}, blocks=seq(net(own={"u": [c, d], "v": [d]})))),
        case("some_frozen", "trainable", net(a=linear(a, b), b=norm("LayerNorm", b), c=conv(b, c), d=linear(c, d)),
             frozen=["a.bias", "b.weight", "c.weight"]),
        case("all_frozen", "trainable", net(a=linear(a, b)), frozen=["a.weight", "a.bias"]),
        case("tied_head", "trainable", net(table=node("Embedding", 7, a), body=linear(a, a), head=linear(a, 7)),
             tied=[["head", "weight", "table.weight"]]),
        case("tied_biases", "trainable", net(a=linear(a, b), b=linear(c, b), n=norm("LayerNorm", b)), tied=[["b", "bias", "a.bias"]]),
        case("shared_layers", "trainable", net(encoder=net(fc=linear(a, b), n=norm("LayerNorm", image)), decoder=net(own={"s": [2]})),
             shared=[["decoder", "fc", "encoder.fc"], ["decoder", "n", "encoder.n"]]),
        case("frozen_and_tied", "trainable", net(table=node("Embedding", 7, a), head=linear(a, 7)), tied=[["head", "weight", "table.weight"]],
             frozen=["table.weight"]),
        case("order_of_names", "groups", net(own={"z": [a, b], "y": [c]}, w=net(own={"x": [b, c]}, v=linear(c, d)), u=seq(linear(d, a),
                                             conv(a, b)), a=linear(b, c), k=seq(*(linear(1, 1) for _ in range(11))))),
        case("nothing_exempt", "groups", net(a=linear(a, b, bias=False), b=conv(b, c, bias=False))),
        case("nothing_decayed", "groups", net(a=norm("BatchNorm2d", a), b=norm("LayerNorm", image))),
        case("no_decay_at_all", "groups", net(a=linear(a, b), b=norm("LayerNorm", b)), decay=0.0),
        case("model_is_a_layer", "groups", linear(a, b)),
        case("model_is_a_norm", "norms", norm("ImageNorm", image)),
        case("no_parameters", "groups", net(a=node("ReLU"), b=linear(a, b)), frozen=["b.weight", "b.bias"]),
        case("asked_again", "untouched", net(a=linear(a, b), b=norm("BatchNorm2d", b), c=linear(b, c)), repeat=True),
        case("partly_in_eval", "untouched", net(a=linear(a, b), b=norm("BatchNorm2d", b), c=seq(linear(b, c), node("Dropout"))),
             evaluated=["b", "c.1"]),
    ]  # fmt: skip


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def __call__(self, name, concept, model, *, decay=None, frozen=(), tied=(), shared=(), evaluated=(), **more):
        decay = float(round(self.rng.uniform(0.01, 0.3), 3)) if decay is None else decay
        params = {"model": model, "weight_decay": decay, "frozen": list(frozen), "tied": list(tied), "shared": list(shared),
                  "evaluated": list(evaluated)}  # fmt: skip
        return PlainCase(name, concept, {}, params, **more)


def node(kind, *args, own=None, children=(), **options):
    # Lists of pairs, because the keys of an object may be sorted on the way.
    return {"kind": kind, "args": list(args), "options": options, "own": [list(pair) for pair in (own or {}).items()],
            "children": [list(pair) for pair in children]}  # fmt: skip


def net(own=None, **children):
    return node("Net", own=own, children=children.items())


def seq(*children):
    return node("Sequential", children=[(str(i), child) for i, child in enumerate(children)])


def linear(inputs, outputs, **options):
    return node("Linear", inputs, outputs, **options)


def conv(inputs, outputs, **options):
    return node("Conv2d", inputs, outputs, 3, **options)


def norm(kind, *args):
    return node(kind, *args)


def own_parameters(module):
    """[(name, shape)] of what a module holds itself, in the order of torch."""
    kind, args, options = module["kind"], module["args"], module["options"]
    weight, bias = None, None
    if kind in ("Linear",):
        weight, bias = (args[1], args[0]), (args[1],)
    elif kind in ("Conv1d", "Conv2d", "ConvTranspose2d"):
        channels = (args[0], args[1]) if kind == "ConvTranspose2d" else (args[1], args[0])
        weight, bias = (*channels, *[args[2]] * (1 if kind == "Conv1d" else 2)), (args[1],)
    elif kind == "Embedding":
        weight = tuple(args)
    elif kind in ("BatchNorm2d", "SyncBatchNorm", "InstanceNorm2d", *WITH_TABLE):
        weight, bias = (args[0],), (args[0],)
    elif kind == "GroupNorm":
        weight, bias = (args[1],), (args[1],)
    elif kind in ("LayerNorm", "ImageNorm", "ConditionalNorm"):
        weight = bias = tuple(args[0]) if isinstance(args[0], list) else (args[0],)
    elif kind == "RMSNorm":
        weight = tuple(args[0])
    elif kind == "OwnScale":
        return [("gain", (args[0],))]
    elif kind == "OwnNorm":
        return [("gain", (args[0],)), ("table", (args[1], args[0]))]
    elif kind in ("LSTM", "GRU"):
        gates = (4 if kind == "LSTM" else 3) * args[1]
        return [("weight_ih_l0", (gates, args[0])), ("weight_hh_l0", (gates, args[1])), ("bias_ih_l0", (gates,)), ("bias_hh_l0", (gates,))]
    elif kind == "MultiheadAttention":
        return [("in_proj_weight", (3 * args[0], args[0])), ("in_proj_bias", (3 * args[0],))]
    found = [("weight", weight)] if weight else []
    found += [("bias", bias)] if bias and options.get("bias") is not False else []
    found += [("mix", (args[1], args[0][-1]))] if kind == "ConditionalNorm" else []
    found += [("table", (args[1], args[0]))] if kind in WITH_TABLE else []
    return found + [(name, tuple(shape)) for name, shape in module["own"]]


def inside(module):
    kind, args = module["kind"], module["args"]
    if kind == "MultiheadAttention":
        return [("out_proj", linear(args[0], args[0]))]
    return [("proj", linear(args[1], args[0][-1]))] if kind == "ConditionalNorm" else module["children"]


def parameters(params):
    """[(name, exempt)] of every parameter once, in the order of named_parameters. A shared one has its first name."""
    shared = {f"{parent}.{name}" if parent else name for parent, name, _ in params["shared"]}
    tied = {f"{place}.{name}" for place, name, _ in params["tied"]}
    found = []

    def visit(path, module):
        if path in shared:
            return
        for name, shape in own_parameters(module):
            full = f"{path}.{name}".lstrip(".")
            if full not in tied:
                found.append((full, len(shape) < 2 or module["kind"] in NORMS))
        for name, child in inside(module):
            visit(f"{path}.{name}".lstrip("."), child)

    visit("", params["model"])
    return found


def reference(case):
    p = case.params
    found = parameters(p)
    groups = {True: [], False: []}
    after = []
    for number, (name, exempt) in enumerate(found):
        frozen = name in p["frozen"]
        after.append(float(number + 1) * (1.0 if exempt or frozen else 1 - RATE * p["weight_decay"]))
        if not frozen:
            groups[exempt].append(number)
    return {
        "decayed": np.array(groups[False], dtype=np.int64),
        "exempt": np.array(groups[True], dtype=np.int64),
        "decays": Expected(np.array([p["weight_decay"], 0.0]), dtype="float64"),
        "after": Expected(np.array(after, dtype=np.float64), dtype="float64"),
        "model_kept": unchecked((1,), "int64"),
    }


def check(case, outputs):
    yield Finding("model_kept", outputs["model_kept"][0] == 1, mistake="input_mutated", concept="untouched",
                  message="The model was changed by the call: a value, a flag, a mode or a gradient.")  # fmt: skip
