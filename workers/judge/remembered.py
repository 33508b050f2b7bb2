"""Results of answers that were checked before, kept by the content of everything that they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .answers_to_try import Answer
from .questions import Question, RuntimeSpec
from .start import ROOT
from .surroundings import surroundings
from .try_answer import Check

# Raised when a kept result means something else than before.
FORMAT = 1
KEPT_MAX = 2000
# No judgment reads these. Of other answers and their promises an answer knows nothing; its own are part of its key.
NOT_JUDGED = ("solutions/", "wrong/", "starter/", "statement.", "design.md", "expect.yaml")


@dataclass
class Memory:
    """folder: where results lie, a file for each question. build: what set-up made, which they depend on. fresh: whether
    everything is to be run all the same."""

    folder: Path
    build: Path
    fresh: bool = False
    _around: dict[str, str | None] = field(default_factory=dict)

    def around(self, runtime: str) -> str | None:
        if runtime not in self._around:
            self._around[runtime] = surroundings(ROOT, self.build, runtime)
        return self._around[runtime]


class Remembered:
    """What held, for one question. What failed is never kept: it is run again until it holds. Without a memory it knows
    nothing and keeps nothing."""

    def __init__(self, memory: Memory | None, question: Question) -> None:
        self._memory, self._question = memory, question
        self._file = None if memory is None else memory.folder / f"{question.id}.json"
        self._held: dict[str, Any] = {} if self._file is None else _read(self._file)

    def of(self, spec: RuntimeSpec, answer: Answer) -> Check | None:
        key = self._key(spec, answer)
        if key not in self._held or self._memory is None or self._memory.fresh:
            return None
        kept = self._held[key] = self._held.pop(key)  # used last, forgotten last
        return Check(kept["name"], True, kept["detail"], remembered=True)

    def keep(self, spec: RuntimeSpec, answer: Answer, check: Check) -> None:
        key = self._key(spec, answer)
        if key is not None and check.passed:
            self._held[key] = {"name": check.name, "detail": check.detail}

    def write(self) -> None:
        """Whole or not at all. Of two checks at a time the later one wins, which costs what the other has learnt."""
        if self._file is None:
            return
        newest = dict(list(self._held.items())[-KEPT_MAX:])
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps({"format": FORMAT, "held": newest}, ensure_ascii=False))
        fresh.replace(self._file)

    def _key(self, spec: RuntimeSpec, answer: Answer) -> str | None:
        around = None if self._memory is None else self._memory.around(spec.name)
        return None if around is None else key_of(around, self._question, spec, answer)


def key_of(around: str, question: Question, spec: RuntimeSpec, answer: Answer) -> str:
    """Changes with the answer, its name and promise, the seeds, and whatever of the folder may have a say in it: everything
    that is not known to have none. Other runtimes' adapters have none."""
    adapters = f"adapter/{spec.name}."
    judged = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in question.files.items()
        if not path.startswith(NOT_JUDGED) and (not path.startswith("adapter/") or path.startswith(adapters))
    }
    source = hashlib.sha256(answer.source).hexdigest()
    depends_on = [around, question.id, judged, spec.name, answer.name, source, answer.seeds, answer.promise]
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True, default=str).encode()).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    """Nothing where nothing of use is there: what cannot be read is run again."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kept = json.loads(file.read_text())
        if kept["format"] == FORMAT:
            return {key: {"name": str(one["name"]), "detail": str(one["detail"])} for key, one in kept["held"].items()}
    return {}
