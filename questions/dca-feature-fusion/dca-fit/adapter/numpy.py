"""Takes the two matrices apart."""


def run(entry, inputs, params):
    a_x, a_y = entry(inputs["x"], inputs["y"], inputs["labels"])
    return {"a_x": a_x, "a_y": a_y}
