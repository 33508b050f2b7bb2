"""One attack in one runtime: its verdict, its twin's, what is left behind, and whether the next candidate is served."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from judge.cells import CellPool
from judge.cells.attack_files import Attack
from judge.grade import GradeDeps, GradeRequest, grade_answer
from judge.questions import Limits, Question

from .host_services import HostServices
from .leftovers import Trace
from .warmed_pool import WarmedPool
from .watched_pool import Record, WatchedPool

# Frameworks take more than NumPy to begin with.
MEMORY_MIB = {"numpy": 256, "pytorch": 384, "keras": 512, "tfjs": 512}
# Two deaths by time, each with a fresh cell, and a fresh process for a runtime that is not forked.
WITHIN_SECONDS = 30.0
INNOCENT = {
    ".py": "def innocent(x):\n    return x * 2\n",
    ".ts": "export const innocent = (x: any) => x.mul(2);\n",
}


@dataclass(frozen=True)
class Result:
    """`held` False comes with the reason in `why`. `seen`: the verdict that the attack got. `cell`: `fresh`, or `warmed`
    for one that had rehearsed and waited."""

    id: str
    name: str
    runtime: str
    cell: str
    attack: str
    layer: str
    expected: str
    seen: str
    held: bool
    why: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Stage:
    """What all attacks share: a pool, the question, the host's services, and the state of the machine before."""

    def __init__(self, pool: CellPool, question: Question, services: HostServices, device: str = "cpu") -> None:
        self.pool, self.question, self.services, self.device = pool, question, services, device
        self.trace = Trace(pool)
        self._warmed = False
        versions = {one["name"]: one["version"] for one in pool.runtime_versions()}
        self._deps = GradeDeps(None, None, versions, {}, cards={device: {}})

    def run(self, attack: Attack, runtime: str, warmed: bool = False) -> Result:
        self._warmed = warmed
        started = time.monotonic()
        try:
            seen, complaints = self._attack(attack, runtime)
        except Exception as fault:  # noqa: BLE001 (the judge makes a grader_error of whatever it stumbles over)
            seen, complaints = "grader_error", [f"{type(fault).__name__}: {fault}"]
        seconds = time.monotonic() - started
        if seconds > WITHIN_SECONDS:
            complaints.append(f"it took {seconds:.0f} s")
        complaints += self._afterwards()
        complaints += self._twin(attack, runtime)
        complaints += self._innocent(attack.path.suffix, runtime)
        complaints += self._afterwards()
        return Result(
            id=attack.ids[0],
            name=attack.name,
            runtime=runtime,
            cell="warmed" if warmed else "fresh",
            attack=attack.about,
            layer=attack.layer,
            expected=verdict_of(attack),
            seen=seen,
            held=not complaints,
            why="; ".join(dict.fromkeys(complaints)),
            seconds=round(seconds, 3),
        )

    def _attack(self, attack: Attack, runtime: str) -> tuple[str, list[str]]:
        entry, files = attack.answer()
        report, evidence, record = self.grade(runtime, entry, files, limits_of(attack, runtime), attack)
        complaints = list(complaints_about(attack, report, evidence, record))
        return report["verdict"], complaints

    def _twin(self, attack: Attack, runtime: str) -> list[str]:
        entry, files = attack.twin()
        limits = Limits(memory_mib=MEMORY_MIB[runtime], output_mib=8)
        try:
            report, _, record = self.grade(runtime, entry, files, limits, attack)
        except Exception as fault:  # noqa: BLE001
            return [f"its twin ended in a fault: {fault}"]
        if report["verdict"] == "accepted":
            return []
        return [f"its twin got {report['verdict']}: {one_line(record.texts())}"]

    def _innocent(self, suffix: str, runtime: str) -> list[str]:
        limits = Limits(memory_mib=MEMORY_MIB[runtime], output_mib=8)
        try:
            answer = [(f"solution{suffix}", INNOCENT[suffix].encode())]
            report, _, record = self.grade(runtime, "innocent", answer, limits)
        except Exception as fault:  # noqa: BLE001
            return [f"the next candidate met a fault: {fault}"]
        if report["verdict"] == "accepted":
            return []
        return [f"the next candidate got {report['verdict']}: {one_line(record.texts())}"]

    def _afterwards(self) -> list[str]:
        connected = [f"the host's {name} service was reached" for name in self.services.seen()]
        return [*connected, *self.trace.new()]

    def grade(
        self, runtime: str, entry: str, files: list[tuple[str, bytes]], limits: Limits, attack: Attack | None = None
    ) -> tuple[dict, dict, Record]:
        """(report, evidence, what the cells did), by the path on which candidates are graded."""
        forbidden = tuple(name.strip() for name in (attack.fields.get("forbids", "") if attack else "").split(","))
        spec = dataclasses.replace(
            self.question.runtimes[runtime], entry=entry, forbidden_builtins=tuple(filter(None, forbidden))
        )
        question = dataclasses.replace(self.question, runtimes={runtime: spec}, limits=limits)
        watched = WatchedPool(WarmedPool(self.pool) if self._warmed else self.pool)
        answer = self._addressed(files)
        request = GradeRequest(question.id, question.revision, runtime, "grade", answer, device=self.device)
        report, evidence = grade_answer(dataclasses.replace(self._deps, pool=watched), question, request)
        return report, evidence, watched.record

    def _addressed(self, files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Tells attacks where this host's services listen."""
        lines = {
            "support.py": f"\nHOST.update({self.services.addresses!r})\n",
            "support.ts": f"\nObject.assign(HOST, {json.dumps(self.services.addresses)});\n",
        }
        return [(name, content + lines.get(name, "").encode()) for name, content in files]


def limits_of(attack: Attack, runtime: str) -> Limits:
    return Limits(
        wall_seconds_per_case=float(attack.fields.get("limit", 5)),
        wall_seconds_total=float(attack.fields.get("total limit", 20)),
        memory_mib=MEMORY_MIB[runtime],
        output_mib=8,
    )


def verdict_of(attack: Attack) -> str:
    """A judged attack returns a wrong tensor."""
    return "wrong_answer" if attack.expect == "judged" else attack.expect


def complaints_about(attack: Attack, report: dict, evidence: dict, record: Record) -> Iterator[str]:
    if report["verdict"] != verdict_of(attack):
        yield f"it got {report['verdict']}: {one_line(record.texts()) or 'no text'}"
    if "Escaped" in record.texts():
        yield f"it escaped: {one_line(record.texts()[record.texts().index('Escaped') :])}"
    if attack.expect == "judged" and any(one.kind != "returned" for one in record.outcomes):
        yield f"its act broke the answer: {one_line(record.texts())}"
    if (case := attack.fields.get("case")) and not blamed(evidence, case):
        yield f"the case {case} did not catch it"
    shown = "\n".join(texts_in(report))
    for text in attack.fields.get("never shown", "").split(","):
        plain = text.strip().encode().decode("unicode_escape")
        if plain and plain in shown:
            yield f"the report shows {text.strip()}"


def blamed(evidence: dict, case: str) -> bool:
    notes = [note for cell in evidence["cells"] for note in cell["cases"] if note["name"] == case]
    return any(note.get("verdict") not in ("accepted", None) for note in notes)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def one_line(text: str) -> str:
    return " ".join(text.split())[:200]
