"""Which answers a folder holds or implies, and what each of them must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .mutants import mutants_of, mutate
from .questions import Question, RuntimeSpec

SEEDS = ("11" * 32, "22" * 32)
# Two deaths by time take twice a case's limit; the second seed would tell nothing new.
SLOW_VERDICTS = ("time_limit", "memory_limit", "output_limit")
REFUSED = "refused, wherever"

Judged = Callable[[dict, dict], str]  # (report, evidence) -> complaint, empty when as promised


@dataclass(frozen=True)
class Answer:
    """promise: what the outcome must be, as plain data; `judge` holds it against what was seen."""

    name: str
    source: bytes
    seeds: tuple[str, ...]
    promise: Any
    judge: Judged

    @property
    def only_waits(self) -> bool:
        """Whether it takes time and not work of ours: it is run until its time is up."""
        return isinstance(self.promise, dict) and self.promise.get("verdict") == "time_limit"


def answers_to_try(question: Question, spec: RuntimeSpec, expect: dict) -> Iterator[Answer]:
    files, name = question.files, spec.name
    solutions = sorted(path for path in files if path.startswith(f"solutions/{name}/") and spec.is_source(path))
    for path in solutions:
        yield Answer(path, files[path], SEEDS, "accepted", must_be_accepted)
    for path in sorted(path for path in files if path.startswith(f"wrong/{name}/") and spec.is_source(path)):
        wanted = (expect.get("wrong", {}).get(name) or {}).get(path.rsplit("/", 1)[1])
        if wanted:
            seeds = SEEDS[:1] if wanted.get("verdict") in SLOW_VERDICTS else SEEDS
            yield Answer(path, files[path], seeds, wanted, as_expected(wanted))
    starter = f"starter/{name}{spec.suffixes[0]}"
    if starter in files:
        yield Answer(starter, files[starter], SEEDS[:1], REFUSED, must_be_rejected)
    yield Answer(f"{name}: an empty file", b"", SEEDS[:1], REFUSED, must_be_rejected)
    survivors = (expect.get("survivors") or {}).get(name) or {}
    for kind in mutants_of(name) if solutions and spec.main_file == "solution.py" else ():  # they rewrite Python
        label = f"{name}: automatic mutant {kind} of {solutions[0].rsplit('/', 1)[1]}"
        source = mutate(files[solutions[0]], spec.entry, kind, name)
        if kind in survivors:
            yield Answer(label, source, SEEDS[:1], "survives", may_survive(str(survivors[kind])))
        else:
            yield Answer(label, source, SEEDS[:1], REFUSED, must_be_rejected)


def must_be_accepted(report: dict, evidence: dict) -> str:
    if report["verdict"] == "accepted":
        return ""
    return f"got {report['verdict']}: {report.get('message', '')} {_failures(evidence)}"


def must_be_rejected(report: dict, evidence: dict) -> str:
    return "was accepted" if report["verdict"] == "accepted" else ""


def may_survive(reason: str) -> Judged:
    """A survivor that is caught after all has a stale excuse in expect.yaml."""
    return lambda report, evidence: "" if report["verdict"] == "accepted" else f"is rejected; drop the excuse: {reason}"


def as_expected(wanted: dict) -> Judged:
    def judge(report: dict, evidence: dict) -> str:
        notes = {note["name"]: note for cell in evidence["cells"] for note in cell["cases"]}
        if report["verdict"] != wanted["verdict"]:
            return (
                f"got {report['verdict']}, not {wanted['verdict']}: {report.get('message', '')} {_failures(evidence)}"
            )
        if "finding" in wanted:
            kind, _, name = str(wanted["finding"]).partition(":")
            seen = "forbidden_builtin" if report["verdict"] == "forbidden_builtin" else evidence["cells"][0]["load"]
            if seen != kind or name not in report.get("message", ""):
                return f"found {seen} ({report.get('message')}), not {wanted['finding']}"
            return ""
        note = notes.get(wanted["caught_by"])
        if note is None:
            return f"no case is named {wanted['caught_by']}: there are {sorted(notes)}"
        if note["verdict"] == "accepted":
            return f"{wanted['caught_by']} accepts it; caught by {_failures(evidence)}"
        if "mistake" in wanted and note["mistake"] != wanted["mistake"]:
            return f"{wanted['caught_by']} says {note['mistake']}, not {wanted['mistake']}"
        return ""

    return judge


def _failures(evidence: dict) -> list[str]:
    notes = [note for cell in evidence["cells"] for note in cell["cases"] if note.get("verdict") != "accepted"]
    return [f"{note['name']} ({note.get('mistake') or note.get('verdict')})" for note in notes]
