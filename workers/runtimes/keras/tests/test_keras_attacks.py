"""Every attack of a Keras answer ends as it must, and the next candidate notices nothing."""

import dataclasses

import keras_attacks
import numpy as np
import pytest
from judge.cells import CellLimits

X = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.mark.parametrize("attack", keras_attacks.ALL, ids=lambda attack: attack.id)
def test_attack_is_held(attack, run, innocent):
    limits = dataclasses.replace(CellLimits(memory_mib=512, output_mib=8), wall_seconds=attack.wall_seconds)
    outcome = run(attack.source, inputs=[("x", X)], limits=limits)

    assert outcome.kind == attack.kind, outcome
    assert outcome.message.startswith(attack.begins), outcome
    assert attack.prints in outcome.stdout and "ESCAPED" not in outcome.stdout, outcome
    if outcome.kind == "returned":
        np.testing.assert_array_equal(outcome.outputs["output"], X)
    innocent()
