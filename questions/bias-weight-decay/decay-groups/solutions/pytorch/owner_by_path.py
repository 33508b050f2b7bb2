def decay_groups(model, weight_decay):
    groups = {True: {"params": [], "weight_decay": weight_decay}, False: {"params": [], "weight_decay": 0.0}}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            owner = model.get_submodule(name.rpartition(".")[0])
            groups[len(parameter.shape) >= 2 and not normalises(owner)]["params"].append(parameter)
    return list(groups.values())


def normalises(module):
    bases = {base.__name__ for base in type(module).__mro__}
    return bool(bases & {"LayerNorm", "RMSNorm", "GroupNorm", "_BatchNorm", "_InstanceNorm"})
