"""What becomes of outcomes: verdict, concepts, points, and what is told to whom. Cells are faked here."""

import json

import numpy as np
import pytest
from _shared.forbidden_scan import ForbiddenBuiltin
from fakes import FakePool, returned
from judge.cells import GraderFault, Outcome
from judge.errors import QuestionBroken
from judge.frames import encode_frame
from judge.grade import GradeDeps, GradeRequest, grade
from judge.questions import QuestionBank, load_question

SEED = "ab" * 32


def right(params, inputs):
    if json.loads(params).get("refuse"):
        return Outcome("raised", message="ValueError: no", raised=("ValueError", "Exception"), wall_ms=1.0)
    return returned(output=2 * inputs["x"])


def grade_with(folder, answer, *, on_load=None, mode="grade", seed=SEED, runtime="numpy", pool=None):
    pool = pool or FakePool(answer, on_load)
    bank = QuestionBank(folder.parents[1])
    revision = load_question(folder).revision
    deps = GradeDeps(bank, pool, {"numpy": "2.4.6"}, {"type": "cpu", "name": "test"})
    files = [("solution.py", b"def double(x): return 2 * x")]
    report, evidence = grade(deps, GradeRequest("double-it", revision, runtime, mode, files, seed))
    encode_frame([report, evidence])  # must be plain JSON whatever was returned
    assert all(cell.closed for cell in pool.cells)
    return report, evidence, pool


def cases_of(report):
    return {case["name"]: case for case in report["cases"]}


def by_shape(shape, value):
    """An answer that is right but for inputs of one shape."""

    def answer(params, inputs):
        return value(inputs["x"]) if inputs["x"].shape == shape else right(params, inputs)

    return answer


def test_a_right_answer_is_accepted_with_all_points(question_folder):
    report, evidence, pool = grade_with(question_folder, right)
    assert (report["verdict"], report["score"], report["max_score"]) == ("accepted", 100, 100)
    assert [c["passed"] for c in report["concepts"]] == [True, True, True]
    assert len(pool.cells) == 1 and len(pool.runs) == 6  # five cases, one of them twice
    assert report["runtime"] == {"name": "numpy", "version": "2.4.6"}
    assert set(report["timings_ms"]) == {"prepare", "start", "run", "compare"}
    assert evidence["seed"] == SEED
    assert {note["name"] for note in evidence["cells"][0]["cases"]} == {
        "public_small",
        "random",
        "one",
        "again",
        "text",
    }


def test_seeds_are_drawn_afresh_when_none_is_given(question_folder):
    seeds = {grade_with(question_folder, right, seed=None)[1]["seed"] for _ in range(3)}
    assert len(seeds) == 3 and all(len(seed) == 64 for seed in seeds)


def test_public_cases_tell_everything_and_hidden_ones_a_class(question_folder):
    report, _, _ = grade_with(question_folder, lambda p, i: returned(output=3 * i["x"]))
    public, hidden = cases_of(report)["public_small"], [c for c in report["cases"] if c["visibility"] == "hidden"]
    assert public["verdict"] == "wrong_answer" and public["mistake"] == "value_factor"
    assert public["max_error"] > public["tolerance"] and len(public["mismatches"]) == 5
    assert public["stdout"] == "printed" and public["returned"][0]["shape"] == [2, 3]
    assert public["expected"][0]["dtype"] == "float32"
    for case in hidden:
        assert set(case) <= {"name", "visibility", "concept", "verdict", "mistake"}
        assert case["name"].startswith("hidden_")
    text = json.dumps(report)
    assert SEED not in text and "public_small" in text
    for secret in ("random", "again", "one"):
        assert f'"{secret}"' not in text


def test_points_follow_the_weights_of_concepts(question_folder):
    report, _, _ = grade_with(question_folder, by_shape((1,), lambda x: returned(output=x)))
    assert (report["verdict"], report["score"]) == ("wrong_answer", 75)  # weights 2, 1, 1; `edge` is lost
    failed = [c for c in report["concepts"] if not c["passed"]]
    assert failed == [
        {"concept": "edge", "passed": False, "feedback": {"en": "Think about edges.", "zh": "想想边界。"}}
    ]


def test_all_cases_run_after_a_failure(question_folder):
    _, _, pool = grade_with(question_folder, lambda p, i: returned(output=np.zeros(1)))
    assert len(pool.runs) == 5 and len(pool.cells) == 1


