"""The line to one cell: one message out, at most one message back, and the certain knowledge of its death."""

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from .passed import receive_passed

ANSWER_BYTES = (40 << 10) + 1
# What `exchange` gives for a cell that spoke when nobody had asked: no true answer looks like it.
OUT_OF_TURN = b"!"


@dataclass(frozen=True)
class Turn:
    """A step that is under way. early: what is known of its answer already, where nothing could be sent."""

    started: float
    sent: float
    early: bytes | None = None


class Channel:
    """Owns the job socket and the pidfd. Nothing that comes from the other end is believed to be more than bytes."""

    def __init__(self, job: socket.socket, pidfd: int) -> None:
        self._job, self.pidfd = job, pidfd
        job.setblocking(False)
        # Seconds for which `receive` waits awake before it sleeps.
        self.awake = 0.0
        self._either = select.poll()
        self._either.register(job, select.POLLIN)
        self._either.register(pidfd, select.POLLIN)
        self._end = select.poll()
        self._end.register(pidfd, select.POLLIN)

    def has_news(self) -> bool:
        return bool(self._either.poll(0))

    def has_ended(self, seconds: float = 0.0) -> bool:
        return bool(self._end.poll(seconds * 1e3))

    def exchange(
        self,
        message: bytes,
        descriptors: list[int],
        wall_seconds: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> tuple[bytes | None, float]:
        """Sends one step. -> (answer, or None when time ran out, or b"" when the cell hung up; milliseconds by our
        clock). `meanwhile` is work of ours while the cell works, and is never charged: where the answer lies there when
        it is done, only the time before it counts."""
        return self.finish(self.begin(message, descriptors), wall_seconds, meanwhile)

    def begin(self, message: bytes, descriptors: list[int]) -> Turn:
        """Sends one step; the cell works from now on, and so may we until `finish`."""
        started = time.monotonic()
        if self._spoke_out_of_turn():
            return Turn(started, started, OUT_OF_TURN)
        try:
            socket.send_fds(self._job, [message], descriptors)
        except OSError:
            return Turn(started, started, b"")
        return Turn(started, time.monotonic())

    def finish(
        self, turn: Turn, wall_seconds: float, meanwhile: Callable[[], None] | None = None
    ) -> tuple[bytes | None, float]:
        """The answer to a step, as `exchange` gives it. What we did since `begin` counts as `meanwhile` does."""
        if turn.early is not None:
            return turn.early, 0.0
        if meanwhile is not None:
            meanwhile()
        ours_done = time.monotonic() if self.has_news() else turn.sent
        answer = self.receive(turn.started + wall_seconds)
        return answer, (time.monotonic() - turn.started - (ours_done - turn.sent)) * 1e3

    def receive_first(self, deadline: float) -> tuple[bytes | None, list[int]]:
        """The first message of all, with the descriptor that may come along. As `receive`."""
        if not self._either.poll(max(0.0, deadline - time.monotonic()) * 1e3):
            return None, []
        try:
            return receive_passed(self._job, ANSWER_BYTES)
        except OSError:
            return b"", []

    def receive(self, deadline: float) -> bytes | None:
        until = min(deadline, time.monotonic() + self.awake) if self.awake else 0.0
        while time.monotonic() < until:
            try:
                return self._job.recv(ANSWER_BYTES)
            except BlockingIOError:
                os.sched_yield()  # should the cell share our core after all
            except OSError:
                return b""
        # At least one look, also after the deadline: when we were busy, an answer that lies there came in time.
        while True:
            left = max(0.0, deadline - time.monotonic())
            if self._either.poll(left * 1e3):
                try:
                    # A message sent before the death still counts, so the socket is read first.
                    return self._job.recv(ANSWER_BYTES)
                except OSError:
                    return b""
            if left == 0.0:
                return None

    def _spoke_out_of_turn(self) -> bool:
        try:
            return bool(self._job.recv(1))
        except OSError:  # nothing was said, or nobody is there any more: sending finds out which
            return False

    def kill(self) -> None:
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def close(self) -> None:
        self._job.close()
        os.close(self.pidfd)
