import torch
from torch import nn


def init_weights(model: nn.Module, cfg) -> None:
    """First every parameter gets the last rule that reaches it, then each is filled once."""
    plan = {}
    for rule in cfg if isinstance(cfg, (list, tuple)) else [cfg]:
        layer = rule.get("layer", ())
        wanted = [layer] if isinstance(layer, str) else list(layer)
        for module in model.modules():
            if any(base.__name__ in wanted for base in type(module).mro()):
                plan[module] = rule
        override = rule.get("override", ())
        for one in [override] if isinstance(override, dict) else override:
            target = dict(model.named_modules()).get(one.get("name", None))
            if target is None:
                raise ValueError(f"no module for the override {one}")
            for module in target.modules():
                plan[module] = one if len(one) > 1 else rule
    with torch.no_grad():
        for module, rule in plan.items():
            for name, parameter in module.named_parameters(recurse=False):
                if name == "bias":
                    parameter.fill_(rule.get("bias", 0))
                elif name == "weight":
                    parameter.copy_(values_for(parameter, rule))
    for rule in cfg if isinstance(cfg, list) else [cfg]:
        if rule["type"] not in ("Constant", "Normal", "Xavier", "Kaiming"):
            raise ValueError(f"unknown type {rule['type']}")


def values_for(w, rule):
    fresh = torch.empty_like(w, requires_grad=False)
    uniform = rule.get("distribution", "normal") == "uniform"
    match rule["type"]:
        case "Constant":
            return fresh.fill_(rule["val"])
        case "Normal":
            return fresh.normal_(rule.get("mean", 0), rule.get("std", 1))
        case "Xavier":
            return (nn.init.xavier_uniform_ if uniform else nn.init.xavier_normal_)(fresh, rule.get("gain", 1))
        case "Kaiming":
            draw = nn.init.kaiming_uniform_ if uniform else nn.init.kaiming_normal_
            return draw(fresh, rule.get("a", 0), rule.get("mode", "fan_out"))
        case other:
            raise ValueError(f"unknown type {other}")
