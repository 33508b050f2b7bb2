def decay_groups(model, weight_decay):
    decayed, exempt, seen = [], [], set()
    for path, module in model.named_modules():
        for last, parameter in module.named_parameters(recurse=False):
            name = f"{path}.{last}"
            if parameter in seen or not parameter.requires_grad:
                continue
            seen.add(parameter)
            if parameter.ndim < 2 or "norm" in name or "bn" in name:
                exempt.append(parameter)
            else:
                decayed.append(parameter)
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0.0}]
