"""Builds the model that the case describes, calls the candidate, and returns every parameter."""

import copy

import torch
from torch import nn


class Net(nn.Module):
    """A module with any children and nothing else."""


class WideConv(nn.Conv2d):
    pass


class WiderConv(WideConv):
    pass


class ScaledLinear(nn.Linear):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        del self.weight, self.bias
        self.gamma = nn.Parameter(torch.ones(1))
        self.weight = nn.Parameter(torch.ones(args[1], args[0]))
        self.bias = nn.Parameter(torch.ones(args[1]))


class NormedLinear(nn.Linear):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.norm = nn.LayerNorm(args[1])


class Logged:
    """Adds to a layer what has nothing to do with layers."""


class LoggedLinear(Logged, nn.Linear):
    pass


class LinearGate(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.bias = nn.Parameter(torch.ones(size))


class Shift(nn.Module):
    """Has a bias, and None where others have a weight."""

    def __init__(self, size):
        super().__init__()
        self.register_parameter("weight", None)
        self.bias = nn.Parameter(torch.ones(size))


OWN = {one.__name__: one for one in (Net, WideConv, WiderConv, ScaledLinear, NormedLinear, LoggedLinear, LinearGate, Shift)}


def run(entry, inputs, params):
    model = prepared(params)
    before = list(model.named_parameters())
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    modes = [module.training for module in model.modules()]
    flags = [parameter.requires_grad for _, parameter in before]
    cfg, kept = params["cfg"], copy.deepcopy(params["cfg"])
    entry(model, cfg)
    after = list(model.named_parameters())
    facts = [
        cfg == kept,
        [name for name, _ in after] == [name for name, _ in before]
        and all(now is then for (_, now), (_, then) in zip(after, before, strict=True)),
        [parameter.requires_grad for _, parameter in after] == flags,
        all(parameter.is_leaf for _, parameter in after),
        all(torch.equal(buffer, buffers.get(name, buffer.new_zeros(0))) for name, buffer in model.named_buffers()),
        [module.training for module in model.modules()] == modes,
        torch.is_grad_enabled(),
    ]
    outputs = {f"p{i}": parameter.detach().clone() for i, (_, parameter) in enumerate(after)}
    return {**outputs, "facts": torch.tensor(facts, dtype=torch.int64)}


def prepared(params):
    """The model with a number of its own in each parameter and 7 in its buffers, so that what was not touched shows."""
    model = built(params["model"]).to(getattr(torch, params["dtype"]))
    with torch.no_grad():
        for i, parameter in enumerate(model.parameters()):
            parameter.fill_(1000 + i)
        for buffer in model.buffers():
            buffer.fill_(7)
    for name in params["frozen"]:
        model.get_parameter(name).requires_grad_(False)
    return model


def built(description):
    kind = description["kind"]
    children = {name: built(child) for name, child in description["children"]}
    if kind in ("Sequential", "ModuleList", "ModuleDict"):
        return {"Sequential": lambda: nn.Sequential(*children.values()), "ModuleList": lambda: nn.ModuleList(children.values()),
                "ModuleDict": lambda: nn.ModuleDict(children)}[kind]()  # fmt: skip
    args = [tuple(one) if isinstance(one, list) else one for one in description["args"]]
    module = (OWN.get(kind) or getattr(nn, kind))(*args, **description["options"])
    for name, child in children.items():
        setattr(module, name, child)
    return module
