"""The judge's hold on one zygote: starts it, asks it for cells, hears how they ended, notices when it dies."""

import contextlib
import json
import os
import signal
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..devices import Device, processor
from .environment import bound_folders
from .outcome import GraderFault
from .passed import receive_passed
from .runtimes import Runtime
from .spawn import spawn

FORK_REQUEST = struct.Struct("<cIIII")
FORKED = struct.Struct("<cI")
ENDED = struct.Struct("<cIiddQ")
MESSAGE_BYTES = 1 << 16
START_SECONDS = 120.0
FORK_SECONDS = 10.0

# The most that any cell may have. Memory and CPU time are tightened per answer, from outside.
MOST = {
    "box_bytes": 16 << 20,
    "file_bytes": (1 << 30) + (1 << 20),
    "data_bytes": 16 << 30,
    "cpu_seconds": 900,
    "threads": 64,
    "open_files": 128,
}


@dataclass(frozen=True)
class ZygoteSetup:
    """python: interpreter of the runtime's environment. build: folder of the C helper. hidden: what no cell may see.
    device: what its cells compute on. Each device has zygotes of its own: no other cell ever sees a node of it."""

    python: str
    build: Path
    runtimes: Path
    hidden: tuple[Path, ...]
    device: Device = field(default_factory=processor)


@dataclass(frozen=True)
class End:
    """How a cell ended, as the kernel told its parent. cpu_seconds: user and system time of all its threads."""

    status: int
    cpu_seconds: float
    resident_kib: int


@dataclass(frozen=True)
class Forked:
    slot: int
    pidfd: int
    channel: socket.socket


class Zygote:
    """Owns the process, the control socket and the thread that reads it."""

    def __init__(self, runtime: Runtime, setup: ZygoteSetup) -> None:
        self.runtime = runtime
        self.started = time.monotonic()
        self.version = ""
        self.libraries: dict[str, str] = {}
        self.bytecode = ""
        # What this very process was told: set-up may find another one while it runs.
        self.backend: str | None = None
        self.fault = ""
        self._ready = False
        self._changed = threading.Condition()
        self._pidfds: dict[int, int] = {}
        self._ends: dict[int, End | None] = {}
        self._next_slot = 0
        self._sending = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # -B: a zygote must not write into an environment that other zygotes are reading.
            script = setup.runtimes / "_shared" / "zygote.py"
            launcher = str(setup.build / "zygote-launch")
            self._pid = spawn([launcher, setup.python, "-I", "-B", str(script)], theirs.fileno())
        with contextlib.suppress(BrokenPipeError):  # a launcher that has given up already: the reader hears why
            self._control.send(json.dumps(self._first_message(setup)).encode())
        self._reader = threading.Thread(target=self._read, name=f"zygote-{runtime.name}", daemon=True)
        self._reader.start()

    def _first_message(self, setup: ZygoteSetup) -> dict:
        manifest = self.runtime.manifest_of(setup.build, setup.device.type)
        self.backend = (manifest or {}).get("backend")
        return {
            "library": str(setup.build / "libcell.so"),
            "runtime_file": str(self.runtime.module),
            "bound": bound_folders(setup.python, manifest),
            "manifest": manifest,
            "device": setup.device.type,
            "nodes": list(setup.device.nodes),
            "hidden": [str(path.resolve()) for path in setup.hidden],
            "most": MOST,
        }

    @property
    def alive(self) -> bool:
        return not self.fault

    @property
    def was_warm(self) -> bool:
        """Whether it ever was ready."""
        return self._ready

    @property
    def ready(self) -> bool:
        return self._ready and not self.fault

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self.fault, seconds)
        if not self.ready:
            raise GraderFault("zygote_died", self.fault or f"{self.runtime.name} was not warm after {seconds:.0f} s")

    def fork(self, layers: int, uid: int, warm: bool, group_files: list[int]) -> Forked:
        """A new cell. The caller owns its pidfd and channel, and calls `forget` when it is done with the slot."""
        channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs, self._sending:
                slot = self._next_slot = (self._next_slot + 1) & 0xFFFFFFFF
                with self._changed:
                    self._ends[slot] = None
                request = FORK_REQUEST.pack(b"F", slot, layers, uid, warm)
                socket.send_fds(self._control, [request], [theirs.fileno(), *group_files])
            with self._changed:
                self._changed.wait_for(lambda: slot in self._pidfds or self.fault, FORK_SECONDS)
                pidfd = self._pidfds.pop(slot, None)
            if pidfd is None:
                self._give_up(f"no fork within {FORK_SECONDS:g} s")
                raise GraderFault("zygote_died", self.fault)
            return Forked(slot, pidfd, channel)
        except OSError as error:
            channel.close()
            raise GraderFault("zygote_died", self.fault or str(error)) from error
        except GraderFault:
            channel.close()
            raise

    def _give_up(self, reason: str) -> None:
        """One that does not answer is as good as dead, and only a dead one is replaced: its reader hears the end now."""
        self.fault = self.fault or reason
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def wait_end(self, slot: int, seconds: float) -> End | None:
        """None when the zygote died first, or never said."""
        with self._changed:
            self._changed.wait_for(lambda: self._ends.get(slot) or self.fault, seconds)
            return self._ends.get(slot)

    def forget(self, slot: int) -> None:
        with self._changed:
            self._ends.pop(slot, None)

    def has_cells(self) -> bool:
        """Whether some cell of it has not been closed yet."""
        return bool(self._ends)

    def _read(self) -> None:
        while True:
            try:
                message, descriptors = receive_passed(self._control, MESSAGE_BYTES)
                if not message:
                    break
                self._hear(message, descriptors)
            except OSError as error:
                self.fault = self.fault or f"the {self.runtime.name} zygote hung up: {error}"
                break
            except Exception as error:  # noqa: BLE001 (whatever it is: without this thread nobody would learn anything any more)
                self.fault = self.fault or f"a word of the zygote could not be read: {type(error).__name__}: {error}"
                break
        with self._changed:
            self.fault = self.fault or f"the {self.runtime.name} zygote closed its socket"
            self._changed.notify_all()
        self._reap()

    def _hear(self, message: bytes, descriptors: list[int]) -> None:
        kind = message[:1]
        with self._changed:
            if kind == b"F":
                _, slot = FORKED.unpack(message)
                self._pidfds[slot] = descriptors[0]
            elif kind == b"W":
                _, slot, status, user, system, resident = ENDED.unpack(message)
                if slot in self._ends:
                    self._ends[slot] = End(status, user + system, resident)
            elif kind == b"R":
                about = json.loads(message[1:])
                self.version, self.libraries = about["version"], about.get("libraries", {})
                self.bytecode = about.get("bytecode", "")
                self._ready = True
            else:
                self.fault = message[1:].decode("utf-8", "replace")
            self._changed.notify_all()

    def _reap(self) -> None:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)  # our own unreaped child, so the number is still its own
            os.waitpid(self._pid, 0)

    def close(self) -> None:
        """Ends the zygote and, with its pid namespace, every cell of it."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._reader.join(10)
        self._control.close()
        for pidfd in self._pidfds.values():
            os.close(pidfd)
        self._pidfds.clear()