@pytest.mark.parametrize(
    "outputs, mistake",
    [
        (lambda x: {"output": 2.0 * x.astype(np.float64)}, "wrong_dtype"),
        (lambda x: {"output": (2 * x).ravel()}, "wrong_shape"),
        (lambda x: {"out": 2 * x}, "missing_output"),
        (lambda x: {"output": 2 * x, "more": x}, "extra_output"),
        (lambda x: {"output": x * np.float32("nan")}, "nan_position"),
        (lambda x: {"output": x**2}, "squared"),
        (lambda x: {"output": 2 * x, "input_after:x": 2 * x}, "input_mutated"),
        (lambda x: {}, "missing_output"),
    ],
)
def test_classes_of_mistakes(question_folder, outputs, mistake):
    report, _, _ = grade_with(question_folder, lambda p, i: returned(**outputs(i["x"])))
    case = cases_of(report)["public_small"]
    assert (case["verdict"], case["mistake"]) == ("wrong_answer", mistake)
    assert report["verdict"] == "wrong_answer" and report["score"] == 0


def test_an_unchanged_input_reported_as_changed_is_no_mistake(question_folder):
    report, _, _ = grade_with(
        question_folder,
        lambda p, i: right(p, i) if json.loads(p) else returned(output=2 * i["x"], **{"input_after:x": i["x"].copy()}),
    )
    assert report["verdict"] == "accepted"


@pytest.mark.parametrize(
    "outcome, mistake",
    [
        (returned(output=np.zeros((1, 1), np.float32)), "not_raised"),
        (Outcome("raised", message="TypeError: no", raised=("TypeError", "Exception")), "wrong_exception"),
        (Outcome("raised", message="ValueErrors: no", raised=("ValueErrors",)), "wrong_exception"),
        (Outcome("raised", message="ValueError: told in text only"), "wrong_exception"),
        (Outcome("raised", message=""), "wrong_exception"),
    ],
)
def test_cases_that_must_raise(question_folder, outcome, mistake):
    answer = by_shape((1, 1), lambda x: outcome)
    report, _, _ = grade_with(question_folder, answer)
    assert report["verdict"] == "wrong_answer"
    wrong = [case for case in report["cases"] if case["verdict"] != "accepted"]
    assert [(case["concept"], case["mistake"]) for case in wrong] == [("refusal", mistake)]


@pytest.mark.parametrize("raised", [("ValueError", "Exception"), ("BadGroups", "ValueError", "Exception")])
def test_an_exception_that_inherits_from_the_wanted_one_is_as_good(question_folder, raised):
    answer = by_shape((1, 1), lambda x: Outcome("raised", message=f"{raised[0]}: no", raised=raised))
    assert grade_with(question_folder, answer)[0]["verdict"] == "accepted"


@pytest.mark.parametrize(
    "wanted, raised, verdict",
    [
        ("RuntimeError", ("NotImplementedError", "RuntimeError"), "wrong_answer"),
        ("RuntimeError", ("RecursionError", "RuntimeError"), "wrong_answer"),
        ("NotImplementedError", ("NotImplementedError", "RuntimeError"), "accepted"),
    ],
)
def test_an_unwritten_answer_refuses_nothing(question_folder, wanted, raised, verdict):
    judge = question_folder / "judge.py"
    judge.write_text(judge.read_text().replace('raises="ValueError"', f'raises="{wanted}"'))
    answer = by_shape((1, 1), lambda x: Outcome("raised", message=f"{raised[0]}: no", raised=raised))
    assert grade_with(question_folder, answer)[0]["verdict"] == verdict


@pytest.mark.parametrize(
    "kind, verdict",
    [
        ("raised", "runtime_error"),
        ("exited", "runtime_error"),
        ("time_limit", "time_limit"),
        ("memory_limit", "memory_limit"),
        ("output_limit", "output_limit"),
        ("security_violation", "security_violation"),
        ("invalid_output", "invalid_output"),
    ],
)
def test_kinds_of_outcomes_in_a_case(question_folder, kind, verdict):
    report, _, pool = grade_with(question_folder, by_shape((2, 3), lambda x: Outcome(kind, wall_ms=1.0)))
    assert report["verdict"] == verdict
    assert cases_of(report)["public_small"]["verdict"] == verdict
    assert cases_of(report)["public_small"]["message"]
    assert sum(case["verdict"] == "accepted" for case in report["cases"]) == 4
    died_last = pool.runs[-1][1][0][1].shape == (2, 3)
    assert len(pool.cells) == (1 if kind == "raised" or died_last else 2)


def test_after_two_deaths_the_rest_is_not_run(question_folder):
    report, evidence, pool = grade_with(question_folder, lambda p, i: Outcome("time_limit", wall_ms=1.0))
    assert len(pool.runs) == 2 and len(pool.cells) == 2
    assert {case["verdict"] for case in report["cases"]} == {"time_limit"} and len(report["cases"]) == 5
    assert [note["ran"] for cell in evidence["cells"] for note in cell["cases"]] == [True, True, False, False, False]


