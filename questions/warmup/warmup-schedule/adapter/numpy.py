"""Asks for one step at a time, in the order of the case."""

import numpy as np


def run(entry, inputs, params):
    rates = [entry(step, **params) for step in inputs["steps"].tolist()]
    for rate in rates:
        if isinstance(rate, bool) or not isinstance(rate, (int, float, np.number)):
            raise TypeError(f"warmup_schedule must return a number, not {type(rate).__name__}")
    return {"rates": np.array([float(rate) for rate in rates], dtype=np.float64)}
