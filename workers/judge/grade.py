"""One answer, judged: prepare, create, run, compare."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .attempt import Attempt, Pool
from .cases import PreparedCase, draw_cases
from .cells import Outcome
from .grade_case import VERDICT_OF_KIND, CaseGrade, grade_case, second_run_differs
from .questions import Question, QuestionBank
from .report import graded_report, stopped_report
from .watch import Watched, needs_watching, watch

FORBIDDEN_PREFIX = "ForbiddenBuiltin:"


@dataclass(frozen=True)
class GradeRequest:
    """One answer. `seed` None draws a fresh secret; given (hex), it replays a grade. `device`: what to grade it on;
    `device_missed`: what its question would rather have had."""

    question_id: str
    question_revision: str
    runtime: str
    mode: str
    files: list[tuple[str, bytes]]
    seed: str | None = None
    device: str = "cpu"
    device_missed: str | None = None


@dataclass(frozen=True)
class GradeDeps:
    """device: the processor, as a verdict names it. cards: the other devices of this machine, by their type. libraries:
    what computes, by runtime and device."""

    bank: QuestionBank
    pool: Pool
    runtime_versions: dict[str, str]
    device: dict[str, Any]
    isolation_level: str = ""
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    libraries: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def described(self, request: GradeRequest) -> dict[str, Any]:
        """The device of this verdict. One that stands in for another says so: a fallback is never silent."""
        device = self.device if request.device == "cpu" else self.cards[request.device]
        libraries = {**device.get("libraries", {}), **self.libraries.get((request.runtime, request.device), {})}
        return {**device, "libraries": libraries, "fallback_from": request.device_missed}


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
Deliver = Callable[[dict, dict], None]
Draw = Callable[[Question, str, bytes, str], list[PreparedCase]]


def grade(
    deps: GradeDeps, request: GradeRequest, progress: Progress | None = None, deliver: Deliver | None = None
) -> tuple[dict, dict]:
    """(JudgeReport, JudgeEvidence). Raises JudgeFault or GraderFault when we broke: a wrong answer is never an
    exception."""
    question = deps.bank.load(request.question_id, request.question_revision)
    return grade_answer(deps, question, request, progress, deliver)


def grade_answer(
    deps: GradeDeps,
    question: Question,
    request: GradeRequest,
    progress: Progress | None = None,
    deliver: Deliver | None = None,
    draw: Draw = draw_cases,
) -> tuple[dict, dict]:
    """`deliver` gets the result before the cell is ended: a framework's memory takes a millisecond or two to give back,
    and nobody should have to wait for that. `draw`: where an author's tool keeps cases that many answers get."""
    clock = Clock()
    runtime = question.runtime(request.runtime)
    seed = secrets.token_bytes(32) if request.seed is None else bytes.fromhex(request.seed)
    cases: list[PreparedCase] = []

    with Attempt(deps.pool, question, runtime, request.files, request.device) as attempt:

        def prepare() -> None:
            clock.lap("start")
            cases.extend(draw(question, runtime.name, seed, request.mode))
            attempt.get_ready(cases)
            clock.lap("prepare")

        loaded = attempt.load(meanwhile=prepare)
        clock.lap("start")
        grades: list[CaseGrade] = []
        if loaded.kind != "returned":
            report = _stopped(question, loaded)
        else:
            grades = _run_and_compare(attempt, question, cases, clock, progress)
            grades = _settle_borderline(attempt, question, grades, clock)
            report = graded_report(question, grades, request.mode)
        clock.lap("compare")
        watched = None
        if report["score"] > 0 and needs_watching(runtime, request.files):
            attempt.close()
            right = [judged for judged in grades if judged.accepted]
            watched = watch(deps.pool, question, runtime, request.files, right, request.device)
            report = _unless_seen(question, report, watched)
            clock.lap("run")

        version = deps.runtime_versions.get(runtime.name, "")
        report |= {"runtime": {"name": runtime.name, "version": version}, "device": deps.described(request)}
        # Whole milliseconds: an exact time would be a channel through which an answer tells its hidden inputs.
        report["timings_ms"] = {phase: round(ms) for phase, ms in clock.phases.items()}
        evidence = _evidence(deps, seed, attempt, grades)
        if watched is not None:
            evidence["watched"] = watched.evidence()
        if deliver is not None:
            deliver(report, evidence)
    return report, evidence


def _run_and_compare(
    attempt: Attempt, question: Question, cases: list[PreparedCase], clock: Clock, progress: Progress | None
) -> list[CaseGrade]:
    """Grades in the order of the cases. Each is judged while the next one runs: what it returned is frozen by then."""
    grades: list[CaseGrade] = []
    unjudged: list[tuple[PreparedCase, Outcome, bool]] = []

    def judge_the_last() -> None:
        while unjudged:
            grades.append(grade_case(question, *unjudged.pop()))
            if progress is not None:
                progress(len(grades), len(cases))

    for number, one in enumerate(cases, 1):

        def meanwhile(coming: list[PreparedCase] = cases[number : number + 1]) -> None:
            judge_the_last()
            attempt.get_ready(coming)

        following = cases[number] if number < len(cases) and not one.case.repeat else None
        outcome, ran = attempt.run(one, meanwhile, following)
        judge_the_last()  # where nothing could be sent there was no meanwhile
        unjudged.append((one, outcome, ran))
        clock.lap("run")
        if one.case.repeat:
            judge_the_last()
            clock.lap("compare")
            grades[-1] = _run_again(attempt, question, grades[-1])
            clock.lap("run")
    judge_the_last()
    clock.lap("compare")
    return grades


def _run_again(attempt: Attempt, question: Question, first: CaseGrade) -> CaseGrade:
    if not first.accepted:
        return first
    outcome, ran = attempt.run(first.prepared)
    return second_run_differs(first, grade_case(question, first.prepared, outcome, ran))


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
        settled[index] = replace(again if again.accepted else grades[index], flaky=differs, reran=True)
        clock.lap("compare")
    return settled


def _unless_seen(question: Question, report: dict, watched: Watched) -> dict:
    if watched.seen is None:
        return report
    name, place = watched.seen
    return stopped_report(question, "forbidden_builtin", f"{place}: {name} was called, and may not be used here")


def _stopped(question: Question, loaded: Any) -> dict:
    if loaded.kind == "raised" and loaded.message.startswith(FORBIDDEN_PREFIX):
        return stopped_report(question, "forbidden_builtin", loaded.message.removeprefix(FORBIDDEN_PREFIX).strip())
    message = loaded.message or f"The answer could not be loaded: {loaded.kind.replace('_', ' ')}."
    return stopped_report(question, VERDICT_OF_KIND[loaded.kind], message)


def _evidence(deps: GradeDeps, seed: bytes, attempt: Attempt, grades: list[CaseGrade]) -> dict:
    evidence: dict[str, Any] = {"seed": seed.hex(), "cells": attempt.evidence}
    if deps.isolation_level:
        evidence["isolation_level"] = deps.isolation_level
    reran = [judged for judged in grades if judged.reran]
    if reran:
        evidence["borderline"] = {"reran": len(reran), "differed": sum(judged.flaky for judged in reran)}
    by_label = {judged.prepared.label: judged for judged in grades}
    for cell in attempt.evidence:
        for note in cell["cases"]:
            judged = by_label.get(note["label"])
            if judged is not None:
                note |= {"verdict": judged.verdict, "mistake": judged.mistake, "flaky": judged.flaky}
                if judged.worst is not None and judged.worst.error is not None:
                    note["bound_used"] = min(judged.worst.ratio, 1e300)
    return evidence
