"""One cell, as the judge holds it: sends a step, and takes the answer only when it can no longer change."""

import math
import os
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import MAGIC_NUMBER

import numpy as np

from . import arena, box, memfd, text
from .cards import Card
from .case_files import CaseFiles
from .cgroups import THREADS_MAX, Group
from .channel import Channel, Turn
from .cores import AWAKE_SECONDS, Apart, keep_apart
from .deaths import kind_of_death
from .loading import bundle_file, compiled_adapter, cpu_seconds_of, load_message, pid_of
from .outcome import CellLimits, GraderFault, Outcome
from .prints import Prints
from .zygotes import Forked, Zygote

READY_SECONDS = 30.0
DEATH_SECONDS = 5.0
PARAMS_BYTES_MAX = 1 << 16
LOADED, RETURNED = b"L", b"R"
# The outputs are in the message itself.
RETURNED_INLINE = b"r"
CASE_SIZES = struct.Struct("<I")
FAILURES = {
    b"S": "syntax_error",
    b"M": "missing_entry",
    b"X": "raised",
    b"A": "memory_limit",
    b"I": "invalid_output",
    b"O": "output_limit",
}
LIVES_ON = frozenset({"returned", "raised"})
EXCEPTION_CLASSES_MAX = 16

# kind, outputs, detail for the log
Judged = tuple[str, dict[str, np.ndarray] | None, str]


@dataclass(frozen=True)
class Step:
    """One case on its way to a cell."""

    files: CaseFiles
    params: bytes
    limits: CellLimits


