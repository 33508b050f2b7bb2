"""The score: what is counted, what a reason changes, when it is stale, and the whole way through real cells."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from judge.devices import processor
from judge.errors import JudgeFault, QuestionBroken
from judge.grade import GradeDeps
from judge.mutate.generate import Mutant
from judge.mutate.mutate_question import mutate_question
from judge.mutate.quality import Quality, Reasons, Tally, quality_inputs, read_reasons
from judge.mutate.run_mutants import Result, run_mutants
from judge.questions import QuestionBank, load_question
from judge.start import ROOT, open_pool

BUILD = Path(os.environ.get("GRADECHECK_BUILD", ROOT / ".gradecheck" / "build"))

in_cells = pytest.mark.skipif(
    not (BUILD / "libcell.so").exists(),
    reason=f"no cell helper in {BUILD}: run `npx gradecheck setup`; NO mutant was run",
)

PLUS = "def double(x, refuse=False):\n    if refuse:\n        raise ValueError('no')\n    return x + x\n"
TIMES = "def double(x, refuse=False):\n    if not refuse:\n        return 2 * x\n    raise ValueError('no')\n"


@pytest.fixture
def complete(question_folder):
    for name, text in (("plus.py", PLUS), ("times.py", TIMES)):
        path = question_folder / "solutions" / "numpy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return question_folder


@pytest.fixture(scope="module")
def deps():
    pool = open_pool(["numpy"], BUILD, 2)
    yield GradeDeps(QuestionBank(ROOT), pool, {}, processor().described())
    pool.close()


def mutant(key, operator="arithmetic", after="y"):
    return Mutant(key, operator, 1, "x", after, b"")


def counted(results, equivalent=None, accepted=None, spoilt=None):
    quality = Quality(Reasons(equivalent or {}, accepted or {}, spoilt or {}))
    for one in results:
        quality.add("numpy/a.py", one)
    quality.finish({"numpy/a.py": {one.mutant.key for one in results}})
    return quality


def test_the_score_leaves_equivalent_ones_out_and_rounds_down():
    assert Tally(20, 15, 4, 1).score == 15 / 16
    assert Tally(3, 3, 0, 0).score == Tally(2, 0, 2, 0).score == 1
    assert Tally(100_000, 94_999, 0, 5_001).as_json()["score"] == 0.9499


def test_a_survivor_needs_a_reason():
    results = [Result(mutant(f"k{i}"), "case: value") for i in range(30)] + [Result(mutant("alive"), "")]
    quality = counted(results)
    assert not quality.good and [one.mutant.key for _, one in quality.unexplained] == ["alive"]
    explained = counted(results, accepted={"numpy/a.py": {"alive": "nobody writes this"}})
    assert explained.good and explained.whole.surviving == 1 and explained.whole.score == 30 / 31
    equal = counted(results, equivalent={"numpy/a.py": {"alive": "it is right"}})
    assert equal.good and equal.whole.score == 1 and equal.whole.equivalent == 1


def test_below_the_floor_no_reason_helps():
    results = [Result(mutant("dead"), "case"), Result(mutant("alive"), "")]
    assert not counted(results, accepted={"numpy/a.py": {"alive": "nobody writes this"}}).good


def test_a_reason_that_is_not_true_any_more_is_stale():
    killed = counted([Result(mutant("k"), "case: value")], equivalent={"numpy/a.py": {"k": "it is right"}})
    assert killed.stale == ["numpy/a.py: k is caught by case: value"] and not killed.good
    gone = counted([Result(mutant("k"), "case")], accepted={"numpy/a.py": {"other": "nobody writes this"}})
    assert gone.unused == ["numpy/a.py: there is no mutant other"] and gone.good


def test_spoilt_entries_that_are_right_are_known_from_expect_yaml():
    results = [Result(mutant("s", "spoilt", "f(…), lower precision"), "")]
    assert counted(results, spoilt={"numpy": {"lower_precision": "half is enough"}}).whole.equivalent == 1
    assert counted(results, spoilt={"pytorch": {"lower_precision": "half is enough"}}).whole.surviving == 1


def test_reasons_are_read_and_must_have_their_shape(complete):
    (complete / "mutants.yaml").write_text("equivalent: {numpy/plus.py: {k-1: it is right too}}\n")
    (complete / "expect.yaml").write_text("survivors: {numpy: {zeros: all is zero}}\n")
    reasons = read_reasons(load_question(complete))
    assert reasons == Reasons({"numpy/plus.py": {"k-1": "it is right too"}}, {}, {"numpy": {"zeros": "all is zero"}})
    (complete / "mutants.yaml").write_text("equivalent: [numpy/plus.py]\n")
    with pytest.raises(QuestionBroken, match="mapping of solutions"):
        read_reasons(load_question(complete))


def test_a_score_is_no_part_of_the_question_and_goes_stale_with_what_it_was_computed_from(complete):
    question = load_question(complete)
    before = quality_inputs(question.files, b"")
    (complete / "quality.json").write_text("{}")
    (complete / "mutants.yaml").write_text("accepted: {}\n")
    (complete / "design.md").write_text("other words")
    text = (complete / "question.yaml").read_text()
    (complete / "question.yaml").write_text(text.replace("Think about basics.", "Think again."))
    same = load_question(complete)
    assert quality_inputs(same.files, b"") == before
    assert quality_inputs(same.files, b"accepted: {}") != before
    for path, old, new in (
        ("question.yaml", "wall_seconds_total: 10", "wall_seconds_total: 11"),
        ("judge.py", "2 *", "3 *"),
        ("solutions/numpy/plus.py", "x + x", "x+x"),
    ):
        content = (complete / path).read_text()
        (complete / path).write_text(content.replace(old, new))
        assert quality_inputs(load_question(complete).files, b"") != before, path
        (complete / path).write_text(content)
    (complete / "design.md").unlink()
    (complete / "question.yaml").write_text(text)
    assert load_question(complete).revision == question.revision


@in_cells
def test_mutants_of_a_good_question_are_caught_by_the_case_that_is_named(deps, complete):
    quality = mutate_question(deps, load_question(complete), None, 2, lambda *_: None)
    assert quality.good and quality.whole.killed == quality.whole.generated > 25, quality.unexplained
    assert set(quality.by_operator) >= {
        "arithmetic",
        "dropped_term",
        "off_by_one",
        "one_branch",
        "other_refusal",
        "spoilt",
    }
    assert quality.whole.generated == sum(tally.generated for tally in quality.by_operator.values())


@in_cells
def test_a_case_less_and_mutants_get_through(deps, complete):
    judge = (complete / "judge.py").read_text()
    (complete / "judge.py").write_text(judge.replace('        Case("text"', '        # Case("text"'))
    quality = mutate_question(deps, load_question(complete), None, 2, lambda *_: None)
    alive = {one.mutant.after for _, one in quality.unexplained}
    assert "raise ArithmeticError('no')" in alive and "if False:" in alive and not quality.good


@in_cells
@pytest.mark.parametrize(
    "source, caught_by",
    [
        ("def double(x, refuse=False):\n    return x\n", "public_small: value"),
        ("def double(x, refuse=False)\n", "loading: syntax_error"),
        ("def other(x):\n    return x\n", "loading: missing_entry"),
        ("def double(x, refuse=False):\n    while True:\n        pass\n", "public_small: time_limit"),
        ("import numpy as np\ndouble = np.multiply\n", "loading: raised"),
        (PLUS, ""),
    ],
)
def test_who_caught_it(deps, complete, source, caught_by):
    question = load_question(complete)
    one = Mutant("k", "o", 1, "", "", source.encode())
    (result,) = run_mutants(deps, question, question.runtime("numpy"), [one], 1)
    assert result.caught_by.startswith(caught_by) and result.killed == bool(caught_by)


@in_cells
def test_the_command_writes_the_score_and_exits_by_it(complete):
    script = ROOT / "workers/judge/mutate/__main__.py"
    command = [sys.executable, "-I", str(script), "--build", str(BUILD), str(complete)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    assert good.returncode == 0 and "ok   score 1.000" in good.stdout, good.stdout + good.stderr
    stored = json.loads((complete / "quality.json").read_text())
    question = load_question(complete)
    assert stored["score"] == 1 and stored["unexplained"] == 0 and set(stored["runtimes"]) == {"numpy"}
    assert stored["inputs"] == quality_inputs(question.files, b"")
    (complete / "quality.json").unlink()
    part = subprocess.run([*command, "--runtime", "numpy", "--json"], capture_output=True, text=True, check=False)
    assert part.returncode == 0 and json.loads(part.stdout)["double-it"] == stored
    assert not (complete / "quality.json").exists()
    (complete / "mutants.yaml").write_text("equivalent: [1]\n")
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert broken.returncode == 2 and "double-it/mutants.yaml" in broken.stderr


def test_solutions_in_typescript_get_theirs_from_the_compiler():
    from judge.mutate.typescript import typescript_mutants

    source = b"export function f(a: number, b: number): number {\n  return a + b;\n}\n"
    found = {one.after: one for one in typescript_mutants(source, "a.ts", "f")}
    assert found["return a - b;"].operator == "other_sign" and found["return a - b;"].line == 2
    assert b"a - b" in found["return a - b;"].source
    with pytest.raises(JudgeFault, match="could not be made"):
        typescript_mutants(source, "a.ts", "")
