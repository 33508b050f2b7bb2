"""All mutants of all solutions of one question."""

from __future__ import annotations

from collections.abc import Callable

from ..grade import GradeDeps
from ..prepared import what_is_missing
from ..questions import Question, RuntimeSpec
from .generate import Mutant, python_mutants
from .quality import Quality, read_reasons, solutions_of
from .run_mutants import run_mutants
from .typescript import typescript_mutants

Progress = Callable[[str, int, int], None]


def mutate_question(
    deps: GradeDeps, question: Question, runtime: str | None, workers: int, progress: Progress
) -> Quality:
    """Raises JudgeFault when we broke. A runtime that this machine has not is left out, and said so."""
    quality = Quality(read_reasons(question))
    seen: dict[str, set[str]] = {}
    for spec in question.runtimes.values():
        if runtime not in (None, spec.name):
            continue
        if what_is_missing(deps.pool, question.id, spec):
            quality.left_out.append(spec.name)
            continue
        for path in solutions_of(question.files, spec.name, spec.suffixes):
            solution = path.removeprefix("solutions/")
            mutants = mutants_of_solution(question, spec, path)
            seen[solution] = {mutant.key for mutant in mutants}
            for done, result in enumerate(run_mutants(deps, question, spec, mutants, workers), 1):
                quality.add(solution, result)
                progress(solution, done, len(mutants))
    quality.finish({**{solution: set() for solution in _excused(quality)}, **seen})
    return quality


def mutants_of_solution(question: Question, spec: RuntimeSpec, path: str) -> list[Mutant]:
    if not path.endswith(".py"):
        return typescript_mutants(question.files[path], path, spec.entry)
    return python_mutants(question.files[path], spec.entry, spec.name, graded_gradients(question, spec))


def graded_gradients(question: Question, spec: RuntimeSpec) -> bool:
    """Whether cases ask for gradients at all: an answer without them is no mutant where nobody looks."""
    return any(word in (spec.adapter or b"") for word in (b"autograd", b".backward("))


def _excused(quality: Quality) -> set[str]:
    return {*quality.reasons.equivalent, *quality.reasons.accepted}
