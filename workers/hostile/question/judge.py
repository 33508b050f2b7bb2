"""Twice the input. Each case is there for a way of answering without computing: its name is what an entry may name."""

import numpy as np
from harness import Case, as_float64, normal, with_specials


def cases(rng, runtime):
    height, width = (int(size) for size in rng.permutation([3, 5, 7, 8])[:2])
    given = np.arange(1, 7, dtype=np.float32).reshape(2, 3)
    return [
        Case("public_example", "values", {"x": given}, visibility="public"),
        Case("same_shape_new_values", "values", {"x": normal(rng, (2, 3))}),
        Case("called_again", "values", {"x": normal(rng, (2, 3))}, repeat=True),
        Case("another_shape", "values", {"x": normal(rng, (height, width))}),
        Case("not_finite", "values", {"x": with_specials(rng, normal(rng, (4, 5)), np.nan, np.inf, -np.inf)}),
        Case("larger", "values", {"x": normal(rng, (64, 65))}),
        Case("by_its_own_file", "values", {"x": normal(rng, (128, 129))}),  # the smaller ones cross with the message
        Case("nothing_in_it", "values", {"x": normal(rng, (0, 3))}),
    ]


def reference(case):
    return {"output": as_float64(case.inputs["x"]) * 2}
