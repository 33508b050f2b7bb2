"""Where an answer is refused for the first time. Who only wants to know whether it is need not run the rest."""

from __future__ import annotations

from .attempt import Attempt
from .cases import PreparedCase, draw_cases
from .grade import Draw, GradeDeps, GradeRequest, grade_answer
from .grade_case import CaseGrade, grade_case, second_run_differs
from .questions import Question, RuntimeSpec


def first_refusal(
    deps: GradeDeps,
    question: Question,
    spec: RuntimeSpec,
    files: list[tuple[str, bytes]],
    seed: str,
    draw: Draw = draw_cases,
) -> str:
    """The case, or the step, that refuses the answer; empty when every case accepts it. Where a second run could decide, it
    is left to the grade itself. Raises JudgeFault or GraderFault when we broke."""
    cases = draw(question, spec.name, bytes.fromhex(seed), "grade")
    with Attempt(deps.pool, question, spec, files) as attempt:
        loaded = attempt.load(meanwhile=lambda: attempt.get_ready(cases))
        if loaded.kind != "returned":
            return f"loading: {loaded.kind}"
        for prepared in cases:
            judged = _judged(attempt, question, prepared)
            if judged.borderline:
                return refused_by_the_whole(deps, question, spec, files, seed, draw)
            if not judged.accepted:
                return f"{prepared.case.name}: {judged.mistake or judged.verdict}"
    return ""


def _judged(attempt: Attempt, question: Question, prepared: PreparedCase) -> CaseGrade:
    first = grade_case(question, prepared, *attempt.run(prepared))
    if not (first.accepted and prepared.case.repeat) or first.borderline:
        return first
    return second_run_differs(first, grade_case(question, prepared, *attempt.run(prepared)))


def refused_by_the_whole(
    deps: GradeDeps,
    question: Question,
    spec: RuntimeSpec,
    files: list[tuple[str, bytes]],
    seed: str,
    draw: Draw = draw_cases,
) -> str:
    """The same by the grade from end to end, with whatever runs again there and is watched."""
    request = GradeRequest(question.id, question.revision, spec.name, "grade", files, seed)
    report, _ = grade_answer(deps, question, request, draw=draw)
    return "" if report["verdict"] == "accepted" else f"the whole: {report['verdict']}"