class Cell:
    """A jailed process for one answer. Owns its descriptors and its process: close() it, always."""

    def __init__(self, zygote: Zygote, forked: Forked, group: Group | None, on_close: Callable[["Cell"], None]) -> None:
        self.zygote = zygote
        self.group = group
        self.alive = True
        self.in_use = False
        self.has_cores_to_itself = False
        self.card: Card | None = None
        self._slot = forked.slot
        self._channel = Channel(forked.channel, forked.pidfd)
        self._prints: Prints | None = None
        self._sent: tuple[CaseFiles, Turn] | None = None
        self._apart: Apart | None = None
        self._output = -1
        self._output_mib = 0
        self._on_close = on_close
        self._ready = False
        self._box = -1
        # The first word that was no hold on /box: None until one was heard.
        self._heard_first = False
        self._early: bytes | None = None
        self._closing = threading.Lock()
        self._signalling = threading.Lock()
        self._closed = False
        self._cpu_limit = math.inf

    @property
    def backend(self) -> str | None:
        return self.zygote.backend

    @property
    def pid(self) -> int:
        """Its number on this machine; 0 once it is gone."""
        return pid_of(self._channel.pidfd)

    def has_news(self) -> bool:
        """Whether it has answered, or ended; never blocks."""
        return self._channel.has_news()

    def is_gone(self) -> bool:
        """Whether a cell that nobody used has ended all the same."""
        return not self.zygote.alive or self._channel.has_ended()

    def is_ready(self) -> bool:
        """Whether it is jailed, warm and waiting; never blocks."""
        if not self._ready and not self._heard_first and self._channel.has_news():
            self._hear_first(0.0)
        return self._ready or self._early is not None or self._channel.has_news()

    def _hear_first(self, deadline: float) -> None:
        """The hold on its folder comes first; where the jail failed before, or there is none, something else."""
        said, descriptors = self._channel.receive_first(deadline)
        self._heard_first = said is not None
        if descriptors:
            self._box = descriptors[0]
        if said != b"B":
            self._early = said

    def wait_ready(self) -> None:
        """Jailed and waiting for files. GraderFault when the jail could not be put on: never the candidate's doing."""
        if self._ready:
            return
        deadline = time.monotonic() + READY_SECONDS
        if not self._heard_first:
            self._hear_first(deadline)
        said = self._channel.receive(deadline) if self._early is None else self._early
        if said is None or said[:1] != b"W":
            self.kill()
            reason = "jail_failed" if self.zygote.alive else "zygote_died"
            raise GraderFault(reason, text.message((said or b"")[1:]) or self.zygote.fault or "no word from the cell")
        self._ready = True

    def load(
        self,
        files: list[tuple[str, bytes]],
        adapter: bytes | None,
        entry: str,
        limits: CellLimits,
        meanwhile: Callable[[], None] | None = None,
    ) -> Outcome:
        """Imports the candidate's files under the limits that then hold for the whole cell. No outputs. `meanwhile` is
        called once the files are on their way: for work of ours that need not wait for the import."""
        self.wait_ready()
        if self._prints is not None:
            raise GraderFault("cell_used", "a cell takes one answer, once")
        self._prints = Prints()
        message = self._limited(limits)
        if self.has_cores_to_itself and (apart := keep_apart(self.pid)) is not None:
            self._apart, self._channel.awake = apart, AWAKE_SECONDS
        if adapter and self.zygote.bytecode == MAGIC_NUMBER.hex():
            adapter = compiled_adapter(adapter)
        bundle = bundle_file(entry, adapter, files)
        try:
            descriptors = [bundle, self._prints.descriptor]
            answer, wall_ms = self._channel.exchange(message, descriptors, limits.wall_seconds, meanwhile)
        finally:
            os.close(bundle)
        judged = ("returned", None, "") if answer == LOADED else self._no_outputs(answer, limits)
        return self._outcome(answer, judged, self._prints.place(), wall_ms, limits)

    def _limited(self, limits: CellLimits) -> bytes:
        """Sets what is set from outside; the message for what the cell sets itself."""
        self._cpu_limit = cpu_seconds_of(limits)
        try:
            self._limit_disk(limits.disk_mib)
            if self.group is not None:
                own = self.zygote.runtime.own_memory_mib + max(0, limits.disk_mib - box.DEFAULT_MIB)
                mebibytes = limits.memory_mib + limits.output_mib + own
                self.group.limit_memory(mebibytes << 20)
                if limits.threads < THREADS_MAX:
                    self.group.limit_threads(limits.threads)
            return load_message(self.pid, limits)
        except OSError as error:
            self.kill()
            raise GraderFault("jail_failed", f"the limits of a cell could not be set: {error}") from error

    def _limit_disk(self, mebibytes: int) -> None:
        hold, self._box = self._box, -1
        try:
            if mebibytes != box.DEFAULT_MIB:
                box.resize(hold, mebibytes)
        finally:
            if hold >= 0:
                os.close(hold)

    def run_case(
        self, nonce: bytes, params: bytes, inputs: list[tuple[str, np.ndarray]], limits: CellLimits
    ) -> Outcome:
        """One call of the candidate. nonce: 16 secret bytes of this case alone. params: JSON, at most 64 KiB."""
        files = CaseFiles(nonce, inputs)
        try:
            return self.run_prepared(files, params, limits)
        finally:
            files.close()

    def run_prepared(
        self,
        files: CaseFiles,
        params: bytes,
        limits: CellLimits,
        meanwhile: Callable[[], None] | None = None,
        following: Callable[[float], Step | None] | None = None,
    ) -> Outcome:
        """The same with files made before. They serve one run: the caller closes them after it. `meanwhile` as in
        `load`. `following` is asked, with the milliseconds that this case took, once its answer is here: the step that
        it gives is the next one of this cell, and is sent before the answer is read, so that both sides work on."""
        if len(params) > PARAMS_BYTES_MAX:
            raise ValueError("the params of a case have at most 64 KiB")
        if self._prints is None or not self.alive:
            raise GraderFault("cell_dead", "a case was sent to a cell that cannot take it")
        answer, wall_ms = self._channel.finish(self._turn(files, params, limits), limits.wall_seconds, meanwhile)
        printed = self._prints.place()
        if answer and answer[:1] == RETURNED_INLINE and following is not None:
            self._send_early(following(wall_ms))
        if answer == RETURNED:
            judged = self._read(files.nonce)
        elif answer and answer[:1] == RETURNED_INLINE and files.image is not None:
            judged = self._read_image(answer, files.nonce)
        else:
            judged = self._no_outputs(answer, limits)
        return self._outcome(answer, judged, printed, wall_ms, limits)

    def _turn(self, files: CaseFiles, params: bytes, limits: CellLimits) -> Turn:
        """Of this step, which may be under way already."""
        if self._sent is None:
            return self._begin(files, params, limits)
        sent, turn = self._sent
        if sent is not files:
            raise GraderFault("cell_dead", "another case is under way in this cell")
        self._sent = None
        return turn

    def _begin(self, files: CaseFiles, params: bytes, limits: CellLimits) -> Turn:
        output = self._output_arena(limits.output_mib)
        if files.image is None:
            return self._channel.begin(b"C" + files.nonce + params, [files.inputs, output])
        # Both bring the inputs with them; after the second the cell waits awake for the next.
        kind = b"D" if self._apart is None else b"d"
        return self._channel.begin(kind + files.nonce + CASE_SIZES.pack(len(params)) + params + files.image, [output])

    def _send_early(self, step: Step | None) -> None:
        if step is not None:
            self._sent = step.files, self._begin(step.files, step.params, step.limits)

    def _output_arena(self, mebibytes: int) -> int:
        """Where large outputs go. It serves until something was returned in it: sealed it cannot be written again."""
        if self._output_mib != mebibytes:
            self._forget_output()
            self._output, self._output_mib = arena.output_arena(mebibytes), mebibytes
        return self._output

    def _forget_output(self) -> None:
        if self._output >= 0:
            os.close(self._output)
        self._output, self._output_mib = -1, 0

    def _read(self, nonce: bytes) -> Judged:
        """Seal or kill: not a byte is read while somebody might still change it. Of a dead cell nobody is left who could."""
        try:
            if not memfd.freeze(self._output):
                self.kill()  # the candidate kept a writable mapping, or the kernel holds a page: then nobody is to blame
                if not self._channel.has_ended(DEATH_SECONDS):
                    raise GraderFault("cell_undead", "a killed cell did not end, and may still write to its outputs")
            return "returned", arena.read_outputs(self._output, nonce), ""
        except arena.ArenaError as error:
            return "invalid_output", None, str(error)
        finally:
            self._forget_output()

    def _read_image(self, answer: bytes, nonce: bytes) -> Judged:
        try:
            return "returned", arena.read_image(answer[1:], nonce), ""
        except arena.ArenaError as error:
            return "invalid_output", None, str(error)

    def _no_outputs(self, answer: bytes | None, limits: CellLimits) -> Judged:
        if answer is None:
            return "time_limit", None, f"no answer within {limits.wall_seconds:g} s"
        if not answer:
            kind, detail = self._cause_of_silence()
            return kind, None, detail
        if answer[:1] in FAILURES:
            return FAILURES[answer[:1]], None, ""
        return "invalid_output", None, "the cell broke the protocol"

    def _cause_of_silence(self) -> tuple[str, str]:
        """Why there is no answer. GraderFault when the zygote went too, or no act of the candidate explains it."""
        if not self._channel.has_ended(0.2):
            return "exited", "it closed its channel"
        end = self.zygote.wait_end(self._slot, DEATH_SECONDS)
        if end is None:
            raise GraderFault("zygote_died", self.zygote.fault or "the end of a cell was never reported")
        return kind_of_death(end, self._cpu_limit, self.group is not None and self.group.out_of_memory())

    def _outcome(
        self, answer: bytes | None, judged: Judged, printed: int, wall_ms: float, limits: CellLimits
    ) -> Outcome:
        kind, outputs, detail = judged
        prints, cut = self._prints.new(printed)
        if cut and limits.strict_stdout and kind in LIVES_ON:
            kind, outputs, detail = "output_limit", None, "more text than the question allows"
        if kind not in LIVES_ON:
            self.kill()
        raised, told = told_by(answer) if answer and answer[:1] in FAILURES else ((), b"")
        return Outcome(kind, outputs, text.message(told), prints, cut, wall_ms, detail, raised)

    def kill(self) -> None:
        self.alive = False
        self._channel.kill()

    def end_from_outside(self) -> None:
        """For another thread than the one that uses it, which then hears of its death. Nothing once it is closed: by
        then its number may be another cell's."""
        with self._signalling:
            if not self._closed:
                self._channel.kill()

    def close(self) -> None:
        """Kills what still runs and gives everything back, at once; kernel and pool clean up behind it."""
        if not self._closing.acquire(blocking=False):
            return
        self.kill()
        if self._apart is not None:
            self._apart.end()
        if self.card is not None:
            self._channel.has_ended(DEATH_SECONDS)  # what it had on the card must be gone before the next one comes
        self.zygote.forget(self._slot)
        with self._signalling:
            self._closed = True
            self._channel.close()
        if self._box >= 0:
            os.close(self._box)
        if self._prints is not None:
            self._prints.close()
        self._forget_output()
        self._on_close(self)


def told_by(answer: bytes) -> tuple[tuple[str, ...], bytes]:
    """(class names of an exception, text for people) in a failure that a cell tells. Names are words or nothing."""
    if answer[:1] != b"X" or b"\0" not in answer:
        return (), answer[1:]
    names, told = answer[1:].split(b"\0", 1)
    words = names.decode("utf-8", "replace").split(" ")[:EXCEPTION_CLASSES_MAX]
    return tuple(word for word in words if word.isidentifier()), told
