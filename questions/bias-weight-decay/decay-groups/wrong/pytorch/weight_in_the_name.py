from torch import nn

NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)


def decay_groups(model, weight_decay):
    decayed, exempt, seen = [], [], set()
    for path, module in model.named_modules():
        for last, parameter in module.named_parameters(recurse=False):
            name = f"{path}.{last}"
            if parameter in seen or not parameter.requires_grad:
                continue
            seen.add(parameter)
            if "weight" not in name or isinstance(module, NORMS):
                exempt.append(parameter)
            else:
                decayed.append(parameter)
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0.0}]
