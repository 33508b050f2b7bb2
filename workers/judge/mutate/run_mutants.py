"""Runs mutants through the path on which candidates are graded, and stops each at the first case that catches it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..drawn_once import DrawnOnce
from ..first_refusal import first_refusal
from ..grade import GradeDeps
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
    draw = DrawnOnce()

    def run_one(mutant: Mutant) -> Result:
        return Result(mutant, first_refusal(deps, question, spec, [(spec.main_file, mutant.source)], SEED, draw))

    with ThreadPoolExecutor(workers) as threads:
        yield from threads.map(run_one, mutants)
