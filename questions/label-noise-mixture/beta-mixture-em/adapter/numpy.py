"""Takes the four results apart."""


def run(entry, inputs, params):
    alpha, beta, weight, noisy = entry(inputs["losses"], params["steps"])
    return {"alpha": alpha, "beta": beta, "weight": weight, "noisy": noisy}
