import torch
from torch import nn


def init_weights(model: nn.Module, cfg: dict | list[dict]) -> None:
    for rule in [cfg] if isinstance(cfg, dict) else cfg:
        layers = rule.get("layer", [])
        layers = {layers} if isinstance(layers, str) else set(layers)
        for module in model.modules():
            if layers & set(line_of(type(module))):
                fill(module, rule)
        overrides = rule.get("override", [])
        for override in [overrides] if isinstance(overrides, dict) else overrides:
            apply_override(model, override, rule)
        if rule["type"] not in KINDS:
            raise ValueError(f"unknown type {rule['type']!r}")


def line_of(kind):
    while kind is not object:
        yield kind.__name__
        kind = kind.__bases__[0]


def apply_override(model, override, rule):
    if "name" not in override:
        raise ValueError("an override needs a name")
    try:
        part = model.get_submodule(override["name"])
    except AttributeError as error:
        raise ValueError(f"there is no {override['name']}") from error
    for module in part.modules():
        fill(module, override if "type" in override else rule)


@torch.no_grad()
def fill(module, rule):
    if rule["type"] not in KINDS:
        raise ValueError(f"unknown type {rule['type']!r}")
    weight, bias = own(module, "weight"), own(module, "bias")
    if weight is not None:
        KINDS[rule["type"]](weight, rule)
    if bias is not None:
        bias.fill_(rule.get("bias", 0))


def own(module, name):
    return module._parameters.get(name)


def constant(weight, rule):
    nn.init.constant_(weight, rule["val"])


def normal(weight, rule):
    nn.init.normal_(weight, rule.get("mean", 0.0), rule.get("std", 1.0))


def xavier(weight, rule):
    draw = nn.init.xavier_uniform_ if rule.get("distribution") == "uniform" else nn.init.xavier_normal_
    draw(weight, gain=rule.get("gain", 1))


def kaiming(weight, rule):
    draw = nn.init.kaiming_uniform_ if rule.get("distribution") == "uniform" else nn.init.kaiming_normal_
    draw(weight, a=rule.get("a", 0), mode=rule.get("mode", "fan_out"), nonlinearity="leaky_relu")


KINDS = {"Constant": constant, "Normal": normal, "Xavier": xavier, "Kaiming": kaiming}
