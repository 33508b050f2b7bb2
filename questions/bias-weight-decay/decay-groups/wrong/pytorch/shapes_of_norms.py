from torch import nn

NORMS = (nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.modules.batchnorm._NormBase)


def decay_groups(model, weight_decay):
    norms = [module for module in model.modules() if isinstance(module, NORMS)]
    shapes = {parameter.shape for module in norms for parameter in module.parameters(recurse=False)}
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    exempt = [parameter for parameter in trained if parameter.ndim < 2 or parameter.shape in shapes]
    decayed = [parameter for parameter in trained if not (parameter.ndim < 2 or parameter.shape in shapes)]
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": exempt, "weight_decay": 0.0}]
