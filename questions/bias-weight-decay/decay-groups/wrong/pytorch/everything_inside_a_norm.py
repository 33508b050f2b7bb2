from torch import nn

NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)


def decay_groups(model, weight_decay):
    inside = {one for module in model.modules() if isinstance(module, NORMS) for one in module.parameters()}
    trainable = [one for one in model.parameters() if one.requires_grad]
    return [
        {"params": [one for one in trainable if one.ndim > 1 and one not in inside], "weight_decay": weight_decay},
        {"params": [one for one in trainable if one.ndim < 2 or one in inside], "weight_decay": 0.0},
    ]