def test_nothing_shown_can_speak_of_hidden_inputs(question_folder):
    """Public cases run before any hidden input reached the cell; a hidden death's words are repeated nowhere."""
    judge = question_folder / "judge.py"
    judge.write_text(
        judge.read_text().replace(
            "    return [",
            "    return [\n        Case('public_two', 'edge', {'x': normal(rng, (3, 3))}, visibility='public'),",
        )
    )
    met = []

    def tells(params, inputs):
        met.append(inputs["x"].shape)
        if len(met) > 2:
            return Outcome("invalid_output", message=f"secret {met}", stdout=f"secret {met}", wall_ms=1.0)
        return right(params, inputs)

    report, _, _ = grade_with(question_folder, tells)
    assert set(met[:2]) == {(2, 3), (3, 3)}
    assert "secret" not in json.dumps(report) and report["verdict"] == "invalid_output"


def test_the_total_time_ends_the_run(question_folder):
    def slow(params, inputs):
        outcome = right(params, inputs)
        return Outcome(outcome.kind, outcome.outputs, outcome.message, wall_ms=4000.0)

    report, _, pool = grade_with(question_folder, slow)
    assert len(pool.runs) == 3 and report["verdict"] == "time_limit"
    assert [limits.wall_seconds for *_, limits in pool.runs][:2] == [2.0, 2.0]
    assert pool.runs[2][2].wall_seconds == pytest.approx(10 - 8.001)


@pytest.mark.parametrize(
    "outcome, verdict",
    [
        (Outcome("syntax_error", message="solution.py, line 3: invalid syntax"), "syntax_error"),
        (Outcome("missing_entry"), "runtime_error"),
        (Outcome("raised", message="NameError: x"), "runtime_error"),
        (Outcome("time_limit"), "time_limit"),
        (Outcome("security_violation"), "security_violation"),
        (
            Outcome("raised", message="ForbiddenBuiltin: solution.py, line 2: numpy.multiply may not"),
            "forbidden_builtin",
        ),
    ],
)
def test_an_answer_that_does_not_load_stops_at_once(question_folder, outcome, verdict):
    report, _, pool = grade_with(question_folder, right, on_load=lambda: outcome)
    assert (report["verdict"], report["score"], report["cases"]) == (verdict, 0, [])
    assert report["message"] and not pool.runs
    assert all(not c["passed"] and "feedback" not in c for c in report["concepts"])


def test_the_scan_goes_with_the_adapter(question_folder):
    (question_folder / "adapter").mkdir()
    (question_folder / "adapter" / "numpy.py").write_text(
        "from __future__ import annotations\ndef run(e, i, p): return {}"
    )
    _, _, pool = grade_with(question_folder, right)
    _, adapter, entry, limits = pool.loads[0]
    namespace = {}
    exec(compile(adapter, "adapter", "exec"), namespace)  # noqa: S102 (as the cell will)
    assert namespace["run"] and entry == "double" and limits.wall_seconds == 5
    namespace["inspect_sources"]({"solution.py": b"import numpy as np\nprint(np.add)"})
    with pytest.raises(ForbiddenBuiltin, match=r"solution.py, line 2: numpy.multiply"):
        namespace["inspect_sources"]({"solution.py": b"import numpy as np\nprint(np.multiply)"})


def test_precheck_runs_public_cases_only_and_says_so(question_folder):
    report, _, pool = grade_with(question_folder, right, mode="precheck")
    assert [case["name"] for case in report["cases"]] == ["public_small"]
    assert [c["concept"] for c in report["concepts"]] == ["basic"] and report["score"] == 100
    assert "hidden cases are run only when" in report["message"] and len(pool.runs) == 1


def test_an_answer_that_keeps_state_is_found_by_the_repeat(question_folder):
    seen = set()

    def forgets(params, inputs):
        key = inputs["x"].tobytes()
        if key in seen:
            return returned(output=inputs["x"])
        seen.add(key)
        return right(params, inputs)

    report, _, _ = grade_with(question_folder, forgets)
    wrong = [case for case in report["cases"] if case["verdict"] != "accepted"]
    assert [(case["concept"], case["mistake"]) for case in wrong] == [("edge", "keeps_state")]


