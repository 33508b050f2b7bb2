"""Cases and reference of walk-modules.

A model is a list of numbered modules, each with its children by number, so that one module may stand at several places
and even inside itself. What comes back is two lists of numbers: which module, and which name of `vocabulary`.
"""

import numpy as np
from harness import Case, Finding, unchecked

NAMES = ["stem", "body", "head", "neck", "tail", "conv", "norm", "act", "left", "right", "inner", "outer", "proj", "gate"]
LAYERS = ["Linear", "Conv2d", "ReLU", "BatchNorm2d", "Identity"]
CONTAINERS = ["Net", "Net", "Sequential", "ModuleList", "ModuleDict"]


def cases(rng, runtime):
    make = Maker(rng)
    shared_part = [net(("a", 1), ("b", 2), ("c", 1), ("d", 3)), net(("x", 3), ("y", 4)), net(("z", 1)), leaf("ReLU"), leaf("Linear")]
    return [
        make.case("public_example", "order", [net(("stem", 1), ("head", 4)), seq(2, 3), leaf("Conv2d"), leaf("ReLU"), leaf("Linear")],
                  visibility="public"),
        make.case("public_shared", "shared", [seq(1, 2, 3, 2), leaf("Linear"), leaf("ReLU"), leaf("Linear")], visibility="public"),
        make.case("public_all_places", "every_place", [seq(1, 2, 3, 2), leaf("Linear"), leaf("ReLU"), leaf("Linear")],
                  remove_duplicate=False, visibility="public"),
        make.case("tree", "order", make.tree(14)),
        make.case("deep_tree", "order", make.tree(18, deep=True)),
        make.case("changed_later", "order", [net(("a", 1), ("b", 2), ("c", 3)), leaf("Linear"), seq(4), leaf("ReLU"), leaf("Conv2d"),
                                             seq(4, 3), leaf("Identity")],
                  later=[[0, "a", 6], [0, "b", "del"], [0, "b", 5]]),
        make.case("single_layer", "names", [leaf("Linear")]),
        make.case("prefix", "names", make.tree(9), prefix=make.name()),
        make.case("dotted_prefix", "names", make.tree(7), prefix=f"{make.name()}.{make.name()}"),
        make.case("prefix_ends_with_a_point", "names", make.tree(6), prefix=f"{make.name()}."),
        make.case("prefix_of_layer", "names", [leaf("ReLU")], prefix=make.name(), remove_duplicate=False),
        make.case("containers", "children", [net(("list", 1), ("dict", 2), ("seq", 3)), node("ModuleList", ("0", 4), ("1", 5)),
                                             node("ModuleDict", ("key", 6), ("2", 7)), seq(8), *map(leaf, ["ReLU"] * 5)]),
        make.case("named_in_a_sequence", "children", [node("Sequential", ("conv", 1), ("acts", 2)), leaf("Conv2d"),
                                                      node("Sequential", ("2", 3), ("0", 4)), leaf("ReLU"), leaf("Identity")]),
        make.case("no_child_there", "children", [net(("a", None), ("b", 1), ("c", None)), net(("d", 2), ("e", None)), leaf("Linear")],
                  later=[[1, "d", None], [0, "c", 2]]),
        make.case("no_child_every_place", "children", [net(("a", None), ("b", 1), ("c", 1)), net(("d", None), ("e", 2)), leaf("ReLU")],
                  remove_duplicate=False),
        make.case("empty_containers", "children", [net(("a", 1), ("b", 2), ("c", 3), ("d", 4)), seq(), node("ModuleList"),
                                                   node("ModuleDict"), leaf("ReLU")]),
        make.case("not_registered", "children", [net(("a", 1), hidden=[("tuck", [2, 3])]), net(("c", 4), hidden=[("more", [3])]),
                                                 leaf("Linear"), seq(2), leaf("ReLU")]),
        make.case("shared_part", "shared", shared_part),
        make.case("shared_tree", "shared", make.tree(12, again=4)),
        make.case("equal_layers", "shared", [seq(1, 2, 3, 1, 4), leaf("ReLU"), leaf("ReLU"), leaf("Linear"), leaf("Linear")]),
        make.case("twice_in_a_row", "shared", [net(("a", 1), ("b", 1), ("c", 2), ("d", 2)), leaf("ReLU"), seq(3, 3), leaf("Linear")]),
        make.case("inside_itself", "shared", [net(("child", 1), ("me", 0)), net(("parent", 0), ("leaf", 2)), leaf("Linear")]),
        make.case("shared_part_every_place", "every_place", shared_part, remove_duplicate=False),
        make.case("shared_tree_every_place", "every_place", make.tree(10, again=4), remove_duplicate=False),
        make.case("asked_twice", "fresh", make.tree(8, again=2), twice=True),
    ]  # fmt: skip


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def name(self):
        return str(self.rng.choice(NAMES))

    def case(self, name, concept, modules, *, prefix="", remove_duplicate=True, later=(), twice=False, **more):
        params = {"modules": modules, "later": [list(change) for change in later], "prefix": prefix,
                  "remove_duplicate": remove_duplicate, "twice": twice}  # fmt: skip
        # Every path of the model with and without the prefix, sorted: what a walk may call something, rightly or not.
        paths = {path for path, _ in walk(params, once="inside_itself" == name) if path}
        bare = {path.removeprefix(prefix).strip(".") for path in paths}
        params["vocabulary"] = sorted({"", *paths, *bare, *(path.rsplit(".", 1)[-1] for path in paths)})
        return Case(name, concept, {}, params=params, **more)

    def tree(self, size, deep=False, again=0):
        """Modules in a drawn order of places; `again` of them stand at a second place, which makes no circle."""
        children = [[] for _ in range(size)]
        for child in range(1, size):
            parent = int(self.rng.integers(max(0, child - 3), child)) if deep else int(self.rng.integers(0, (child + 2) // 3 + 1))
            children[min(parent, child - 1)].append(child)
        for _ in range(again):
            child = int(self.rng.integers(2, size))
            children[int(self.rng.integers(0, child))].append(child)
        return [self.module(inside) for inside in children]

    def module(self, inside):
        if not inside:
            return leaf(str(self.rng.choice(LAYERS)))
        kind = str(self.rng.choice(CONTAINERS))
        if kind in ("Sequential", "ModuleList"):
            return node(kind, *((str(i), child) for i, child in enumerate(inside)))
        names = self.rng.choice(NAMES, len(inside), replace=False)
        return node(kind, *((str(name), child) for name, child in zip(names, inside, strict=True)))


def node(kind, *children, hidden=()):
    return {"kind": kind, "children": [list(pair) for pair in children], "hidden": [list(pair) for pair in hidden]}


def net(*children, hidden=()):
    return node("Net", *children, hidden=hidden)


def seq(*children):
    return node("Sequential", *((str(i), child) for i, child in enumerate(children)))


def leaf(kind):
    return node(kind)


def walk(params, once=None):
    """[(name, number of the module)] in the order of torch: a module, then its children, each with all that is in it."""
    children = [dict(module["children"]) for module in params["modules"]]
    for number, name, child in params["later"]:
        if child == "del":
            del children[number][name]
        else:
            children[number][name] = child
    once = params["remove_duplicate"] if once is None else once
    found, seen = [], set()
    waiting = [(params["prefix"], 0)]
    while waiting:
        name, number = waiting.pop()
        if once and number in seen:
            continue
        seen.add(number)
        found.append((name, number))
        inside = [(f"{name}.{key}" if name else key, child) for key, child in children[number].items() if child is not None]
        waiting += reversed(inside)
    return found


def reference(case):
    names, numbers = zip(*walk(case.params), strict=True)
    expected = {
        "modules": np.array(numbers, dtype=np.int64),
        "names": np.array([case.params["vocabulary"].index(name) for name in names], dtype=np.int64),
    }
    if case.params["twice"]:
        expected |= {"second_modules": expected["modules"], "second_names": expected["names"]}
    return {**expected, "model_kept": unchecked((1,), "int64")}


def check(case, outputs):
    yield Finding("model_kept", outputs["model_kept"][0] == 1, mistake="input_mutated", concept="fresh",
                  message="The model was changed by the walk: an attribute, a child, a mode or a number.")  # fmt: skip
