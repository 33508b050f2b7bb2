"""Builds the model, calls the candidate, numbers the listed parameters, and lets an optimiser do one step with them."""

import torch
from torch import nn

OPTIMIZER_DECAY, RATE = 0.5, 0.25


class Net(nn.Module):
    """A module with any children and parameters of its own."""


class OwnScale(nn.Module):
    """A normalisation of the model's own making: nothing of torch's is its base."""

    def __init__(self, size):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(size))


class OwnNorm(OwnScale):
    """Looks like a normalisation in everything but its base, and holds a table."""

    def __init__(self, size, classes):
        super().__init__(size)
        self.eps, self.num_features, self.affine = 1e-5, size, True
        self.table = nn.Parameter(torch.ones(classes, size))


class ImageNorm(nn.LayerNorm):
    pass


class ConditionalNorm(nn.LayerNorm):
    """Holds a table of its own, and a layer inside."""

    def __init__(self, shape, conditions):
        super().__init__(shape)
        self.mix = nn.Parameter(torch.ones(conditions, shape[-1]))
        self.proj = nn.Linear(conditions, shape[-1])


class ClassNorm(nn.BatchNorm3d):
    def __init__(self, size, classes):
        super().__init__(size)
        self.table = nn.Parameter(torch.ones(classes, size))


class StyleNorm(nn.InstanceNorm1d):
    def __init__(self, size, styles):
        super().__init__(size, affine=True)
        self.table = nn.Parameter(torch.ones(styles, size))


class PartNorm(nn.GroupNorm):
    def __init__(self, size, parts):
        super().__init__(1, size)
        self.table = nn.Parameter(torch.ones(parts, size))


def with_table(name, base, **options):
    def __init__(self, size, classes):
        base.__init__(self, size, **options)
        self.table = nn.Parameter(torch.ones(classes, size))

    return type(name, (base,), {"__init__": __init__})


OTHERS = (with_table("LineNorm", nn.BatchNorm1d), with_table("PlaneNorm", nn.BatchNorm2d), with_table("CrowdNorm", nn.SyncBatchNorm),
          with_table("FieldNorm", nn.InstanceNorm2d, affine=True), with_table("SpaceNorm", nn.InstanceNorm3d, affine=True))  # fmt: skip
OWN = {one.__name__: one for one in (Net, OwnScale, OwnNorm, ImageNorm, ConditionalNorm, ClassNorm, StyleNorm, PartNorm, *OTHERS)}


def run(entry, inputs, params):
    model = prepared(params)
    parameters = [parameter for _, parameter in model.named_parameters()]
    before = appearance(model)
    groups = list(entry(model, params["weight_decay"]))
    for group in groups:
        if not isinstance(group, dict) or set(group) != {"params", "weight_decay"}:
            raise TypeError("decay_groups must return dictionaries with the keys params and weight_decay, and no others")
    groups = [{**group, "params": list(group["params"])} for group in groups]
    kept = appearance(model) == before
    numbers = {id(parameter): number for number, parameter in enumerate(parameters)}
    listed = [[numbers.get(id(one), -1) for one in group["params"]] for group in groups]
    listed += [[]] * (2 - len(listed))
    step(groups)
    return {
        "decayed": torch.tensor(listed[0], dtype=torch.int64),
        "exempt": torch.tensor(listed[1], dtype=torch.int64),
        "decays": torch.tensor([float(group["weight_decay"]) for group in groups], dtype=torch.float64),
        "after": torch.stack([parameter.detach().reshape(-1)[0] for parameter in parameters]),
        "model_kept": torch.tensor([kept], dtype=torch.int64),
    }


def step(groups):
    for group in groups:
        for parameter in group["params"]:
            parameter.grad = torch.zeros_like(parameter)
    if groups:  # an empty list is no error of the optimiser here: the numbers show that the groups are missing
        torch.optim.SGD(groups, lr=RATE, weight_decay=OPTIMIZER_DECAY).step()


def appearance(model):
    return [
        [(name, id(one), one.requires_grad, one.grad is None, one.tolist()) for name, one in model.named_parameters(remove_duplicate=False)],
        [(name, one.tolist()) for name, one in model.named_buffers()],
        [(name, id(one), one.training, sorted(vars(one))) for name, one in model.named_modules()],
    ]


def prepared(params):
    """The model in float64 with k + 1 in parameter number k."""
    model = built(params["model"])
    for parent, name, source in params["shared"]:
        setattr(model.get_submodule(parent), name, model.get_submodule(source))
    for place, name, source in params["tied"]:
        setattr(model.get_submodule(place), name, model.get_parameter(source))
    model.to(torch.float64)
    with torch.no_grad():
        for number, parameter in enumerate(model.parameters()):
            parameter.fill_(number + 1)
    for name in params["frozen"]:
        model.get_parameter(name).requires_grad_(False)
    for path in params["evaluated"]:
        model.get_submodule(path).eval()
    return model


def built(description):
    kind = description["kind"]
    children = [(name, built(child)) for name, child in description["children"]]
    if kind == "Sequential":
        return nn.Sequential(*(child for _, child in children))
    module = (OWN.get(kind) or getattr(nn, kind))(*description["args"], **description["options"])
    for name, shape in description["own"]:
        module.register_parameter(name, nn.Parameter(torch.ones(shape)))
    for name, child in children:
        module.add_module(name, child)
    return module
