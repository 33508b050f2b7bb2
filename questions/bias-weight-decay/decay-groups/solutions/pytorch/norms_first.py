import torch.nn as nn
from torch.nn.modules.batchnorm import _NormBase

NORMS = nn.LayerNorm | nn.RMSNorm | nn.GroupNorm | _NormBase  # the last is the base of batch and instance normalisations


def decay_groups(model, weight_decay):
    norms = [module for module in model.modules() if isinstance(module, NORMS)]
    of_norms = {id(one) for module in norms for one in module._parameters.values()}
    trainable = [one for one in model.parameters() if one.requires_grad]
    is_exempt = [one.dim() <= 1 or id(one) in of_norms for one in trainable]
    return [
        {"params": [one for one, free in zip(trainable, is_exempt, strict=True) if not free], "weight_decay": weight_decay},
        {"params": [one for one, free in zip(trainable, is_exempt, strict=True) if free], "weight_decay": 0},
    ]
