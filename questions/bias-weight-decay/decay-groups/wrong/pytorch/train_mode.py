from torch import nn

NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)


def decay_groups(model, weight_decay):
    decayed, exempt, seen = [], [], set()
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            if parameter in seen or not parameter.requires_grad:
                continue
            seen.add(parameter)
            if parameter.ndim < 2 or isinstance(module, NORMS):
                exempt.append(parameter)
            else:
                decayed.append(parameter)
    model.train()
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0.0}]
