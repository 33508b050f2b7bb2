def load_matching(model, state):
    """The library loads what is left once everything that it would refuse is taken out."""
    own = model.state_dict()
    known = own.keys() & state.keys()
    fitting = {name: state[name] for name in known if state[name].shape == own[name].shape}
    model.load_state_dict(fitting, strict=False)
    return sorted(own.keys() - known), sorted(state.keys() - known), sorted(known - fitting.keys())
