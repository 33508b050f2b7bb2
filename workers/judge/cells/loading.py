"""The message that brings an answer's files: limits first, then a sealed file of sources."""

import functools
import importlib.util
import marshal
import math
import struct
from pathlib import Path

from . import memfd
from .outcome import CellLimits, GraderFault

DEFAULT_CPU_SECONDS = 60
LOAD = struct.Struct("<cQI")


def cpu_seconds_of(limits: CellLimits) -> int:
    return math.ceil(limits.cpu_seconds or DEFAULT_CPU_SECONDS)


def load_message(pid: int, limits: CellLimits) -> bytes:
    """Asks the cell, whose code is still our own, to tighten its limits before it reads a byte of the candidate's."""
    return LOAD.pack(b"L", private_bytes(pid) + (limits.memory_mib << 20), cpu_seconds_of(limits))


def private_bytes(pid: int) -> int:
    """What RLIMIT_DATA counts of a process already. OSError when it is gone."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise OSError(f"process {pid} has ended")


def pid_of(pidfd: int) -> int:
    """The number of a process on this machine; 0 once it is gone."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return max(int(line.split()[1]), 0)
    return 0


@functools.lru_cache(maxsize=256)
def compiled_adapter(source: bytes) -> bytes:
    """Bytecode with its magic number before it, for a cell whose interpreter has the same one: compiling takes longer there
    than all cases of a small question. No source begins like that."""
    try:
        code = compile(source, "adapter.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise GraderFault("adapter_broken", str(error)) from error
    return importlib.util.MAGIC_NUMBER + marshal.dumps(code)


def bundle_file(entry: str, adapter: bytes | None, files: list[tuple[str, bytes]]) -> int:
    """A sealed file of (path, content) pairs, each with its lengths before it; entry and adapter come first."""
    parts = [("", entry.encode()), ("", adapter or b""), *files]
    data = b"".join(
        struct.pack("<II", len(name := path.encode()), len(content)) + name + content for path, content in parts
    )
    return memfd.frozen("answer", [(0, data)], len(data))
