"""The author's check: holds for a good question, and names each broken promise. Through real cells."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from judge.check_question import check_question
from judge.devices import processor
from judge.grade import GradeDeps
from judge.pool_as_needed import PoolAsNeeded
from judge.questions import QuestionBank
from judge.remembered import Memory
from judge.start import ROOT

BUILD = Path(os.environ.get("GRADECHECK_BUILD", ROOT / ".gradecheck" / "build"))

pytestmark = pytest.mark.skipif(
    not (BUILD / "libcell.so").exists(),
    reason=f"no cell helper in {BUILD}: run `npx gradecheck setup`; NOTHING of the author's check was tested",
)

RIGHT = "def double(x, refuse=False):\n    if refuse:\n        raise ValueError('no')\n    return {value}\n"
SOLUTIONS = {"plus.py": "x + x", "times.py": "2 * x"}
WRONG = {
    "same.py": ("x", "public_small"),
    "squared.py": ("x * x", "random"),
    "three.py": ("x * 3", "again"),
    "wide.py": ("(2 * x).astype('float64')", "one"),
    "flat.py": ("(2 * x).reshape(-1)[None]", "random"),
    "nothing.py": ("2 * x * float('nan')", "one"),
}


@pytest.fixture
def complete(question_folder):
    for kind in ("solutions", "wrong"):
        (question_folder / kind / "numpy").mkdir(parents=True)
    for name, value in SOLUTIONS.items():
        (question_folder / "solutions" / "numpy" / name).write_text(RIGHT.format(value=value))
    for name, (value, _) in WRONG.items():
        (question_folder / "wrong" / "numpy" / name).write_text(RIGHT.format(value=value))
    (question_folder / "starter").mkdir()
    (question_folder / "starter" / "numpy.py").write_text(
        "def double(x, refuse=False):\n    raise NotImplementedError\n"
    )
    wrong = {name: {"verdict": "wrong_answer", "caught_by": case} for name, (_, case) in WRONG.items()}
    expect = {"solutions": {"numpy": list(SOLUTIONS)}, "wrong": {"numpy": wrong}}
    (question_folder / "expect.yaml").write_text(json.dumps(expect))
    return question_folder


@pytest.fixture(scope="module")
def deps():
    pool = PoolAsNeeded(BUILD, 2)
    yield GradeDeps(QuestionBank(ROOT), pool, {}, processor().described())
    pool.close()


def broken(deps, folder):
    return {check.name: check.detail for check in check_question(deps, folder, None, 2) if not check.passed}


def test_a_good_question_passes(deps, complete):
    checks = list(check_question(deps, complete, None, 2))
    assert [check for check in checks if not check.passed] == []
    names = " ".join(check.name for check in checks)
    for kind in ("zeros", "constant", "nan", "identity", "ignores_inputs", "lower_precision", "input_mutated"):
        assert f"mutant {kind}" in names


def change(folder, file, old, new):
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    "file, old, new, complains",
    [
        ("solutions/numpy/plus.py", "x + x", "x + x + 1", "solutions/numpy/plus.py"),
        ("wrong/numpy/same.py", "return x", "return 2 * x", "wrong/numpy/same.py"),
        ("wrong/numpy/flat.py", "def", "raise KeyError\ndef", "wrong/numpy/flat.py"),
        ("expect.yaml", '"caught_by": "again"', '"caught_by": "text"', "wrong/numpy/three.py"),
        ("expect.yaml", '"caught_by": "again"', '"caught_by": "nowhere"', "wrong/numpy/three.py"),
        (
            "starter/numpy.py",
            "raise NotImplementedError",
            "return 2 * x if not refuse else int('')",
            "starter/numpy.py",
        ),
        ("expect.yaml", '"plus.py", ', "", "numpy: expect.yaml lists solutions"),
        ("judge.py", "normal(rng", "normal(np.random.default_rng()", "numpy: 5 cases, the same for the same seed"),
        ("judge.py", "normal(rng", "normal(np.random.default_rng(3)", "numpy: other cases for another seed"),
        ("judge.py", "def reference", "def elsewhere", "the question loads"),
        ("judge.py", "return {", "return case.x or {", "numpy: cases and references"),
        (
            "question.yaml",
            "limits:",
            "tolerance: {float32: {rtol: 0.01}}\nlimits:",
            "mutant lower_precision of plus.py",
        ),
    ],
)
def test_each_broken_promise_is_named(deps, complete, file, old, new, complains):
    change(complete, file, old, new)
    found = broken(deps, complete)
    assert any(name.endswith(complains) for name in found), found


def test_a_survivor_needs_a_reason_and_the_reason_must_be_true(deps, complete):
    change(complete, "question.yaml", "limits:", "tolerance: {float32: {rtol: 0.01}}\nlimits:")
    expect = json.loads((complete / "expect.yaml").read_text())
    expect["survivors"] = {"numpy": {"lower_precision": "half precision is enough here", "zeros": "stale"}}
    (complete / "expect.yaml").write_text(json.dumps(expect))
    assert list(broken(deps, complete)) == ["numpy: automatic mutant zeros of plus.py"]


def test_the_command_prints_and_exits_by_what_it_found(complete):
    command = [sys.executable, "-I", str(ROOT / "workers/judge/check.py"), "--build", str(BUILD), "--runtime", "numpy"]
    good = subprocess.run([*command, str(complete), "--json"], capture_output=True, text=True, check=False)
    assert good.returncode == 0 and all(check["passed"] for check in json.loads(good.stdout)["double-it"]), good.stderr
    (complete / "solutions" / "numpy" / "plus.py").write_text("x")
    bad = subprocess.run([*command, str(complete)], capture_output=True, text=True, check=False)
    assert bad.returncode == 1 and "FAIL solutions/numpy/plus.py" in bad.stdout


def test_describe_is_the_same_on_every_run(complete):
    command = [sys.executable, "-I", str(ROOT / "workers/judge/describe.py"), str(complete)]
    outputs = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert outputs[0] == outputs[1]
    (described,) = json.loads(outputs[0])
    (case,) = described["public_cases"]
    assert case["name"] == "public_small" and case["expected"][0]["dtype"] == "float32"
    value = case["inputs"][0]["values"][0]
    assert case["expected"][0]["values"][0] == pytest.approx(2 * value, rel=1e-5) and len(str(abs(value))) <= 9


def remembered(deps, folder, memory):
    checks = list(check_question(deps, folder, None, 2, memory))
    return {check.name for check in checks if check.remembered}, {check.name for check in checks if not check.passed}


def test_a_second_check_runs_what_was_edited_and_nothing_else(deps, complete, tmp_path):
    memory = Memory(tmp_path / "checked", BUILD)
    assert remembered(deps, complete, memory) == (set(), set())
    everything, _ = remembered(deps, complete, memory)
    assert {"solutions/numpy/plus.py", "wrong/numpy/same.py", "starter/numpy.py"} <= everything and len(
        everything
    ) == 17
    change(complete, "wrong/numpy/same.py", "return x", "return 2 * x")
    again, failed = remembered(deps, complete, memory)
    assert everything - again == {"wrong/numpy/same.py"} == failed
    assert remembered(deps, complete, memory) == (again, failed)  # what failed is run until it holds
    assert remembered(deps, complete, Memory(tmp_path / "checked", BUILD, fresh=True))[0] == set()


def test_a_judge_that_accepts_everything_is_not_helped_by_memory(deps, complete, tmp_path):
    memory = Memory(tmp_path / "checked", BUILD)
    remembered(deps, complete, memory)
    change(complete, "judge.py", "2 * as_float64(case.inputs", "3 * as_float64(case.inputs")
    known, failed = remembered(deps, complete, memory)
    assert known == set() and {"solutions/numpy/plus.py", "wrong/numpy/three.py"} <= failed


def test_the_command_remembers_only_when_told(complete, tmp_path):
    command = [sys.executable, "-I", str(ROOT / "workers/judge/check.py"), "--build", str(BUILD), str(complete)]
    told = [*command, "--remember", str(tmp_path / "checked")]
    printed = [subprocess.run(one, capture_output=True, text=True, check=True).stdout for one in (told, told, command)]
    assert ["results are remembered" in text for text in printed] == [False, True, False]
    assert "17 results are remembered" in printed[1] and printed[1].count("[remembered]") == 17


def test_only_runtimes_with_something_to_run_are_started(complete, tmp_path):
    pool = PoolAsNeeded(BUILD, 2)
    own = GradeDeps(QuestionBank(ROOT), pool, {}, processor().described())
    try:
        assert broken(own, complete) == {} and pool.runtimes() == ["numpy"]
    finally:
        pool.close()
