"""Every attack ends as it must, and the next candidate notices nothing."""

import dataclasses

import cells_attacks
import pytest
from cells_support import LIMITS


@pytest.mark.parametrize("attack", cells_attacks.ALL, ids=lambda attack: attack.name.replace(" ", "-"))
def test_attack_is_held(attack, run, innocent):
    outcome = run(attack.source, limits=dataclasses.replace(LIMITS, wall_seconds=attack.wall_seconds))

    assert outcome.kind == attack.kind, outcome
    assert outcome.message.startswith(attack.begins), outcome
    assert attack.prints in outcome.stdout and "ESCAPED" not in outcome.stdout, outcome
    innocent()
