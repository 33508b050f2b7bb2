"""Builds the model, calls the candidate, and turns modules and names into numbers."""

from contextlib import contextmanager

import torch
from torch import nn

LEAVES = {"Linear": (2, 3), "Conv2d": (2, 3, 1), "ReLU": (), "BatchNorm2d": (2,), "Identity": ()}


class Net(nn.Module):
    """A module with any children."""


def run(entry, inputs, params):
    modules = built(params)
    before = appearance(modules)
    with library_walks_refused():
        outputs = walked(entry, modules, params, "")
        if params["twice"]:
            outputs |= walked(entry, modules, params, "second_")
    return {**outputs, "model_kept": torch.tensor([appearance(modules) == before], dtype=torch.int64)}


def appearance(modules):
    """Attributes, children, modes and numbers of every module."""
    return [
        (list(vars(module)), [(name, id(child)) for name, child in module._modules.items()], module.training,
         [tensor.tolist() for held in (module._parameters, module._buffers) for tensor in held.values()])
        for module in modules
    ]  # fmt: skip


def walked(entry, modules, params, label):
    places = {name: place for place, name in enumerate(params["vocabulary"])}
    numbers = {id(module): number for number, module in enumerate(modules)}
    pairs = list(entry(modules[0], params["prefix"], params["remove_duplicate"]))
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise TypeError("walk_modules must give tuples (name, module) with a str as the name")
    return {
        f"{label}modules": torch.tensor([numbers.get(id(module), -1) for _, module in pairs], dtype=torch.int64),
        f"{label}names": torch.tensor([places.get(name, -1) for name, _ in pairs], dtype=torch.int64),
    }


def built(params):
    modules = []
    for description in params["modules"]:
        kind = description["kind"]
        modules.append(Net() if kind == "Net" else getattr(nn, kind)(*LEAVES.get(kind, ())))
    for module, description in zip(modules, params["modules"], strict=True):
        for name, child in description["children"]:
            module.add_module(name, None if child is None else modules[child])
        for name, hidden in description["hidden"]:
            setattr(module, name, [modules[number] for number in hidden])
    for number, name, child in params["later"]:
        if child == "del":
            delattr(modules[number], name)
        else:
            setattr(modules[number], name, None if child is None else modules[child])
    return modules


@contextmanager
def library_walks_refused():
    kept = {name: getattr(nn.Module, name) for name in ("named_modules", "modules")}

    def refuse(*args, **options):
        raise RuntimeError("named_modules and modules are not available here: write the walk yourself")

    try:
        for name in kept:
            setattr(nn.Module, name, refuse)
        yield
    finally:
        for name, function in kept.items():
            setattr(nn.Module, name, function)
