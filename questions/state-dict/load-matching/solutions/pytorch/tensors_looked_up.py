def load_matching(model, state):
    """Goes through what is given, looks each name up, and finds out at the end what has not come."""
    waiting = dict(model.state_dict(keep_vars=True))
    unexpected, mismatched = [], []
    for name in state:
        target = waiting.pop(name, None)
        if target is None:
            unexpected.append(name)
        elif target.ndim == state[name].ndim and all(a == b for a, b in zip(target.shape, state[name].shape, strict=True)):
            target.data.copy_(state[name].data)
        else:
            mismatched.append(name)
    return tuple(waiting), tuple(unexpected), tuple(mismatched)
