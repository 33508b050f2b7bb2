"""Runs one answer's cases in cells: one after the other in one cell, in a fresh one after a death."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, Self

from .cases import PreparedCase, wanted_outputs
from .cells import CaseFiles, CellLimits, Outcome, Step
from .errors import BackendMissing, backend_missing
from .questions import Question, RuntimeSpec

DEATHS_MAX = 2
# Importing may touch parts of a framework that are not warm; a question's limit is meant for one case.
LOAD_SECONDS_MIN = 5.0
# Files made ahead are memory that waits; a case with large inputs gets them when its turn comes.
AHEAD_BYTES_MAX = 4 << 20
AHEAD_CASES_MAX = 8

Meanwhile = Callable[[], None]


class Pool(Protocol):
    def acquire(self, runtime: str, device: str = "cpu") -> Any: ...


class Attempt:
    """Owns the cell of one answer. `load` first, then `run` per case; close it, always.

    Each death costs a cell, and an answer could make every case a death, so after two of them the rest is not run: the
    remaining cases get the outcome of the last death.
    """

    def __init__(
        self,
        pool: Pool,
        question: Question,
        runtime: RuntimeSpec,
        files: list[tuple[str, bytes]],
        device: str = "cpu",
        adapter: bytes | None = None,
    ) -> None:
        """`adapter` other than the question's own is for a watched run."""
        self._pool, self._question, self._runtime, self._files = pool, question, runtime, files
        self._device = device
        self._adapter = adapter_source(runtime) if adapter is None else adapter
        self._cell: Any = None
        self._spent = 0.0
        self._deaths = 0
        self._final: Outcome | None = None
        self._ahead: dict[str, CaseFiles] = {}
        self.evidence: list[dict] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        while self._ahead:
            self._ahead.popitem()[1].close()

    def close(self) -> None:
        if self._cell is not None:
            self._cell.close()
            self._cell = None

    def load(self, meanwhile: Meanwhile | None = None) -> Outcome:
        """Acquires a cell and imports the answer in it, with time for work of ours. Raises GraderFault when no cell can
        be had, BackendMissing when it has not what the question needs."""
        self.close()
        self._cell = self._pool.acquire(self._runtime.name, self._device)
        self._refuse_other_backend()
        seconds = max(LOAD_SECONDS_MIN, self._question.limits.wall_seconds_per_case)
        outcome = self._cell.load(
            self._files, self._adapter, self._runtime.entry, self._limits(seconds), meanwhile=meanwhile
        )
        self._spent += outcome.wall_ms / 1000
        self.evidence.append(
            {"load": outcome.kind, "load_ms": round(outcome.wall_ms, 3), "detail": outcome.detail, "cases": []}
        )
        if outcome.kind != "returned":
            self._final = outcome
        return outcome

    def _refuse_other_backend(self) -> None:
        """A right answer may call what another backend lacks, and would be charged for the exception."""
        needed, has = self._runtime.needs_backend, self._cell.backend
        if needed not in (None, has):
            raise BackendMissing(backend_missing(self._question.id, self._runtime.name, needed, has))

    def run(
        self, prepared: PreparedCase, meanwhile: Meanwhile | None = None, then: PreparedCase | None = None
    ) -> tuple[Outcome, bool]:
        """(outcome, whether it was really run). A cell that died is replaced before the case. `meanwhile` is called
        once, also where nothing is run. `then`: the case of the next call, which may be under way when this one returns."""
        if self._final is None and (self._cell is None or not self._cell.alive):
            self.load()
        if self._final is None and self._left() <= 0:
            self._final = Outcome("time_limit", message=self._all_too_long())
        if self._final is not None:
            if meanwhile is not None:
                meanwhile()
            self._note(prepared, self._final, ran=False)
            return self._final, False
        seconds = min(self._question.limits.wall_seconds_per_case, self._left())
        files = self._ahead.pop(prepared.case.name, None) or self._files_of(prepared)
        try:
            outcome = self._cell.run_prepared(
                files, prepared.params, self._limits(seconds), meanwhile, partial(self._following, then)
            )
        finally:
            files.close()
        self._spent += outcome.wall_ms / 1000
        if outcome.kind == "time_limit" and self._left() <= 0:
            outcome = replace(outcome, message=self._all_too_long())
        self._note(prepared, outcome, ran=True)
        if not self._cell.alive and outcome.kind != "returned":
            self._deaths += 1
            if self._deaths >= DEATHS_MAX:
                self._final = outcome
        return outcome, True

    def _following(self, then: PreparedCase | None, wall_ms: float) -> Step | None:
        """The step after one that took so long, where it is ready and there is time for it. Inputs in a file wait for
        their turn: the outputs before them may still have to be sealed."""
        files = None if then is None else self._ahead.get(then.case.name)
        left = self._left() - wall_ms / 1000
        if files is None or files.image is None or left <= 0:
            return None
        return Step(files, then.params, self._limits(min(self._question.limits.wall_seconds_per_case, left)))

    def get_ready(self, coming: Sequence[PreparedCase]) -> None:
        """Files and references of the next cases, for as long as the cell is busy and there is room: at least of one, for
        that is never in vain."""
        for prepared in coming:
            if self._ahead and (len(self._ahead) >= AHEAD_CASES_MAX or self._cell is None or self._cell.has_news()):
                return
            if prepared.case.name not in self._ahead:
                if sum(array.nbytes for _, array in prepared.inputs) > AHEAD_BYTES_MAX:
                    return
                self._ahead[prepared.case.name] = self._files_of(prepared)
            wanted_outputs(self._question, prepared)

    def _files_of(self, prepared: PreparedCase) -> CaseFiles:
        return CaseFiles(secrets.token_bytes(16), prepared.inputs)

    def renew(self) -> None:
        """Makes the next `run` happen in a fresh cell."""
        self.close()

    def _all_too_long(self) -> str:
        return f"All cases together took longer than {self._question.limits.wall_seconds_total:g} s."

    def _left(self) -> float:
        """Seconds left of the total: only time in which the candidate's code ran counts, never ours."""
        return self._question.limits.wall_seconds_total - self._spent

    def _limits(self, seconds: float) -> CellLimits:
        limits = self._question.limits
        return CellLimits(
            wall_seconds=seconds,
            memory_mib=limits.memory_mib,
            output_mib=limits.output_mib,
            cpu_seconds=limits.cpu_seconds,
            threads=limits.threads,
            disk_mib=limits.disk_mib,
        )

    def _note(self, prepared: PreparedCase, outcome: Outcome, *, ran: bool) -> None:
        note = {"name": prepared.case.name, "label": prepared.label, "outcome": outcome.kind, "ran": ran}
        if ran:
            note["wall_ms"] = round(outcome.wall_ms, 3)
        if outcome.detail:
            note["detail"] = outcome.detail[:500]
        self.evidence[-1]["cases"].append(note)


def adapter_source(runtime: RuntimeSpec) -> bytes | None:
    """The adapter, with the scan for forbidden built-ins behind it where the question forbids any."""
    scan = SCAN_PYTHON.replace(b"ENTRY", json.dumps(runtime.entry).encode())
    return with_forbidden(runtime, scan, SCAN_TYPESCRIPT) if runtime.forbidden_builtins else runtime.adapter


def with_forbidden(runtime: RuntimeSpec, in_python: bytes, in_typescript: bytes) -> bytes:
    """The adapter and what the judge puts behind it: a text in the runtime's language, with the names for its `%b`."""
    names = json.dumps(runtime.forbidden_builtins).encode()
    return (runtime.adapter or b"") + (in_python if runtime.suffixes[0] == ".py" else in_typescript) % names


SCAN_PYTHON = b"""

from _shared import forbidden_scan as _forbidden_scan

def inspect_sources(files):
    _forbidden_scan.inspect_sources(files, %b, ENTRY)
"""
SCAN_TYPESCRIPT = b"""

export const forbiddenBuiltins = %b;
"""
