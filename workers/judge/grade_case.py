"""From what a cell did with one case to a verdict about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from .cases import PreparedCase, wanted_outputs
from .cells import Outcome
from .compare import Difference, compare_outputs, compare_values
from .errors import QuestionBroken
from .harness.case import Case
from .harness.dtypes import as_float64, is_float
from .harness.expected import Comparison, Finding
from .questions import Question
from .tolerance import Wanted

INPUT_AFTER = "input_after:"
# Between half and twice the bound, luck in the order of additions could decide.
BORDERLINE = (0.5, 2.0)

NOT_A_REFUSAL = ("NotImplementedError", "RecursionError", "StackOverflow")

VERDICT_OF_KIND = {
    "syntax_error": "syntax_error",
    "missing_entry": "runtime_error",
    "raised": "runtime_error",
    "exited": "runtime_error",
    "time_limit": "time_limit",
    "memory_limit": "memory_limit",
    "output_limit": "output_limit",
    "security_violation": "security_violation",
    "invalid_output": "invalid_output",
}


@dataclass(frozen=True)
class CaseGrade:
    """One case, judged.

    blamed       concepts that failed here; empty when accepted
    differences  every comparison that was made, worst included
    reran        it was near its bound and ran once more; flaky: with another verdict
    """

    prepared: PreparedCase
    verdict: str
    outcome: Outcome
    ran: bool = True
    mistake: str | None = None
    message: str = ""
    blamed: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = field(default=())
    flaky: bool = False
    reran: bool = False

    @property
    def accepted(self) -> bool:
        return self.verdict == "accepted"

    @property
    def worst(self) -> Difference | None:
        """The first wrong comparison, else the one that used most of its bound."""
        wrong = [one for one in self.differences if one.mistake is not None]
        measured = [one for one in self.differences if one.error is not None]
        return wrong[0] if wrong else max(measured, key=lambda one: one.ratio, default=None)

    @property
    def borderline(self) -> bool:
        """Whether a second run could come out differently: all values near their bound, nothing else wrong."""
        if self.verdict not in ("accepted", "wrong_answer") or (self.mistake and not self.mistake.startswith("value")):
            return False
        ratio = max((one.ratio for one in self.differences), default=0.0)
        return BORDERLINE[0] <= ratio <= BORDERLINE[1]


def grade_case(question: Question, prepared: PreparedCase, outcome: Outcome, ran: bool = True) -> CaseGrade:
    """Raises QuestionBroken where the question's own code fails: no verdict is better than a guessed one."""
    case = prepared.case
    if case.accepted_exceptions and outcome.kind in ("raised", "returned"):
        return _grade_refusal(prepared, outcome)
    if outcome.kind != "returned":
        verdict = VERDICT_OF_KIND[outcome.kind]
        return CaseGrade(
            prepared, verdict, outcome, ran, message=_what_happened(question, outcome), blamed=(case.concept,)
        )
    wanted = wanted_outputs(question, prepared)
    returned = {name: array for name, array in outcome.outputs.items() if not name.startswith(INPUT_AFTER)}
    differences = compare_outputs(wanted, returned)
    blamed = [case.concept] if any(one.mistake for one in differences) else []
    findings: list[Finding] = []
    if question.check is not None and not any(_outside_is_wrong(one) for one in differences):
        more, findings, more_blamed = _further_checks(question, case, returned)
        differences, blamed = differences + more, blamed + more_blamed
    failed_findings = [one for one in findings if not one.passed]
    blamed += [one.concept or case.concept for one in failed_findings]
    mistake, message = _first_mistake(question, case, wanted, returned, differences, failed_findings)
    changed = _mutated_inputs(case, outcome.outputs)
    if changed and mistake is None:
        mistake, message = "input_mutated", f"The input {changed[0]} was changed in place; leave inputs as they are."
        blamed.append(case.concept)
    return CaseGrade(
        prepared,
        "wrong_answer" if mistake else "accepted",
        outcome,
        mistake=mistake,
        message=message,
        blamed=tuple(dict.fromkeys(blamed)),
        differences=tuple(differences),
    )


def second_run_differs(first: CaseGrade, second: CaseGrade) -> CaseGrade:
    """For a repeated case: right once and wrong with the same inputs a moment later means that something was kept."""
    if first.accepted and not second.accepted:
        message = "The same inputs gave another result the second time; keep nothing between calls."
        return replace(second, mistake="keeps_state" if second.mistake else None, message=message)
    return first


def _grade_refusal(prepared: PreparedCase, outcome: Outcome) -> CaseGrade:
    names = prepared.case.accepted_exceptions
    wanted = " or ".join(names)
    if outcome.kind == "raised":
        if _is_one_of(outcome.raised, names):
            return CaseGrade(prepared, "accepted", outcome)
        mistake, message = "wrong_exception", f"{wanted} should be raised here, not {outcome.message}"
    else:
        mistake, message = "not_raised", f"{wanted} should be raised here; a value was returned."
    concept = (prepared.case.concept,)
    return CaseGrade(prepared, "wrong_answer", outcome, mistake=mistake, message=message, blamed=concept)


