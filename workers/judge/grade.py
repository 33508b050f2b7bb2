"""One answer, judged: prepare, create, run, compare."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .attempt import Attempt, Pool
from .cases import PreparedCase, draw_cases
from .grade_case import VERDICT_OF_KIND, CaseGrade, grade_case, second_run_differs
from .questions import Question, QuestionBank
from .report import graded_report, stopped_report

FORBIDDEN_PREFIX = "ForbiddenBuiltin:"


@dataclass(frozen=True)
class GradeRequest:
    """One answer. `seed` None draws a fresh secret; given (hex), it replays a grade."""

    question_id: str
    question_revision: str
    runtime: str
    mode: str
    files: list[tuple[str, bytes]]
    seed: str | None = None


@dataclass(frozen=True)
class GradeDeps:
    bank: QuestionBank
    pool: Pool
    runtime_versions: dict[str, str]
    device: dict[str, str]
    isolation_level: str = ""


@dataclass
class Clock:
    """Milliseconds per phase, for the report."""

    phases: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("prepare", "start", "run", "compare"), 0.0))
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.phases[phase] += (now - self._since) * 1000
        self._since = now


Progress = Callable[[int, int], None]


def grade(deps: GradeDeps, request: GradeRequest, progress: Progress | None = None) -> tuple[dict, dict]:
    """(JudgeReport, JudgeEvidence). Raises JudgeFault or GraderFault when we broke: a wrong answer is never an
    exception."""
    question = deps.bank.load(request.question_id, request.question_revision)
    return grade_answer(deps, question, request, progress)


def grade_answer(deps: GradeDeps, question: Question, request: GradeRequest, progress: Progress | None = None):
    clock = Clock()
    runtime = question.runtime(request.runtime)
    seed = secrets.token_bytes(32) if request.seed is None else bytes.fromhex(request.seed)
    cases = draw_cases(question, runtime.name, seed, request.mode)
    clock.lap("prepare")

    with Attempt(deps.pool, question, runtime, request.files) as attempt:
        loaded = attempt.load(coming=cases)
        clock.lap("start")
        if loaded.kind != "returned":
            report = _stopped(question, loaded)
            grades: list[CaseGrade] = []
        else:
            grades = [
                _run_and_compare(attempt, question, one, clock, progress, n, len(cases))
                for n, one in enumerate(cases, 1)
            ]
            grades = _settle_borderline(attempt, question, grades, clock)
            report = graded_report(question, grades, request.mode)
    clock.lap("compare")

    version = deps.runtime_versions.get(runtime.name, "")
    report |= {"runtime": {"name": runtime.name, "version": version}, "device": deps.device}
    # Whole milliseconds: an exact time would be a channel through which an answer tells its hidden inputs.
    report["timings_ms"] = {phase: round(ms) for phase, ms in clock.phases.items()}
    return report, _evidence(deps, seed, attempt, grades)


def _run_and_compare(
    attempt: Attempt,
    question: Question,
    one: PreparedCase,
    clock: Clock,
    progress: Progress | None,
    done: int,
    total: int,
) -> CaseGrade:
    outcome, ran = attempt.run(one)
    clock.lap("run")
    judged = grade_case(question, one, outcome, ran)
    clock.lap("compare")
    if one.case.repeat and judged.accepted:
        outcome, ran = attempt.run(one)
        clock.lap("run")
        judged = second_run_differs(judged, grade_case(question, one, outcome, ran))
        clock.lap("compare")
    if progress is not None:
        progress(done, total)
    return judged


def _settle_borderline(attempt: Attempt, question: Question, grades: list[CaseGrade], clock: Clock) -> list[CaseGrade]:
    """No verdict hangs on one noisy run: what came out near its bound runs once more, in a fresh cell, and the better
    of the two counts. An answer gains nothing by being noisy: it would have to be right at least once."""
    near = [index for index, judged in enumerate(grades) if judged.borderline and judged.ran]
    if not near:
        return grades
    attempt.renew()
    settled = list(grades)
    for index in near:
        outcome, ran = attempt.run(grades[index].prepared)
        clock.lap("run")
        if not ran:
            continue
        again = grade_case(question, grades[index].prepared, outcome)
        differs = again.verdict != grades[index].verdict
        settled[index] = replace(again if again.accepted else grades[index], flaky=differs)
        clock.lap("compare")
    return settled


def _stopped(question: Question, loaded: Any) -> dict:
    if loaded.kind == "raised" and loaded.message.startswith(FORBIDDEN_PREFIX):
        return stopped_report(question, "forbidden_builtin", loaded.message.removeprefix(FORBIDDEN_PREFIX).strip())
    message = loaded.message or f"The answer could not be loaded: {loaded.kind.replace('_', ' ')}."
    return stopped_report(question, VERDICT_OF_KIND[loaded.kind], message)


def _evidence(deps: GradeDeps, seed: bytes, attempt: Attempt, grades: list[CaseGrade]) -> dict:
    evidence: dict[str, Any] = {"seed": seed.hex(), "cells": attempt.evidence}
    if deps.isolation_level:
        evidence["isolation_level"] = deps.isolation_level
    by_label = {judged.prepared.label: judged for judged in grades}
    for cell in attempt.evidence:
        for note in cell["cases"]:
            judged = by_label.get(note["label"])
            if judged is not None:
                note |= {"verdict": judged.verdict, "mistake": judged.mistake, "flaky": judged.flaky}
                if judged.worst is not None and judged.worst.error is not None:
                    note["bound_used"] = min(judged.worst.ratio, 1e300)
    return evidence
