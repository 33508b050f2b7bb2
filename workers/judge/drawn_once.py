"""Cases that many answers of one question get: an author's check draws and solves them once per runtime and seed."""

from __future__ import annotations

import threading

from .cases import PreparedCase, draw_cases, wanted_outputs
from .questions import Question


class DrawnOnce:
    """Stands in for `draw_cases`. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: dict[tuple[str, str, bytes, str], list[PreparedCase]] = {}

    def __call__(self, question: Question, runtime: str, seed: bytes, mode: str) -> list[PreparedCase]:
        key = (question.revision, runtime, seed, mode)
        with self._lock:
            if key not in self._drawn:
                self._drawn[key] = solved(question, draw_cases(question, runtime, seed, mode))
            return list(self._drawn[key])


def solved(question: Question, cases: list[PreparedCase]) -> list[PreparedCase]:
    """The cases with their references, which nobody may write into any more: what one answer's comparison changed would be
    what the next answer is compared with. A case's inputs are closed from the start."""
    for one in cases:
        for wanted in wanted_outputs(question, one).values():
            if wanted.values is not None:
                wanted.values.flags.writeable = False
    return cases
