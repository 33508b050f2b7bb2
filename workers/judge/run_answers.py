"""Runs the answers of one question, those of each runtime from the moment in which it is warm."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from .answers_to_try import Answer
from .drawn_once import DrawnOnce
from .grade import GradeDeps
from .prepared import what_is_missing
from .questions import Question, RuntimeSpec
from .remembered import Remembered
from .try_answer import Check, try_answer

# Answers that run until their time is up, beside those that end by themselves: one after another they would be the whole wait.
WAITING = 4


class RunAnswers:
    """`start` each runtime, then ask for `results`."""

    def __init__(self, deps: GradeDeps, question: Question, workers: int, remembered: Remembered) -> None:
        self._deps, self._question, self._remembered = deps, question, remembered
        self._draw = DrawnOnce()
        self._starting = ThreadPoolExecutor(len(question.runtimes))
        self._running, self._waiting = ThreadPoolExecutor(workers), ThreadPoolExecutor(WAITING)
        self._results: dict[str, Future[Iterator[Check]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for threads in (self._starting, self._running, self._waiting):
            threads.shutdown(cancel_futures=True)

    def start(self, spec: RuntimeSpec, answers: list[Answer]) -> None:
        """Returns at once. A runtime all of whose results are remembered is not even warmed up."""
        known = {one.name: held for one in answers if (held := self._remembered.of(spec, one)) is not None}
        if len(known) < len(answers):
            self._deps.pool.start([spec.name])
        self._results[spec.name] = self._starting.submit(self._submit, spec, answers, known)

    def results(self, spec: RuntimeSpec) -> Iterator[Check]:
        """In the order of the answers, as they come. Raises GraderFault when we broke."""
        yield from self._results[spec.name].result()

    def _submit(self, spec: RuntimeSpec, answers: list[Answer], known: dict[str, Check]) -> Iterator[Check]:
        if len(known) < len(answers):
            self._deps.pool.wait_for(spec.name)
            if missing := what_is_missing(self._deps.pool, self._question.id, spec):
                return iter([Check(f"{spec.name}: prepared on this machine", False, missing)])
        under_way = {
            one.name: (self._waiting if one.only_waits else self._running).submit(self._run, spec, one)
            for one in answers
            if one.name not in known
        }
        return (known.get(one.name) or under_way[one.name].result() for one in answers)

    def _run(self, spec: RuntimeSpec, answer: Answer) -> Check:
        check = try_answer(self._deps, self._question, spec, answer, self._draw)
        self._remembered.keep(spec, answer, check)
        return check
