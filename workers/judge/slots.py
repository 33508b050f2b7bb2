"""Grading threads, and a watchdog that lets none of them hold its slot for ever."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .log import log

HANG_CHECK_SECONDS = 1.0


@dataclass
class Job:
    """One request on its way. `answered` guards against two answers: one from the watchdog and a late one."""

    message: dict[str, Any]
    deadline: float = float("inf")
    answered: bool = False
    dropped: bool = False
    on_drop: Callable[[], None] | None = None

    def drop(self) -> None:
        """Nobody waits for it any more. Whichever comes second, this or `on_drop`, finds the other one."""
        self.dropped = True
        if self.on_drop is not None:
            self.on_drop()


class Slots:
    """N threads over one queue. A job past its deadline gets `on_hung`, and its thread is given up and replaced.

    A thread cannot be killed: one that hangs in native code stays. When more than `hung_max` have been given up, the
    process is no good any more, and `on_exhausted` shall end it so that the grader starts another.
    """

    def __init__(
        self,
        count: int,
        work: Callable[[Job], None],
        on_hung: Callable[[Job], None],
        on_exhausted: Callable[[], None],
        hung_max: int = 4,
    ) -> None:
        self._work, self._on_hung, self._on_exhausted, self._hung_max = work, on_hung, on_exhausted, hung_max
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: dict[int, Job] = {}
        self._jobs: dict[Any, Job] = {}
        self._hung = 0
        self._serial = 0
        for _ in range(count):
            self._start_thread()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def submit(self, message: dict[str, Any]) -> None:
        job = Job(message)
        with self._lock:
            self._jobs[message.get("id")] = job
        self._queue.put(job)

    def drop(self, number: int) -> None:
        """Ends the work on one job, if it is still under way."""
        with self._lock:
            job = self._jobs.get(number)
        if job is not None:
            job.drop()

    def answer_once(self, job: Job) -> bool:
        """True for the first caller only: whoever gets it writes the answer."""
        with self._lock:
            first, job.answered = not job.answered, True
        return first

    def _start_thread(self) -> None:
        self._serial += 1
        threading.Thread(target=self._serve, args=(self._serial,), name=f"slot-{self._serial}", daemon=True).start()

    def _serve(self, serial: int) -> None:
        while True:
            job = self._queue.get()
            with self._lock:
                self._running[serial] = job
            self._work(job)
            with self._lock:
                if self._jobs.get(job.message.get("id")) is job:
                    del self._jobs[job.message.get("id")]
                if self._running.pop(serial, None) is None:
                    return  # the watchdog gave this thread up and started another in its place

    def _watch(self) -> None:
        while True:
            time.sleep(HANG_CHECK_SECONDS)
            now = time.monotonic()
            with self._lock:
                hung = [(serial, job) for serial, job in self._running.items() if now > job.deadline]
                for serial, _ in hung:
                    del self._running[serial]
                self._hung += len(hung)
            for serial, job in hung:
                log("slot_hung", slot=serial, id=job.message.get("id"))
                # First the answer: in the time that a new thread takes for its first job, a late one could still claim it.
                self._on_hung(job)
                self._start_thread()
            if self._hung > self._hung_max:
                self._on_exhausted()
                return
