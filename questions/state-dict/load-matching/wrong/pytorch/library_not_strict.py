def load_matching(model, state):
    result = model.load_state_dict(state, strict=False)
    return result.missing_keys, result.unexpected_keys, []
