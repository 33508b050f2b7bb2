def load_matching(model, state):
    own, tried = model.state_dict(keep_vars=True), set()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = []
    for name, tensor in own.items():
        if name in state:
            fits = tensor.shape == state[name].shape
            if not fits:
                mismatched.append(name)
            if id(tensor) not in tried:
                tried.add(id(tensor))
                if fits:
                    tensor.data.copy_(state[name].data)
    return missing, unexpected, mismatched
