"""The first refusal is enough where nothing but a refusal was promised."""

import numpy as np
import pytest
from fakes import FakePool, returned
from judge.cells import Outcome
from judge.drawn_once import DrawnOnce
from judge.errors import QuestionBroken
from judge.first_refusal import first_refusal
from judge.grade import GradeDeps, GradeRequest, grade_answer
from judge.questions import load_question

SEED = "11" * 32
CASES = 5


def deps_with(answer):
    pool = FakePool(answer)
    return GradeDeps(None, pool, {}, {"type": "cpu", "name": "a test"}), pool


def refusal(folder, answer, draw=None):
    question = load_question(folder)
    deps, pool = deps_with(answer)
    more = {} if draw is None else {"draw": draw}
    return first_refusal(deps, question, question.runtime("numpy"), [("solution.py", b"")], SEED, **more), pool


def right(params, inputs):
    if b"true" in params:
        return Outcome("raised", message="ValueError: no", raised=("ValueError", "Exception"))
    return returned(output=inputs["x"] * 2)


def test_it_stops_at_the_first_case_that_refuses(question_folder):
    caught, pool = refusal(question_folder, lambda params, inputs: returned(output=inputs["x"]))
    assert caught == "public_small: value_factor" and len(pool.runs) == 1


def test_what_every_case_accepts_is_not_refused(question_folder):
    caught, pool = refusal(question_folder, right)
    assert caught == "" and len(pool.runs) == CASES + 1  # one case is run twice


def test_a_second_time_that_differs_is_a_refusal(question_folder):
    seen = []

    def once(params, inputs):
        seen.append(inputs["x"].tobytes())
        return right(params, inputs) if seen.count(seen[-1]) == 1 else returned(output=inputs["x"])

    assert refusal(question_folder, once)[0] == "again: keeps_state"


@pytest.mark.parametrize("last_is_right, caught", [(True, ""), (False, "the whole: wrong_answer")])
def test_near_the_bound_the_grade_itself_decides(question_folder, last_is_right, caught):
    """Once here, then once in the grade, which gives it a second run."""
    (question_folder / "question.yaml").write_text(
        (question_folder / "question.yaml").read_text() + "tolerance: { float32: { rtol: 0.001, atol: 0 } }\n"
    )
    tried = []

    def noisy(params, inputs):
        if inputs["x"].shape != (2, 3):
            return right(params, inputs)
        tried.append(1)
        off = 1.0 if last_is_right and len(tried) == 3 else 1.0015
        return returned(output=(inputs["x"] * np.float32(2 * off)))

    assert refusal(question_folder, noisy)[0] == caught and len(tried) == 3


def test_cases_are_drawn_once_and_nobody_may_write_into_them(question_folder):
    draw, question = DrawnOnce(), load_question(question_folder)
    first, second = (draw(question, "numpy", bytes.fromhex(SEED), "grade") for _ in range(2))
    assert [id(one) for one in first] == [id(one) for one in second] and first is not second
    assert all(one.wanted is not None for one in first)
    for array in (first[0].case.inputs["x"], first[-1].wanted["output"].values, first[0].wanted["output"].values):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    other = draw(question, "numpy", bytes.fromhex("22" * 32), "grade")
    assert other[-1] is not first[-1]


def test_a_check_that_writes_into_a_shared_case_is_a_broken_question(question_folder):
    with (question_folder / "judge.py").open("a") as judge:
        judge.write("\ndef check(case, outputs):\n    case.inputs['x'] *= 0\n    return []\n")
    deps, _ = deps_with(right)
    question = load_question(question_folder)
    request = GradeRequest(question.id, question.revision, "numpy", "grade", [("solution.py", b"")], SEED)
    with pytest.raises(QuestionBroken, match="read-only"):
        grade_answer(deps, question, request, draw=DrawnOnce())
