def load_matching(model, state):
    own = model.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = [name for name in own if name in state and own[name].shape != state[name].shape]
    for name in unexpected:
        state.pop(name)
    for name in [*missing, *mismatched]:
        state[name] = own[name].clone()
    model.load_state_dict(state)
    return missing, unexpected, mismatched
