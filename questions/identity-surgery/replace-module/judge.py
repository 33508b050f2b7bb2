"""Cases and reference of replace-module.

A model is a list of numbered modules, each with its children by number; module 0 is the model, and the new module and
what is inside it stand in the same list. What comes back is the model's places: name and number of the module.
"""

import numpy as np
from harness import Case, Finding, unchecked

NAMES = ["stem", "body", "head", "neck", "tail", "conv", "norm", "act", "left", "right", "inner", "outer", "proj", "gate"]
LEAVES = ["Linear", "Conv2d", "ReLU", "BatchNorm2d", "Dropout"]
MISSING = ("AttributeError", "KeyError")
FACTS = ("not_an_attribute", "tensor_changed", "attribute_added")


def cases(rng, runtime):
    make = Maker(rng)
    small = [net(("body", 1), ("head", 4)), seq(2, 3), leaf("Linear"), leaf("ReLU"), leaf("Linear")]
    blocks = [net(("layer1", 1), ("layer10", 2), ("conv", 3), ("deep", 4)), seq(3, 5), seq(5, 3, 6), leaf("Conv2d"),
              net(("conv", 7), ("layer1", 8)), leaf("ReLU"), leaf("Linear"), leaf("Conv2d"), seq(9, 10), leaf("Linear"), leaf("ReLU")]
    shared = [net(("a", 1), ("b", 2), ("act", 3)), seq(4, 3, 5, 3), net(("x", 6), ("act", 3)), leaf("ReLU"), leaf("Linear"),
              leaf("Linear"), seq(3)]
    refused = [net(("body", 1), ("none", None), ("fc", 2), hidden=[("tuck", [2])]), seq(3, 4), leaf("Linear"), leaf("Linear"), leaf("ReLU")]
    return [
        make.case("public_example", "path", small, "head", leaf("Identity"), visibility="public"),
        make.case("public_shared", "shared", [seq(1, 2, 3, 2), leaf("Linear"), leaf("ReLU"), leaf("Linear")], "1", leaf("Dropout"),
                  everywhere=True, visibility="public"),
        make.case("public_refusal", "refusal", small, "tail", leaf("Identity"), visibility="public", raises=MISSING),
        make.case("direct_child", "path", blocks, "conv", leaf("Identity")),
        make.case("deep_child", "path", blocks, "deep.layer1.1", leaf("Dropout")),
        make.case("names_alike", "path", blocks, "layer1.1", leaf("Identity")),
        make.case("longer_name", "path", blocks, "layer10.2", leaf("Linear")),
        make.case("whole_part", "path", blocks, "deep", leaf("Identity")),
        make.tree_case("drawn_tree", "path", 12),
        make.tree_case("drawn_deep_tree", "path", 14, deep=True),
        make.case("first_of_sequence", "containers", [seq(1, 2, 3), leaf("Conv2d"), leaf("ReLU"), leaf("Linear")], "0", leaf("Dropout")),
        make.case("middle_of_three", "containers", [net(("z", 1), ("m", 2), ("a", 3)), *map(leaf, ["Linear", "ReLU", "Linear"])], "m",
                  leaf("Identity")),
        make.case("in_module_list", "containers", [net(("blocks", 1)), node("ModuleList", ("0", 2), ("1", 3), ("2", 2)), seq(4), leaf("ReLU"),
                                                   leaf("Linear")], "blocks.1", leaf("Identity")),
        make.case("in_module_dict", "containers", [net(("heads", 1)), node("ModuleDict", ("cls", 2), ("0", 3), ("box", 2)), leaf("Linear"),
                                                   seq(4, 5), leaf("Linear"), leaf("ReLU")], "heads.0.1", leaf("Dropout")),
        make.case("part_for_leaf", "containers", small, "body.1", seq(6, 7), leaf("Linear"), leaf("ReLU")),
        make.case("only_here", "shared", shared, "a.1", leaf("Dropout")),
        make.case("only_second_name", "shared", shared, "b.act", leaf("Dropout")),
        make.case("everywhere", "shared", shared, "b.x.0", leaf("Dropout"), everywhere=True),
        make.case("everywhere_from_the_top", "shared", shared, "act", leaf("Identity"), everywhere=True),
        make.case("equal_layers", "shared", [seq(1, 2, 1, 3), leaf("ReLU"), leaf("ReLU"), seq(2, 1)], "1", leaf("Identity"), everywhere=True),
        make.case("shared_parent", "shared", [net(("first", 1), ("second", 1), ("other", 2)), seq(3, 4), seq(3), leaf("Linear"), leaf("ReLU")],
                  "second.0", leaf("Identity")),
        make.case("single_place_everywhere", "shared", blocks, "deep.conv", leaf("Identity"), everywhere=True),
        make.case("wrapped_here", "wrapped", small, "body.0", seq(2, 6), leaf("Dropout")),
        make.case("wrapped_everywhere", "wrapped", shared, "act", seq(3, 8), leaf("Dropout"), everywhere=True),
        make.case("wrapped_deep", "wrapped", shared, "a", seq(8, 1), seq(4), everywhere=True),
        make.case("model_in_eval", "mode", small, "body.1", seq(6, 7), leaf("Dropout"), leaf("BatchNorm2d"), evaluated=[0, 1, 2, 3, 4]),
        make.case("part_in_eval", "mode", small, "body", seq(6), leaf("Dropout"), evaluated=[1, 2]),
        make.case("inside_in_eval", "mode", small, "body", seq(6), leaf("Dropout"), evaluated=[2]),
        make.case("inside_in_train", "mode", small, "body", seq(6), leaf("Dropout"), evaluated=[0, 1, 3, 5, 6]),
        make.case("new_in_eval", "mode", small, "body.0", seq(6), leaf("BatchNorm2d"), evaluated=[0, 1, 5, 6]),
        make.case("deep_new_in_eval", "mode", small, "body.0", seq(6), seq(7, 8), leaf("BatchNorm2d"), leaf("Dropout"), evaluated=[2]),
        make.case("unknown_name", "refusal", refused, "other", leaf("Identity"), raises=MISSING),
        make.case("unknown_inner_name", "refusal", refused, "body.2", leaf("Identity"), raises=MISSING),
        make.case("unknown_outer_name", "refusal", refused, "bodies.0", leaf("Identity"), raises=MISSING),
        make.case("parameter", "refusal", refused, "fc.weight", leaf("Identity"), raises=MISSING),
        make.case("other_attribute", "refusal", refused, "fc.training", leaf("Identity"), raises=MISSING),
        make.case("child_that_is_none", "refusal", refused, "none", leaf("Identity"), raises=MISSING),
        make.case("in_plain_list", "refusal", refused, "tuck.0", leaf("Identity"), raises=MISSING),
        make.case("plain_list", "refusal", refused, "tuck", leaf("Identity"), raises=MISSING),
        make.case("empty_name", "refusal", refused, "body.", leaf("Identity"), raises=MISSING),
        make.case("empty_path", "refusal", refused, "", leaf("Identity"), raises="ValueError"),
    ]  # fmt: skip


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, model, path, *added, everywhere=False, evaluated=(), **more):
        params = {"modules": [*model, *added], "new": len(model), "path": path, "everywhere": everywhere, "evaluated": list(evaluated)}
        before = [one for one, _ in places([dict(module["children"]) for module in params["modules"]])]
        after = [] if "raises" in more else [one for one, _ in places(replaced(params)[0])]
        params["vocabulary"] = sorted({*before, *after})
        return Case(name, concept, {}, params=params, **more)

    def tree_case(self, name, concept, size, deep=False):
        """A drawn tree, a drawn place in it, and a leaf for that place."""
        children = [[] for _ in range(size)]
        for child in range(1, size):
            lowest = max(0, child - 3) if deep else 0
            children[int(self.rng.integers(lowest, child))].append(child)
        model = [self.module(inside) for inside in children]
        found = places([dict(module["children"]) for module in model])
        path = found[int(self.rng.integers(size // 2, size))][0]
        return self.case(name, concept, model, path, leaf("Identity"))

    def module(self, inside):
        if not inside:
            return leaf(str(self.rng.choice(LEAVES)))
        names = self.rng.choice(NAMES, len(inside), replace=False)
        kind = str(self.rng.choice(["Net", "Sequential", "ModuleDict"]))
        return seq(*inside) if kind == "Sequential" else node(kind, *((str(name), child) for name, child in zip(names, inside, strict=True)))


def node(kind, *children, hidden=()):
    return {"kind": kind, "children": [list(pair) for pair in children], "hidden": [list(pair) for pair in hidden]}


def net(*children, hidden=()):
    return node("Net", *children, hidden=hidden)


def seq(*children):
    return node("Sequential", *((str(i), child) for i, child in enumerate(children)))


def leaf(kind):
    return node(kind)


def places(children, root=0):
    """[(name, number)] of every place in the model, a module before what is inside it."""
    found, waiting = [], [("", root)]
    while waiting:
        name, number = waiting.pop()
        found.append((name, number))
        inside = [(f"{name}.{key}" if name else key, child) for key, child in children[number].items() if child is not None]
        waiting += reversed(inside)
    return found


def replaced(params):
    """(children of every module afterwards, number of the old module)."""
    children = [dict(module["children"]) for module in params["modules"]]
    *parents, last = params["path"].split(".")
    parent = 0
    for name in parents:
        parent = children[parent][name]
    old = children[parent][last]
    here = {number for _, number in places(children)}
    after = [
        {key: params["new"] if params["everywhere"] and number in here and child == old else child for key, child in inside.items()}
        for number, inside in enumerate(children)
    ]
    after[parent][last] = params["new"]
    return after, old


def reference(case):
    params = case.params
    after, old = replaced(params)
    names, numbers = zip(*places(after), strict=True)
    modes = np.array([number not in params["evaluated"] for number in range(len(after))], dtype=np.int64)
    for _, number in places([dict(module["children"]) for module in params["modules"]], params["new"]):
        modes[number] = old not in params["evaluated"]
    return {
        "names": np.array([params["vocabulary"].index(name) for name in names], dtype=np.int64),
        "modules": np.array(numbers, dtype=np.int64),
        "returned": np.array([old], dtype=np.int64),
        "modes": modes,
        "facts": unchecked((len(FACTS),), "int64"),
    }


def check(case, outputs):
    said = {
        "not_an_attribute": "Some child cannot be reached as an attribute of its parent any more.",
        "tensor_changed": "A parameter or buffer was changed, replaced or converted.",
        "attribute_added": "A module got or lost an attribute.",
    }
    for mistake, value in zip(FACTS, outputs["facts"].tolist(), strict=True):
        yield Finding(mistake, value == 1, mistake=mistake, concept="path", message=said[mistake])
