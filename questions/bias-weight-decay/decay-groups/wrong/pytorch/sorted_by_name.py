from torch import nn

NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)


def decay_groups(model, weight_decay):
    exempt = set()
    for path, module in model.named_modules():
        for last, one in module.named_parameters(recurse=False):
            if one.ndim < 2 or isinstance(module, NORMS):
                exempt.add(f"{path}.{last}".lstrip("."))
    found = {name: one for name, one in model.named_parameters() if one.requires_grad}
    return [
        {"params": [found[name] for name in sorted(found.keys() - exempt)], "weight_decay": weight_decay},
        {"params": [found[name] for name in sorted(found.keys() & exempt)], "weight_decay": 0.0},
    ]
