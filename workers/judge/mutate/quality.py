"""How well a question tells right from wrong: what was run, what the authors say of survivors, and the file that keeps
it (`quality.json` beside the question, not part of its revision)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import QuestionBroken
from ..questions import Question, read_yaml
from ..revision import revision_of
from .generate import Mutant
from .run_mutants import Result

FLOOR = 0.95
# Raised when operators change so much that older scores mean something else.
ENGINE = 1
QUALITY_FILE = "quality.json"
REASONS_FILE = "mutants.yaml"
_SECTIONS = re.compile(r"^(runtimes|limits|tolerance):.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Reasons:
    """What the authors wrote down, by solution (`numpy/by_masks.py`) and key.

    equivalent  the mutant is right too: it leaves the count
    accepted    it is wrong, and why it is let through: it stays in the count
    spoilt      by runtime and kind: spoilt entries that are right too, as `survivors` of expect.yaml says
    """

    equivalent: dict[str, dict[str, str]]
    accepted: dict[str, dict[str, str]]
    spoilt: dict[str, dict[str, str]]

    def excuses(self, solution: str, mutant: Mutant) -> bool:
        if mutant.operator == "spoilt" and mutant.kind in (self.spoilt.get(solution.split("/", 1)[0]) or {}):
            return True
        return mutant.key in self.equivalent.get(solution, {})


@dataclass
class Tally:
    generated: int = 0
    killed: int = 0
    equivalent: int = 0
    surviving: int = 0

    def add(self, status: str) -> None:
        self.generated += 1
        setattr(self, status, getattr(self, status) + 1)

    @property
    def score(self) -> float:
        counted = self.generated - self.equivalent
        return 1.0 if counted == 0 else self.killed / counted

    def as_json(self) -> dict[str, Any]:
        # Rounded down: 0.95 must not be reached by rounding.
        score = int(self.score * 10_000) / 10_000
        return {
            "score": score,
            "generated": self.generated,
            "killed": self.killed,
            "equivalent": self.equivalent,
            "surviving": self.surviving,
        }


@dataclass
class Quality:
    """The results of one question, as they come in."""

    reasons: Reasons
    whole: Tally = field(default_factory=Tally)
    by_runtime: dict[str, Tally] = field(default_factory=dict)
    by_operator: dict[str, Tally] = field(default_factory=dict)
    unexplained: list[tuple[str, Result]] = field(default_factory=list)
    explained: list[tuple[str, Result]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, solution: str, result: Result) -> None:
        status, key = "killed" if result.killed else "surviving", result.mutant.key
        excused = self.reasons.excuses(solution, result.mutant)
        if excused and not result.killed:
            status = "equivalent"
        elif not result.killed:
            known = key in self.reasons.accepted.get(solution, {})
            (self.explained if known else self.unexplained).append((solution, result))
        elif excused or key in self.reasons.accepted.get(solution, {}):
            self.stale.append(f"{solution}: {key} is caught by {result.caught_by}")
        runtime = solution.split("/", 1)[0]
        for tally in (
            self.whole,
            self.by_runtime.setdefault(runtime, Tally()),
            self.by_operator.setdefault(result.mutant.operator, Tally()),
        ):
            tally.add(status)

    def finish(self, seen: dict[str, set[str]]) -> None:
        """Notes reasons for mutants that are no longer made: harmless, because a key fits one changed line only."""
        for section in (self.reasons.equivalent, self.reasons.accepted):
            for solution, keys in section.items():
                runtime = solution.split("/", 1)[0]
                if runtime in self.by_runtime:
                    self.unused += [
                        f"{solution}: there is no mutant {key}" for key in keys if key not in seen[solution]
                    ]

    @property
    def good(self) -> bool:
        runtimes = all(tally.score >= FLOOR for tally in self.by_runtime.values())
        return runtimes and not self.unexplained and not self.stale

    def document(self, question: Question) -> dict[str, Any]:
        return {
            "inputs": quality_inputs(question.files, read_reasons_text(question.folder)),
            "engine": ENGINE,
            **self.whole.as_json(),
            "unexplained": len(self.unexplained),
            "runtimes": {name: tally.as_json() for name, tally in sorted(self.by_runtime.items())},
        }


def read_reasons(question: Question) -> Reasons:
    """`mutants.yaml` of the question, and what `survivors` of expect.yaml says of spoilt entries."""
    text = read_reasons_text(question.folder)
    about = read_yaml(text, f"{question.id}/{REASONS_FILE}") if text else {}
    sections = []
    for name in ("equivalent", "accepted"):
        section = about.get(name) or {}
        if not isinstance(section, dict) or not all(isinstance(keys, dict) for keys in section.values()):
            raise QuestionBroken(f"{question.id}/{REASONS_FILE}: {name} is a mapping of solutions to keys to reasons")
        sections.append({solution: {k: str(v) for k, v in keys.items()} for solution, keys in section.items()})
    expect = read_yaml(question.files.get("expect.yaml", b"{}"), f"{question.id}/expect.yaml")
    return Reasons(*sections, spoilt=expect.get("survivors") or {})


def read_reasons_text(folder: Path) -> bytes:
    path = folder / REASONS_FILE
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def quality_inputs(files: dict[str, bytes], reasons: bytes) -> str:
    """What a score was computed from. The generator computes the same and calls a score stale when it differs."""
    relevant = {name: content for name, content in files.items() if name.startswith(("solutions/", "adapter/"))}
    relevant["judge.py"] = files["judge.py"]
    sections = sorted(match.group(0).strip() for match in _SECTIONS.finditer(files["question.yaml"].decode()))
    relevant["question.yaml"] = "\n".join(sections).encode()
    relevant[REASONS_FILE] = reasons
    return revision_of(relevant)


def write_quality(question: Question, document: dict[str, Any]) -> Path:
    path = question.folder / QUALITY_FILE
    half = path.with_suffix(".json.tmp")
    half.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    half.replace(path)
    return path


def solutions_of(files: Iterable[str], runtime: str, suffixes: tuple[str, ...]) -> list[str]:
    return sorted(name for name in files if name.startswith(f"solutions/{runtime}/") and name.endswith(suffixes))