def test_a_borderline_value_runs_again_and_the_better_run_counts(question_folder):
    calls = []

    def noisy(params, inputs):
        x = inputs["x"]
        if x.shape != (2, 3):
            return right(params, inputs)
        calls.append(1)
        return returned(output=(2 * x + (1.5e-5 if len(calls) == 1 else 0) + 1.3e-6 * 2 * np.abs(x)).astype(np.float32))

    report, evidence, pool = grade_with(question_folder, noisy)
    assert len(calls) == 2 and len(pool.cells) == 2
    assert report["verdict"] == "accepted"
    assert [n["name"] for cell in evidence["cells"] for n in cell["cases"] if n["flaky"]] == ["public_small"] * 2
    assert evidence["borderline"] == {"reran": 1, "differed": 1}


def test_a_clearly_wrong_value_gets_no_second_try(question_folder):
    _, evidence, pool = grade_with(question_folder, lambda p, i: returned(output=2 * i["x"] + np.float32(0.1)))
    assert len(pool.cells) == 1 and "borderline" not in evidence


CHECK = """
def check(case, outputs):
    probe = case.private.get("probe")
    if probe is not None:
        slope = as_float64(outputs["output"])[0] / as_float64(case.inputs["x"])[0]
        yield Comparison("on_a_probe", 2 * probe, slope * probe, dtype="float32", concept="basic", reduction_length=4)
    yield Finding("positive_zero", not np.any(outputs["output"] == 7), "structure", "refusal", "No sevens, please.")
"""


def test_further_checks_blame_their_own_concepts(question_folder):
    judge = question_folder / "judge.py"
    judge.write_text(judge.read_text() + CHECK)
    assert grade_with(question_folder, right)[0]["verdict"] == "accepted"

    def sevens(params, inputs):
        return returned(output=np.full_like(inputs["x"], 7)) if inputs["x"].shape == (2, 3) else right(params, inputs)

    report, _, _ = grade_with(question_folder, sevens)
    case = cases_of(report)["public_small"]
    assert (case["mistake"], case["message"]) == ("structure", "No sevens, please.")
    assert {c["concept"] for c in report["concepts"] if not c["passed"]} == {"basic", "refusal"}
    report, _, _ = grade_with(question_folder, by_shape((1,), lambda x: returned(output=2.001 * x)))
    assert {c["concept"] for c in report["concepts"] if not c["passed"]} == {"edge", "basic"}


@pytest.mark.parametrize(
    "broken",
    [
        "def check(case, outputs): return [1 / 0]",
        "def check(case, outputs): return ['fine']",
        "def reference(case): return {}",
        "def reference(case): return {'output': case.inputs['x']}",
        "def reference(case): raise KeyError('x')",
        "def cases(rng, runtime): return []",
    ],
)
def test_a_broken_question_is_our_fault_and_never_a_verdict(question_folder, broken):
    judge = question_folder / "judge.py"
    judge.write_text(judge.read_text() + "\n" + broken)
    with pytest.raises(QuestionBroken):
        grade_with(question_folder, right)


def test_a_fault_of_the_pool_passes_through_and_the_cell_is_closed(question_folder):
    def dies(params, inputs):
        raise GraderFault("zygote_died", "test")

    pool = FakePool(dies)
    with pytest.raises(GraderFault):
        grade_with(question_folder, dies, pool=pool)
    assert [cell.closed for cell in pool.cells] == [True]


def test_the_most_telling_verdict_wins(question_folder):
    kinds = {(2, 3): "raised", (3, 40): "security_violation", (1,): "time_limit"}

    def mixed(params, inputs):
        kind = kinds.get(inputs["x"].shape)
        return Outcome(kind, wall_ms=1.0) if kind else returned(output=inputs["x"])

    assert grade_with(question_folder, mixed)[0]["verdict"] == "security_violation"


def test_the_result_is_delivered_before_the_cell_is_ended(question_folder):
    pool = FakePool(right)
    bank = QuestionBank(question_folder.parents[1])
    deps = GradeDeps(bank, pool, {}, {"type": "cpu", "name": "test"})
    revision = load_question(question_folder).revision
    request = GradeRequest("double-it", revision, "numpy", "grade", [("solution.py", b"")], SEED)
    seen = []
    grade(deps, request, deliver=lambda report, _: seen.append((report["verdict"], pool.cells[-1].closed)))
    assert seen == [("accepted", False)] and pool.cells[-1].closed


def test_a_death_costs_the_case_it_happened_in_and_no_other(question_folder):
    """Each case is judged while the next one runs, also where the next one ends the cell."""

    def dies_at_the_text(params, inputs):
        return Outcome("exited") if json.loads(params).get("refuse") else right(params, inputs)

    report, evidence, _ = grade_with(question_folder, dies_at_the_text)
    notes = [note for cell in evidence["cells"] for note in cell["cases"]]
    assert sorted(note["verdict"] for note in notes) == ["accepted"] * 5 + ["runtime_error"]
    assert report["verdict"] == "runtime_error"
