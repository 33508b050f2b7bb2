import torch.nn as nn


def decay_groups(model, weight_decay):
    # Torch's own classes of the other normalisations hold parameters with 1 axis; a derived class may not.
    wide = [module for module in model.modules() if isinstance(module, nn.LayerNorm | nn.RMSNorm)]
    of_norms = {id(one) for module in wide for one in module._parameters.values()}
    trainable = [one for one in model.parameters() if one.requires_grad]
    is_exempt = [one.dim() <= 1 or id(one) in of_norms for one in trainable]
    return [
        {"params": [one for one, free in zip(trainable, is_exempt, strict=True) if not free], "weight_decay": weight_decay},
        {"params": [one for one, free in zip(trainable, is_exempt, strict=True) if free], "weight_decay": 0},
    ]
