"""Builds the model and the state, calls the candidate, and returns every tensor of the model."""

import torch
from torch import nn


class Net(nn.Module):
    """A module with any children and tensors of its own."""


def run(entry, inputs, params):
    model = prepared(params)
    state = given(inputs, params)
    before = held(model)
    memory = [tensor.data_ptr() for _, tensor in before]
    flags = [tensor.requires_grad for _, tensor in before]
    modes = [module.training for module in model.modules()]
    entries, values = list(state.items()), [tensor.detach().clone() for tensor in state.values()]
    with torch.set_grad_enabled(params["grad_mode"]):
        missing, unexpected, mismatched = entry(model, state)
        mode_kept = torch.is_grad_enabled() == params["grad_mode"]
    after = held(model)
    facts = [
        [name for name, _ in after] == [name for name, _ in before]
        and all(now is then for (_, now), (_, then) in zip(after, before, strict=True)),
        [tensor.data_ptr() for _, tensor in after] == memory,
        [tensor.requires_grad for _, tensor in after] == flags,
        all(tensor.is_leaf for _, tensor in after),
        all(tensor.grad is None or bool((tensor.grad == 5).all()) for _, tensor in after)
        and (not params["gradients"] or all(parameter.grad is not None for parameter in model.parameters())),
        [module.training for module in model.modules()] == modes,
        mode_kept,
        kept(state, entries, values),
    ]
    tensors = dict(after)
    outputs = {f"t{i}": tensors[name].detach().clone() for i, name in enumerate(params["tensors"])}
    lists = {"missing": missing, "unexpected": unexpected, "mismatched": mismatched}
    outputs |= {label: places(names, params["vocabulary"]) for label, names in lists.items()}
    return {**outputs, "facts": torch.tensor(facts, dtype=torch.int64)}


def held(model):
    """Every tensor under each of its names, buffers that are not persistent included."""
    found = [*model.named_parameters(remove_duplicate=False), *model.named_buffers(remove_duplicate=False)]
    return [(name, tensor) for name, tensor in found if tensor is not None]


def kept(state, entries, values):
    return list(state) == [name for name, _ in entries] and all(
        state[name] is tensor and tensor.dtype == value.dtype and torch.equal(tensor.detach(), value)
        for (name, tensor), value in zip(entries, values, strict=True)
    )


def places(names, vocabulary):
    """Numbers of the names, sorted, because their order is free; -1 for a name that occurs nowhere."""
    numbers = {name: number for number, name in enumerate(vocabulary)}
    return torch.tensor(sorted(numbers.get(name, -1) for name in names), dtype=torch.int64)


def given(inputs, params):
    state = {}
    for name, key in params["state"]:
        tensor = inputs[key].clone()
        if params["strided"] and tensor.dim() > 1:
            tensor = tensor.transpose(0, 1).contiguous().transpose(0, 1)
        state[name] = nn.Parameter(tensor) if params["as_parameters"] else tensor
    return state


def prepared(params):
    model = built(params["model"]).to(getattr(torch, params["dtype"]))
    for alias, name in params["tied"]:
        parent, _, attribute = alias.rpartition(".")
        setattr(model.get_submodule(parent), attribute, model.get_parameter(name))
    tensors = dict(held(model))
    with torch.no_grad():
        for number, name in enumerate(params["tensors"]):
            tensors[name].fill_(1000 + number)
    for name in params["frozen"]:
        tensors[name].requires_grad_(False)
    for path in params["eval"]:
        model.get_submodule(path).eval()
    if params["gradients"]:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 5)
    return model


def built(description, siblings=None):
    kind, args = description["kind"], description["args"]
    if kind == "same":
        return siblings[args[0]]
    children = {}
    for name, child in description["children"]:
        children[name] = built(child, children)
    if kind == "Sequential":
        return nn.Sequential(*children.values())
    if kind == "ModuleDict":
        return nn.ModuleDict(children)
    module = Net() if kind == "Net" else getattr(nn, kind)(*args, **description["options"])
    for name, shape, kind in description["tensors"]:
        if kind == "parameter":
            module.register_parameter(name, nn.Parameter(torch.zeros(shape)))
        else:
            values = torch.zeros(shape, dtype=torch.int64 if kind == "counter" else torch.float32)
            module.register_buffer(name, values, persistent=kind != "scratch")
    for name, child in children.items():
        module.add_module(name, child)
    return module
