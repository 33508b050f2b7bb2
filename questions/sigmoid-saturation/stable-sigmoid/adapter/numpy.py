"""Turns NumPy's warnings into errors where the case says so; a NumPy scalar counts as an array without axes."""

import numpy as np


def run(entry, inputs, params):
    how = "raise" if params["strict"] else "ignore"
    with np.errstate(over=how, divide=how, invalid=how, under="ignore"):
        value, gradient = entry(inputs["x"])
    return {"value": as_array(value), "gradient": as_array(gradient)}


def as_array(result):
    return np.asarray(result) if isinstance(result, np.generic) else result
