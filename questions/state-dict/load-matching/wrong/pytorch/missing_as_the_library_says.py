def load_matching(model, state):
    own = model.state_dict()
    fitting = {name: value for name, value in state.items() if name in own and value.shape == own[name].shape}
    result = model.load_state_dict(fitting, strict=False)
    mismatched = [name for name in state if name in own and name not in fitting]
    missing = [name for name in result.missing_keys if name not in mismatched]
    return missing, [name for name in state if name not in own], mismatched
