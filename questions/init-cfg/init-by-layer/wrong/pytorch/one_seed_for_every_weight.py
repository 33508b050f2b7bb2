import math

import torch


def init_weights(model, cfg):
    names = dict(model.named_modules())
    rules = cfg if isinstance(cfg, list) else [cfg]
    for rule in rules:
        known(rule["type"])
        wanted = rule.get("layer") or ()
        if isinstance(wanted, str):
            wanted = (wanted,)
        model.apply(lambda m, rule=rule, wanted=wanted: derived(type(m), wanted) and start(m, **rule))
        later = rule.get("override") or []
        for one in later if isinstance(later, list) else [later]:
            if one.get("name") not in names:
                raise ValueError(f"no module for {one}")
            options = {key: value for key, value in one.items() if key != "name"} or rule
            known(options["type"])
            names[one["name"]].apply(lambda m, options=options: start(m, **options))


def known(type):
    if type not in {"Constant", "Normal", "Xavier", "Kaiming"}:
        raise ValueError(f"{type} is no way to initialise")


def derived(kind, wanted):
    return kind.__name__ in wanted or any(derived(base, wanted) for base in kind.__bases__)


def start(m, type, bias=0.0, distribution="normal", val=None, mean=0.0, std=1.0, gain=1.0, a=0.0, mode="fan_out",
          layer=None, override=None):  # fmt: skip
    held = dict(m.named_parameters(recurse=False))
    if "bias" in held:
        held["bias"].data[...] = bias
    w = held.get("weight")
    if w is None:
        return
    if type == "Constant":
        w.data[...] = val
        return
    if type == "Normal":
        center, spread = mean, std
    else:
        field = w[0, 0].numel()
        outputs, inputs, center = w.shape[0] * field, w.shape[1] * field, 0.0
        if type == "Xavier":
            spread = gain * math.sqrt(2 / (inputs + outputs))
        else:
            spread = math.sqrt(2 / (1 + a * a) / (inputs if mode == "fan_in" else outputs))
    torch.manual_seed(0)
    noise = torch.randn(w.shape) if distribution == "normal" else (torch.rand(w.shape) * 2 - 1) * math.sqrt(3)
    w.data.copy_(center + spread * noise)
