"""Answers the grader's frames: one `grade` in, progress and one `result` or `fault` out."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

from .cells import GraderFault
from .dropping import DroppablePool
from .errors import JudgeFault
from .frames import FrameError, FrameWriter
from .grade import GradeDeps, GradeRequest, grade
from .log import log
from .slots import Job, Slots

PROGRESS_EVERY_SECONDS = 0.1
# On top of the time that the answer may take: drawing, references, comparing, waiting for cells.
OWN_SECONDS_MAX = 60.0
DEVICES = ("cpu", "cuda", "webgpu")
FILES_MAX = 20
FILE_BYTES_MAX = 256 * 1024
_PATH = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


class JudgeService:
    def __init__(self, deps: GradeDeps, writer: FrameWriter, slots: int, on_exhausted) -> None:
        self.deps, self._writer = deps, writer
        self._slots = Slots(slots, self._work, self._hung, on_exhausted)

    def receive(self, message: Any) -> None:
        """Raises FrameError for a frame without a usable id: it could not even be answered."""
        if not isinstance(message, dict) or not isinstance(message.get("id"), int):
            raise FrameError("a frame must be an object with an id")
        if message.get("op") == "drop":
            self._slots.drop(message["id"])
        else:
            self._slots.submit(message)

    def _work(self, job: Job) -> None:
        def deliver(report: dict, evidence: dict) -> None:
            if "borderline" in evidence:
                log("borderline", question=job.message.get("question_id"), **evidence["borderline"])
            self._answer(job, {"event": "result", "id": job.message["id"], "report": report, "evidence": evidence})

        pool = DroppablePool(self.deps.pool)
        job.on_drop = pool.drop
        if job.dropped:
            pool.drop()
        try:
            request = parse_request(job.message)
            question = self.deps.bank.load(request.question_id, request.question_revision)
            runs = 2 if question.runtime(request.runtime).forbidden_builtins else 1  # the second one is watched
            job.deadline = time.monotonic() + runs * question.limits.wall_seconds_total + OWN_SECONDS_MAX
            grade(replace(self.deps, pool=pool), request, self._progress(job), deliver)
        except GraderFault as error:
            self._answer(job, fault(job, "dropped" if pool.dropped else error.reason, error.detail))
        except JudgeFault as error:
            self._answer(job, fault(job, error.reason, str(error)))
        except Exception as error:  # noqa: BLE001 (a thread must not die with its job unanswered)
            self._answer(job, fault(job, "judge_bug", f"{type(error).__name__}: {error}"))

    def _answer(self, job: Job, answer: dict[str, Any]) -> None:
        if self._slots.answer_once(job):
            try:
                self._writer.write(answer)
            except ValueError as error:  # not JSON or too large: our own mistake, and the grader must hear of it
                self._writer.write(fault(job, "report_broken", str(error)))

    def _progress(self, job: Job):
        last = time.monotonic()

        def report(done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= PROGRESS_EVERY_SECONDS and not job.answered:
                last = time.monotonic()
                self._writer.write({"event": "progress", "id": job.message["id"], "done": done, "total": total})

        return report

    def _hung(self, job: Job) -> None:
        if self._slots.answer_once(job):
            self._writer.write(fault(job, "judge_hung", "the grading thread did not end in time"))


def fault(job: Job, reason: str, detail: str) -> dict[str, Any]:
    log("fault", id=job.message.get("id"), question=job.message.get("question_id"), reason=reason, detail=detail[:2000])
    return {"event": "fault", "id": job.message["id"], "reason": reason, "detail": detail[:2000]}


def parse_request(message: dict[str, Any]) -> GradeRequest:
    """The grader is trusted and has validated the answer; sizes and paths are checked once more, since they go on into
    the cell."""
    if message.get("op") != "grade":
        raise JudgeFault(f"unknown op {message.get('op')!r}", "bad_request")
    if message.get("mode") not in ("grade", "precheck"):
        raise JudgeFault(f"unknown mode {message.get('mode')!r}", "bad_request")
    seed = message.get("seed")
    if seed is not None and not (isinstance(seed, str) and re.fullmatch(r"[0-9a-f]{64}", seed)):
        raise JudgeFault("a seed is 64 lower-case hex digits, or null", "bad_request")
    for key in ("question_id", "question_revision", "runtime"):
        if not isinstance(message.get(key), str):
            raise JudgeFault(f"{key} is missing", "bad_request")
    files = message.get("files")
    if not isinstance(files, list) or len(files) > FILES_MAX:
        raise JudgeFault(f"files must be a list of at most {FILES_MAX}", "bad_request")
    device, missed = message.get("device", "cpu"), message.get("device_missed")
    if device not in DEVICES or missed not in (None, *DEVICES):
        raise JudgeFault(f"unknown device {device!r} or {missed!r}", "bad_request")
    return GradeRequest(
        question_id=message["question_id"],
        question_revision=message["question_revision"],
        runtime=message["runtime"],
        mode=message["mode"],
        files=[_parse_file(item) for item in files],
        seed=seed,
        device=device,
        device_missed=missed,
    )


def _parse_file(item: Any) -> tuple[str, bytes]:
    path, content = (item.get("path"), item.get("content")) if isinstance(item, dict) else (None, None)
    if not isinstance(path, str) or not isinstance(content, str):
        raise JudgeFault("a file needs path and content", "bad_request")
    if len(path) > 200 or not _PATH.fullmatch(path) or any(set(part) == {"."} for part in path.split("/")):
        raise JudgeFault(f"{path[:80]!r} is not an allowed path", "bad_request")
    data = content.encode("utf-8", "surrogatepass")
    if len(data) > FILE_BYTES_MAX:
        raise JudgeFault(f"{path} is larger than {FILE_BYTES_MAX} bytes", "bad_request")
    return path, data
