def load_matching(model, state):
    model.load_state_dict(state)
    return [], [], []
