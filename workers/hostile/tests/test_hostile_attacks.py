"""Every attack is held in the first of its runtimes that is here; `npm run hostile` runs them in all."""

import pytest
from hostile.suite import HOSTILE, RUNTIMES
from judge.cells.attack_files import read_attacks


@pytest.mark.parametrize("attack", read_attacks(HOSTILE), ids=lambda attack: attack.name)
def test_attack_is_held(suite, attack):
    here = [name for name in RUNTIMES if name in suite.pool.runtimes() and name in attack.runtimes]
    if not here:
        pytest.skip(f"SKIPPED ALOUD: {' and '.join(attack.runtimes)} not prepared: npx gradecheck setup --runtime …")
    plan = [one for one in suite.planned(attack.name, each_once=True) if one.attack == attack and not one.warmed]
    if not plan:
        pytest.skip(f"SKIPPED ALOUD: only on {attack.fields['only']}")
    (result,) = suite.run(plan)
    assert result.held, result


@pytest.mark.parametrize("entry", ["CK-07", "FR-08", "FS-03", "MM-07", "RD-11", "RD-13", "SV-09"])
def test_attack_is_held_in_a_warmed_cell(suite, entry):
    plan = [one for one in suite.planned(entry, each_once=True) if one.warmed]
    assert plan
    for result in suite.run(plan):
        assert result.held and result.cell == "warmed", result
