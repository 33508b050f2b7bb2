"""Runs mutants through the path on which candidates are graded, and stops each at the first case that catches it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..attempt import Attempt
from ..cases import draw_cases
from ..grade import GradeDeps, GradeRequest, grade_answer
from ..grade_case import grade_case
from ..questions import Question, RuntimeSpec
from .generate import Mutant

# One secret decides: a mutant that only some draws catch is one that some candidates get away with.
SEED = "11" * 32


@dataclass(frozen=True)
class Result:
    """caught_by: the case, or the step that failed; empty when the mutant was accepted."""

    mutant: Mutant
    caught_by: str

    @property
    def killed(self) -> bool:
        return self.caught_by != ""


def run_mutants(
    deps: GradeDeps, question: Question, spec: RuntimeSpec, mutants: list[Mutant], workers: int
) -> Iterator[Result]:
    """Results in the order of the mutants, as they come. Raises JudgeFault or GraderFault when we broke."""
    with ThreadPoolExecutor(workers) as threads:
        yield from threads.map(lambda one: Result(one, _caught_by(deps, question, spec, one)), mutants)


def _caught_by(deps: GradeDeps, question: Question, spec: RuntimeSpec, mutant: Mutant) -> str:
    files = [(spec.main_file, mutant.source)]
    cases = draw_cases(question, spec.name, bytes.fromhex(SEED), "grade")
    with Attempt(deps.pool, question, spec, files) as attempt:
        loaded = attempt.load(meanwhile=lambda: attempt.get_ready(cases))
        if loaded.kind != "returned":
            return f"loading: {loaded.kind}"
        for prepared in cases:
            outcome, ran = attempt.run(prepared)
            judged = grade_case(question, prepared, outcome, ran)
            if judged.borderline:
                return _by_full_grade(deps, question, spec, files)
            if not judged.accepted:
                return f"{prepared.case.name}: {judged.mistake or judged.verdict}"
            if prepared.case.repeat and not _same_again(attempt, question, prepared):
                return f"{prepared.case.name}: not the same twice"
    return ""


def _same_again(attempt: Attempt, question: Question, prepared) -> bool:
    outcome, ran = attempt.run(prepared)
    return grade_case(question, prepared, outcome, ran).accepted


def _by_full_grade(deps: GradeDeps, question: Question, spec: RuntimeSpec, files: list[tuple[str, bytes]]) -> str:
    """Where a second run could decide, it is left to the grade itself."""
    request = GradeRequest(question.id, question.revision, spec.name, "grade", files, SEED)
    report, _ = grade_answer(deps, question, request)
    return "" if report["verdict"] == "accepted" else f"the whole: {report['verdict']}"
