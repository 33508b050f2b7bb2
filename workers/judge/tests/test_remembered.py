"""What a check remembers: a result counts again only where nothing that it depends on has changed."""

import json
from dataclasses import replace

import pytest
from judge import remembered
from judge.answers_to_try import Answer
from judge.questions import load_question
from judge.remembered import Memory, Remembered, key_of
from judge.start import ROOT
from judge.surroundings import sources, surroundings
from judge.try_answer import Check

ANSWER = Answer("wrong/numpy/same.py", b"def double(x): return x", ("11" * 32,), {"verdict": "wrong_answer"}, None)


@pytest.fixture
def folder(question_folder):
    for file in ("adapter/numpy.py", "adapter/pytorch.py", "wrong/numpy/same.py", "statement.en.md", "data.txt"):
        (question_folder / file).parent.mkdir(parents=True, exist_ok=True)
        (question_folder / file).write_text("# as it was\n")
    return question_folder


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "surroundings", lambda root, build, runtime: "here")
    return Memory(tmp_path / "checked", tmp_path / "build")


def key(folder, answer=ANSWER, around="here"):
    question = load_question(folder)
    return key_of(around, question, question.runtime("numpy"), answer)


@pytest.mark.parametrize("file", ["judge.py", "question.yaml", "adapter/numpy.py", "data.txt", "new.txt"])
def test_a_change_of_what_judges_makes_another_key(folder, file):
    before = key(folder)
    with (folder / file).open("a") as opened:
        opened.write("# changed\n")
    assert key(folder) != before


@pytest.mark.parametrize("file", ["wrong/numpy/same.py", "adapter/pytorch.py", "statement.en.md", "expect.yaml"])
def test_what_has_no_say_in_this_answer_changes_nothing(folder, file):
    before = key(folder)
    with (folder / file).open("a") as opened:
        opened.write("# changed\n")
    assert key(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        {"source": b"def double(x): return 2 * x"},
        {"name": "wrong/numpy/other.py"},
        {"seeds": ("22" * 32,)},
        {"promise": {"verdict": "wrong_answer", "mistake": "value"}},
    ],
)
def test_another_answer_or_promise_is_another_key(folder, change):
    assert key(folder, replace(ANSWER, **change)) != key(folder)


def test_other_surroundings_are_another_key(folder):
    assert key(folder, around="there") != key(folder)


def test_what_held_is_known_again_and_what_failed_is_not(folder, memory):
    question = load_question(folder)
    spec, failed = question.runtime("numpy"), replace(ANSWER, name="wrong/numpy/two.py")
    first = Remembered(memory, question)
    assert first.of(spec, ANSWER) is None
    first.keep(spec, ANSWER, Check(ANSWER.name, True, "wrong_answer", 0.5))
    first.keep(spec, failed, Check(failed.name, False, "was accepted"))
    first.write()
    second = Remembered(memory, question)
    assert second.of(spec, ANSWER) == Check(ANSWER.name, True, "wrong_answer", remembered=True)
    assert second.of(spec, failed) is None
    assert Remembered(replace(memory, fresh=True), question).of(spec, ANSWER) is None


def test_without_a_memory_nothing_is_known_and_nothing_is_written(folder, tmp_path):
    question = load_question(folder)
    spec, none = question.runtime("numpy"), Remembered(None, question)
    none.keep(spec, ANSWER, Check(ANSWER.name, True))
    none.write()
    assert none.of(spec, ANSWER) is None and list(tmp_path.glob("**/*.json")) == []


@pytest.mark.parametrize("content", ["", "[]", '{"format": 0, "held": {}}', '{"format": 1, "held": {"a": 3}}', "\xff"])
def test_a_file_that_cannot_be_used_is_no_memory(folder, memory, content):
    question = load_question(folder)
    file = memory.folder / f"{question.id}.json"
    file.parent.mkdir()
    file.write_text(content, "latin-1")
    again = Remembered(memory, question)
    assert again.of(question.runtime("numpy"), ANSWER) is None
    again.write()
    assert json.loads(file.read_text())["held"] == {}


def test_only_the_newest_are_kept(folder, memory, monkeypatch):
    monkeypatch.setattr(remembered, "KEPT_MAX", 2)
    question = load_question(folder)
    spec, kept = question.runtime("numpy"), Remembered(memory, question)
    answers = [replace(ANSWER, name=f"wrong/numpy/{number}.py") for number in range(3)]
    for one in answers:
        kept.keep(spec, one, Check(one.name, True))
    assert kept.of(spec, answers[0])  # used last
    kept.write()
    known = Remembered(memory, question)
    assert [known.of(spec, one) is not None for one in answers] == [True, False, True]


def test_surroundings_follow_judge_runtime_and_environment(tmp_path):
    root, build = tmp_path / "root", tmp_path / "state" / "build"
    for file in ("workers/judge/grade.py", "workers/runtimes/_shared/cell.py", "workers/runtimes/numpy/runtime.py"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("pass\n")
    about = {"name": "numpy", "environment": "python", "module": "runtime.py"}
    (root / "workers/runtimes/numpy/runtime.json").write_text(json.dumps(about))
    build.mkdir(parents=True)
    for helper in ("libcell.so", "cellexec", "zygote-launch"):
        (build / helper).write_text("compiled\n")
    seen = {surroundings(root, build, "numpy")}
    assert None not in seen and surroundings(root, build, "numpy") in seen
    for file in ("judge/grade.py", "judge/more.py", "runtimes/_shared/cell.py", "runtimes/numpy/runtime.py"):
        (root / "workers" / file).write_text("changed\n")
        seen.add(surroundings(root, build, "numpy"))
    (build / "libcell.so").write_text("compiled again\n")
    seen.add(surroundings(root, build, "numpy"))
    assert len(seen) == 6
    assert surroundings(root, build, "keras") is None


def test_every_module_on_the_way_of_a_grade_is_part_of_them():
    listed = {path.name for path in sources(ROOT / "workers" / "judge")}
    assert {"grade.py", "compare.py", "tolerance.py", "convolution.py", "cells.py", "mutants.py"} <= listed
    assert "test_remembered.py" not in listed
