def load_matching(model, state):
    own = model.state_dict()
    missing, mismatched = list(own)[len(state) :], []
    for (name, tensor), value in zip(own.items(), state.values(), strict=False):
        if value.shape == tensor.shape:
            tensor.copy_(value.detach())
        else:
            mismatched.append(name)
    return missing, list(state)[len(own) :], mismatched
