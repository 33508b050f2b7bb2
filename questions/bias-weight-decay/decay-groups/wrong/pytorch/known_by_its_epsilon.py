


def decay_groups(model, weight_decay):
    decayed, exempt, seen = [], [], set()
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            if parameter in seen or not parameter.requires_grad:
                continue
            seen.add(parameter)
            (exempt if parameter.ndim < 2 or hasattr(module, "eps") else decayed).append(parameter)
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0.0}]
