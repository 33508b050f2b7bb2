"""One cell, as the judge holds it: sends a step, keeps the clock, and takes the answer only when it can no longer
change."""

import math
import os
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from . import arena, memfd, text
from .cgroups import Group
from .deaths import kind_of_death
from .outcome import CellLimits, GraderFault, Outcome
from .zygotes import Forked, Zygote

READY_SECONDS = 30.0
DEATH_SECONDS = 5.0
ANSWER_BYTES = 8192
PARAMS_BYTES_MAX = 1 << 16
STDOUT_BYTES = 1 << 16
DEFAULT_CPU_SECONDS = 60
LOAD = struct.Struct("<cQI")
LOADED, RETURNED = b"L", b"R"
FAILURES = {
    b"S": "syntax_error",
    b"M": "missing_entry",
    b"X": "raised",
    b"A": "memory_limit",
    b"I": "invalid_output",
    b"O": "output_limit",
}
LIVES_ON = frozenset({"returned", "raised"})


class Cell:
    """A jailed process for one answer. Owns its descriptors and its process: close() it, always."""

    def __init__(self, zygote: Zygote, forked: Forked, group: Group | None, on_close: Callable[["Cell"], None]) -> None:
        self.zygote = zygote
        self.group = group
        self.alive = True
        self.in_use = False
        self._slot, self._pidfd, self._channel = forked.slot, forked.pidfd, forked.channel
        self._channel.setblocking(False)
        self._on_close = on_close
        self._ready = False
        self._loaded = False
        self._closed = threading.Lock()
        self._cpu_limit = math.inf
        self._stdout = -1
        self._stdout_seen = 0
        self._poll = select.poll()
        self._poll.register(self._channel, select.POLLIN)
        self._poll.register(self._pidfd, select.POLLIN)

    @property
    def pid(self) -> int:
        """Its number on this machine; 0 once it is gone."""
        for line in Path(f"/proc/self/fdinfo/{self._pidfd}").read_text().splitlines():
            if line.startswith("Pid:"):
                return max(int(line.split()[1]), 0)
        return 0

    def is_gone(self) -> bool:
        """Whether a cell that nobody used has ended all the same."""
        return not self.zygote.alive or any(fd == self._pidfd for fd, _ in self._poll.poll(0))

    def is_ready(self) -> bool:
        """Whether it is jailed, warm and waiting; never blocks."""
        return self._ready or bool(self._poll.poll(0))

    def wait_ready(self) -> None:
        """Jailed and waiting for files. GraderFault when the jail could not be put on: never the candidate's doing."""
        if self._ready:
            return
        answer = self._receive(time.monotonic() + READY_SECONDS)
        if answer is None or answer[:1] != b"W":
            self.kill()
            reason = "zygote_died" if not self.zygote.alive else "jail_failed"
            raise GraderFault(
                reason, text.message(answer[1:]) if answer else self.zygote.fault or "no word from the cell"
            )
        self._ready = True

    def load(self, files: list[tuple[str, bytes]], adapter: bytes | None, entry: str, limits: CellLimits) -> Outcome:
        """Imports the candidate's files (`solution.py` is the main one) under the limits that then hold for the whole
        cell."""
        self.wait_ready()
        if self._loaded:
            raise GraderFault("cell_used", "a cell takes one answer, once")
        self._loaded = True
        message = self._load_message(limits)
        self._stdout = memfd.fixed_size("prints", STDOUT_BYTES)
        bundle = bundle_file([("", entry.encode()), ("", adapter or b""), *files])
        try:
            answer, wall_ms = self._exchange(message, [bundle, self._stdout], limits.wall_seconds)
        finally:
            os.close(bundle)
        return self._outcome(answer, wall_ms, limits)

    def run_case(
        self, nonce: bytes, params: bytes, inputs: list[tuple[str, np.ndarray]], limits: CellLimits
    ) -> Outcome:
        """One call of the candidate. nonce: 16 secret bytes of this case alone. params: JSON, at most 64 KiB."""
        if len(nonce) != 16 or len(params) > PARAMS_BYTES_MAX:
            raise ValueError("a nonce has 16 bytes, and the params of a case at most 64 KiB")
        if not self._loaded or not self.alive:
            raise GraderFault("cell_dead", "a case was sent to a cell that cannot take it")
        given = arena.input_arena(nonce, inputs)
        output = -1
        try:
            output = arena.output_arena(limits.output_mib)
            answer, wall_ms = self._exchange(b"C" + nonce + params, [given, output], limits.wall_seconds)
            if answer == RETURNED and not memfd.freeze(output) and not self._freeze_after_death(output):
                answer = b"!"
            return self._outcome(answer, wall_ms, limits, (output, nonce))
        finally:
            os.close(given)
            if output >= 0:
                os.close(output)

    def _exchange(self, message: bytes, descriptors: list[int], wall_seconds: float) -> tuple[bytes | None, float]:
        """Sends one step. The answer, None when time ran out, empty when the cell hung up; and milliseconds by our
        clock."""
        started = time.monotonic()
        try:
            if self._spoke_out_of_turn():
                answer = b"!"
            else:
                socket.send_fds(self._channel, [message], descriptors)
                answer = self._receive(started + wall_seconds)
        except OSError:
            answer = b""
        return answer, (time.monotonic() - started) * 1e3

    def _spoke_out_of_turn(self) -> bool:
        try:
            return bool(self._channel.recv(1))
        except BlockingIOError:
            return False

    def _receive(self, deadline: float) -> bytes | None:
        while (left := deadline - time.monotonic()) > 0:
            if not self._poll.poll(left * 1e3):
                continue
            try:
                # A message sent before the death still counts, so the channel is read first.
                return self._channel.recv(ANSWER_BYTES)
            except BlockingIOError:
                return b""
            except OSError:
                return b""
        return None

    def _freeze_after_death(self, output: int) -> bool:
        """The candidate kept a writable mapping: only its end can stop the bytes from changing."""
        self.kill()
        return self._wait_death() and memfd.freeze(output)

    def _wait_death(self) -> bool:
        ended = select.poll()
        ended.register(self._pidfd, select.POLLIN)
        return bool(ended.poll(DEATH_SECONDS * 1e3))

    def _outcome(
        self, answer: bytes | None, wall_ms: float, limits: CellLimits, arena_of: tuple[int, bytes] | None = None
    ) -> Outcome:
        kind, outputs, detail = self._judged(answer, limits, arena_of)
        prints, cut = self._new_prints()
        if cut and limits.strict_stdout and kind in LIVES_ON:
            kind, outputs, detail = "output_limit", None, "more text than the question allows"
        if kind not in LIVES_ON:
            self.kill()
        said = text.message(answer[1:]) if answer and answer[:1] in FAILURES else ""
        return Outcome(kind, outputs, said, prints, cut, wall_ms, detail)

    def _judged(
        self, answer: bytes | None, limits: CellLimits, arena_of: tuple[int, bytes] | None
    ) -> tuple[str, dict[str, np.ndarray] | None, str]:
        if answer is None:
            return "time_limit", None, f"no answer within {limits.wall_seconds:g} s"
        if not answer:
            kind, detail = self._cause_of_silence()
            return kind, None, detail
        if answer[:1] in FAILURES:
            return FAILURES[answer[:1]], None, ""
        if answer == LOADED and arena_of is None:
            return "returned", None, ""
        if answer == RETURNED and arena_of is not None:
            return self._read(*arena_of)
        return "invalid_output", None, "the cell broke the protocol"

    def _read(self, output: int, nonce: bytes) -> tuple[str, dict[str, np.ndarray] | None, str]:
        try:
            return "returned", arena.read_outputs(output, nonce), ""
        except arena.ArenaError as error:
            return "invalid_output", None, str(error)

    def _cause_of_silence(self) -> tuple[str, str]:
        """Why there is no answer. GraderFault when the zygote went too, or no act of the candidate explains it."""
        ended = select.poll()
        ended.register(self._pidfd, select.POLLIN)
        if not ended.poll(200):
            return "exited", "it closed its channel"
        end = self.zygote.wait_end(self._slot, DEATH_SECONDS)
        if end is None:
            raise GraderFault("zygote_died", self.zygote.fault or "the end of a cell was never reported")
        return kind_of_death(end, self._cpu_limit, self.group is not None and self.group.out_of_memory())

    def _new_prints(self) -> tuple[str, bool]:
        if self._stdout < 0:
            return "", False
        raw = os.pread(self._stdout, STDOUT_BYTES, 0).rstrip(b"\0")
        new, self._stdout_seen = raw[self._stdout_seen :], len(raw)
        return text.cleaned(new), len(raw) == STDOUT_BYTES

    def _load_message(self, limits: CellLimits) -> bytes:
        """Sets the group's limit, and asks the cell, whose code is still our own, to tighten those of the process."""
        memory = limits.memory_mib << 20
        self._cpu_limit = math.ceil(limits.cpu_seconds or DEFAULT_CPU_SECONDS)
        try:
            if self.group is not None:
                own = self.zygote.runtime.own_memory_mib + limits.output_mib
                self.group.limit_memory(memory + (own << 20))
            return LOAD.pack(b"L", private_bytes(self.pid) + memory, self._cpu_limit)
        except OSError as error:
            self.kill()
            raise GraderFault("jail_failed", f"the limits of a cell could not be set: {error}") from error

    def kill(self) -> None:
        self.alive = False
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def close(self) -> None:
        """Kills what still runs and gives everything back. Returns at once; the kernel and the pool clean up behind
        it."""
        if not self._closed.acquire(blocking=False):
            return
        self.kill()
        self.zygote.forget(self._slot)
        self._channel.close()
        os.close(self._pidfd)
        if self._stdout >= 0:
            os.close(self._stdout)
        self._on_close(self)


def bundle_file(parts: list[tuple[str, bytes]]) -> int:
    """A sealed file of (path, content) pairs, each with its lengths before it."""
    data = b"".join(
        struct.pack("<II", len(name := path.encode()), len(content)) + name + content for path, content in parts
    )
    return memfd.frozen("answer", [(0, data)], len(data))


def private_bytes(pid: int) -> int:
    """What RLIMIT_DATA counts of a process already. OSError when it is gone."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise OSError(f"process {pid} has ended")
