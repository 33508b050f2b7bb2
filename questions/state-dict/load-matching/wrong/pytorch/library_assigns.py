def load_matching(model, state):
    own = model.state_dict()
    fitting = {name: value for name, value in state.items() if name in own and value.shape == own[name].shape}
    model.load_state_dict(fitting, strict=False, assign=True)
    mismatched = [name for name in state if name in own and name not in fitting]
    return [name for name in own if name not in state], [name for name in state if name not in own], mismatched
