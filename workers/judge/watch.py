"""A second run of an answer that earned points, watched for calls of forbidden built-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .attempt import Attempt, Pool, with_forbidden
from .grade_case import CaseGrade, grade_case
from .plain_source import names_all_it_uses
from .questions import Question, RuntimeSpec

CALLED = "trace:called"
# Watched code is several times slower; a run that takes too long even so proves nothing. All cases together get no more time
# than before: somebody waits for the verdict.
SLOWER = 4


@dataclass(frozen=True)
class Watched:
    """seen: (built-in, where) of the first one whose call was seen, while the answer returned what was graded.
    reproduced: whether it did so in every case."""

    seen: tuple[str, str] | None
    reproduced: bool
    cases: int

    def evidence(self) -> dict:
        return {"called": self.seen and self.seen[0], "reproduced": self.reproduced, "cases": self.cases}


def needs_watching(runtime: RuntimeSpec, files: Sequence[tuple[str, bytes]]) -> bool:
    forbidden = runtime.forbidden_builtins
    return bool(forbidden) and not names_all_it_uses(files, forbidden, runtime.suffixes)


def watch(
    pool: Pool,
    question: Question,
    runtime: RuntimeSpec,
    files: list[tuple[str, bytes]],
    grades: Sequence[CaseGrade],
    device: str,
) -> Watched:
    """Runs the cases of `grades`, all accepted, in their order and in one fresh cell: what an answer does where it is wrong
    has earned it nothing. Stops at the first that is not accepted again: from there on it is not the run that was graded,
    and what it calls says nothing about that one."""
    seen, done = None, 0
    with Attempt(pool, _slower(question), runtime, files, device, watching_adapter(runtime)) as attempt:
        if attempt.load().kind != "returned":
            return Watched(None, False, 0)
        for judged in grades:
            for _ in range(2 if judged.prepared.case.repeat else 1):
                outcome, ran = attempt.run(judged.prepared)
                counts = None
                if outcome.outputs is not None:
                    counts = outcome.outputs.get(CALLED)
                    outputs = {name: array for name, array in outcome.outputs.items() if name != CALLED}
                    outcome = replace(outcome, outputs=outputs)
                if not (ran and grade_case(question, judged.prepared, outcome).accepted):
                    return Watched(seen, False, done)
                seen = seen or first_called(counts, runtime, files)
            done += 1
    return Watched(seen, True, done)


def watching_adapter(runtime: RuntimeSpec) -> bytes:
    return with_forbidden(runtime, WATCH_PYTHON, WATCH_TYPESCRIPT)


WATCH_PYTHON = b"""

from _shared import call_trace as _call_trace

def inspect_sources(files):
    _call_trace.start(globals(), %b, files)
"""
WATCH_TYPESCRIPT = b"""

export const forbiddenBuiltins = %b;
export const isWatched = true;
"""


def _slower(question: Question) -> Question:
    limits = question.limits
    return replace(
        question,
        limits=replace(
            limits,
            wall_seconds_per_case=limits.wall_seconds_per_case * SLOWER,
            cpu_seconds=limits.cpu_seconds * SLOWER,
        ),
    )


def first_called(counts: np.ndarray | None, runtime: RuntimeSpec, files: list) -> tuple[str, str] | None:
    """(built-in, file and line) by the cell's own table: a row of count, file and line for each forbidden name."""
    if counts is None or counts.shape != (len(runtime.forbidden_builtins), 3) or counts.dtype.kind not in "if":
        return None
    for name, (calls, file, line) in zip(runtime.forbidden_builtins, counts.tolist(), strict=True):
        if calls > 0:
            path = files[int(file)][0] if 0 <= file < len(files) else files[0][0]
            return name, f"{path}, line {int(line)}" if 0 < line < 1_000_000 else path
    return None