def _is_one_of(raised: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """As `except` would match it: a class of that name, or one that inherits from it. An answer that is not written
    yet, or that calls itself for ever, refuses nothing, although Python calls both a RuntimeError."""
    if raised[:1] and raised[0] in NOT_A_REFUSAL:
        return raised[0] in wanted
    return any(name in wanted for name in raised)


def _outside_is_wrong(difference: Difference) -> bool:
    return difference.mistake in ("missing_output", "extra_output", "wrong_shape", "wrong_dtype")


def _further_checks(question: Question, case: Case, returned: Mapping[str, np.ndarray]):
    """The question's `check`. Its comparisons use the same policy as everything else."""
    differences, findings, blamed = [], [], []
    try:
        with np.errstate(all="ignore"):
            said = list(question.check(case, dict(returned)) or ())
    except Exception as error:
        raise QuestionBroken(f"check of {question.id}, case {case.name}: {type(error).__name__}: {error}") from error
    for one in said:
        if isinstance(one, Finding):
            findings.append(one)
        elif isinstance(one, Comparison):
            difference = _compare_further(question, one)
            differences.append(difference)
            if difference.mistake:
                blamed.append(one.concept or case.concept)
        else:
            raise QuestionBroken(f"check of {question.id} must give Comparison and Finding, not {type(one).__name__}")
    return differences, findings, blamed


def _compare_further(question: Question, one: Comparison) -> Difference:
    expected, returned = as_float64(np.asarray(one.expected)), as_float64(np.asarray(one.returned))
    if expected.shape != returned.shape:
        message = f"{one.name} has shape {list(returned.shape)}; expected is {list(expected.shape)}."
        return Difference(one.name, "wrong_shape", message)
    bound = one.tolerance or question.policy.of(one.dtype, one.reduction_length)
    return compare_values(one.name, expected, returned, bound)


def _first_mistake(question, case, wanted, returned, differences, failed_findings) -> tuple[str | None, str]:
    """Outside of outputs first, then findings (they say why), then values."""
    wrong = [one for one in differences if one.mistake]
    if wrong and _outside_is_wrong(wrong[0]):
        return wrong[0].mistake, wrong[0].message
    if failed_findings:
        return failed_findings[0].mistake, failed_findings[0].message
    if not wrong:
        return None, ""
    if wrong[0].mistake.startswith("value") and question.mistakes is not None:
        known = _known_mistake(question, case, wanted, returned)
        if known is not None:
            return known, wrong[0].message
    return wrong[0].mistake, wrong[0].message


def _known_mistake(question: Question, case: Case, wanted: Mapping[str, Wanted], returned: Mapping) -> str | None:
    """A wrong idea that the question knows by its result."""
    try:
        with np.errstate(all="ignore"):
            for mistake, outputs in (question.mistakes(case) or {}).items():
                if outputs and all(
                    _looks_like(wanted[name], values, returned[name]) for name, values in outputs.items()
                ):
                    return mistake
    except Exception as error:
        raise QuestionBroken(f"mistakes of {question.id}, case {case.name}: {type(error).__name__}: {error}") from error
    return None


def _looks_like(wanted: Wanted, wrong_values: np.ndarray, returned: np.ndarray) -> bool:
    if np.shape(wrong_values) != returned.shape:
        return False
    if not is_float(wanted.dtype):
        return bool(np.array_equal(wrong_values, returned))
    wrong_values = as_float64(np.asarray(wrong_values))
    return compare_values("", wrong_values, as_float64(returned), wanted.tolerance).mistake is None


def _mutated_inputs(case: Case, outputs: Mapping[str, np.ndarray]) -> list[str]:
    """The cell says which inputs it found changed; what counts is a difference to the array that was sent."""
    return [
        name
        for name, original in case.inputs.items()
        if (after := outputs.get(INPUT_AFTER + name)) is not None
        and (after.shape != original.shape or after.dtype != original.dtype or after.tobytes() != original.tobytes())
    ]


def _what_happened(question: Question, outcome: Outcome) -> str:
    """One sentence for a person. The candidate's own text is shown, never trusted."""
    limits = question.limits
    if outcome.message:
        return outcome.message
    if outcome.kind == "time_limit" and outcome.detail.endswith("s of CPU time"):
        return f"The answer used more than {limits.cpu_seconds:g} s of CPU time."
    return {
        "raised": "An exception was raised.",
        "exited": "The process ended before it returned a value.",
        "time_limit": f"The case took longer than {limits.wall_seconds_per_case:g} s.",
        "memory_limit": f"More than {limits.memory_mib} MiB of memory was asked for.",
        "output_limit": f"More than {limits.output_mib} MiB was returned or written.",
        "security_violation": "The code asked the system for something that an answer never needs, and was stopped.",
        "invalid_output": "What was returned is not the tensors that the question asks for.",
        "missing_entry": "The function that the question asks for is missing.",
        "syntax_error": "The file is not valid Python.",
    }[outcome.kind]
