"""What may be told: everything about public cases, a class and a concept about hidden ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .cases import wanted_outputs
from .grade_case import INPUT_AFTER, CaseGrade
from .questions import Question
from .shown import finite_or_none, plain_value, shown_tensor

MAX_SCORE = 100
# The most telling first: what the sandbox stopped, then what hit a limit, then what broke, then what was merely wrong.
PRECEDENCE = (
    "security_violation",
    "memory_limit",
    "time_limit",
    "output_limit",
    "runtime_error",
    "invalid_output",
    "wrong_answer",
)
FEEDBACK_MESSAGE_MAX = 2000


def stopped_report(question: Question, verdict: str, message: str) -> dict[str, Any]:
    """The answer never got as far as a case. Concepts get no feedback: nothing was learnt about them."""
    concepts = [{"concept": concept.id, "passed": False} for concept in question.concepts]
    return {
        "verdict": verdict,
        "score": 0,
        "max_score": MAX_SCORE,
        "message": message[:FEEDBACK_MESSAGE_MAX],
        "concepts": concepts,
        "cases": [],
    }


def graded_report(question: Question, grades: Sequence[CaseGrade], mode: str) -> dict[str, Any]:
    """`accepted` only if every case is; points by concept, rounded down."""
    grades = sorted(grades, key=_reading_order)
    verdict = overall_verdict(grades)
    blamed = {concept for grade in grades for concept in grade.blamed}
    tested = {grade.prepared.case.concept for grade in grades} | blamed
    concepts = [concept for concept in question.concepts if concept.id in tested]
    all_weight = sum((concept.weight for concept in concepts), Fraction(0))
    passed_weight = sum((concept.weight for concept in concepts if concept.id not in blamed), Fraction(0))
    report = {
        "verdict": verdict,
        "score": math.floor(MAX_SCORE * passed_weight / all_weight),
        "max_score": MAX_SCORE,
        "message": _summary(grades, verdict, mode),
        "concepts": [_concept_result(concept, concept.id not in blamed) for concept in concepts],
        "cases": [case_result(question, grade) for grade in grades],
    }
    return report


def overall_verdict(grades: Sequence[CaseGrade]) -> str:
    """No grade at all is no acceptance."""
    seen = {grade.verdict for grade in grades}
    for verdict in PRECEDENCE:
        if verdict in seen:
            return verdict
    if seen != {"accepted"}:
        raise ValueError(f"no verdict for {sorted(seen)}")
    return "accepted"


def case_result(question: Question, grade: CaseGrade) -> dict[str, Any]:
    """CaseResult of the protocol. Numbers of hidden cases would let an answer print its inputs through them."""
    case = grade.prepared.case
    result: dict[str, Any] = {
        "name": grade.prepared.label,
        "visibility": case.visibility,
        "concept": grade.blamed[0] if grade.blamed else case.concept,
        "verdict": grade.verdict,
    }
    if grade.mistake:
        result["mistake"] = grade.mistake
    if grade.prepared.public:
        result |= _public_part(question, grade)
    return result


def _public_part(question: Question, grade: CaseGrade) -> dict[str, Any]:
    case, outcome, worst = grade.prepared.case, grade.outcome, grade.worst
    part: dict[str, Any] = {"params": case.params}
    part["inputs"] = [shown_tensor(name, array) for name, array in case.inputs.items()]
    wanted = wanted_outputs(question, grade.prepared)
    part["expected"] = [
        shown_tensor(name, one.values, one.dtype) for name, one in wanted.items() if one.values is not None
    ]
    if outcome.outputs is not None:
        shown = {name: array for name, array in outcome.outputs.items() if not name.startswith(INPUT_AFTER)}
        part["returned"] = [shown_tensor(name, array) for name, array in shown.items()]
    if worst is not None:
        error, bound = finite_or_none(worst.error), finite_or_none(worst.bound)
        if error is not None and bound is not None:
            part |= {"max_error": error, "tolerance": bound}
        if worst.mismatches:
            part["mismatches"] = [
                {"output": worst.output, "index": list(at), "expected": plain_value(e), "returned": plain_value(r)}
                for at, e, r in worst.mismatches
            ]
    if grade.message:
        part["message"] = grade.message[:FEEDBACK_MESSAGE_MAX]
    if outcome.stdout and grade.ran:
        part["stdout"] = outcome.stdout
        part["stdout_truncated"] = outcome.stdout_truncated
    return part


def _concept_result(concept, passed: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"concept": concept.id, "passed": passed}
    if not passed and concept.feedback:
        result["feedback"] = concept.feedback
    return result


def _summary(grades: Sequence[CaseGrade], verdict: str, mode: str) -> str:
    """Says honestly how far the tests went: all public cases right is not yet an accepted answer."""
    public = [grade for grade in grades if grade.prepared.public]
    hidden = [grade for grade in grades if not grade.prepared.public]
    parts = [f"{sum(grade.accepted for grade in public)} of {len(public)} public cases passed"]
    if mode == "precheck":
        parts.append("the hidden cases are run only when you submit for a grade")
    else:
        parts.append(f"{sum(grade.accepted for grade in hidden)} of {len(hidden)} hidden cases")
    sentence = (" and " if mode == "grade" else "; ").join(parts) + "."
    first = next((grade.message for grade in public if not grade.accepted and grade.verdict == verdict), "")
    return f"{sentence} {first}".strip()[:FEEDBACK_MESSAGE_MAX]


def _reading_order(grade: CaseGrade) -> tuple:
    if grade.prepared.public:
        return (0, 0)
    return (1, int(grade.prepared.label.rsplit("_", 1)[-1]))
