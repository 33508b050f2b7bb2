"""A handful of attacks, run against one's own cells before anybody is graded: a layer is believed when it has held."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .outcome import CellLimits, GraderFault

if TYPE_CHECKING:
    from .pool import CellPool

LIMITS = CellLimits(wall_seconds=10.0, memory_mib=256, output_mib=1)


@dataclass(frozen=True)
class Attack:
    """source: a body for `attack()`. expected: an outcome kind, and how the exception's text must begin where it has
    one."""

    name: str
    body: str
    kind: str
    begins: str = ""


ATTACKS = (
    Attack("fork a process", "os.fork()", "raised", "PermissionError"),
    Attack("run a program", "os.execv('/usr/bin/env', ['env'])", "raised", "PermissionError"),
    Attack("open a socket", "import socket; socket.socket()", "raised", "PermissionError"),
    Attack("read /proc", "open('/proc/self/status').read()", "raised", "FileNotFoundError"),
    Attack("read accounts", "open('/etc/passwd').read()", "raised", "FileNotFoundError"),
    Attack("write outside its folder", "open('/usr/lib/written', 'w')", "raised", ("OSError", "PermissionError")),
    Attack("trace another process", "libc.ptrace(16, 1, 0, 0)", "security_violation"),
    Attack("enter another namespace", "libc.unshare(0x10000000)", "security_violation"),
    Attack("take too much memory", "b'x' * (1 << 40)", "memory_limit"),
    Attack("exit early", "os._exit(0)", "exited"),
)


def source_of(body: str) -> bytes:
    return f"import ctypes, os\nlibc = ctypes.CDLL(None)\n\ndef attack():\n    {body}\n".encode()


def run_all(pool: CellPool, runtime: str) -> list[dict]:
    results = [run_one(pool, runtime, attack) for attack in ATTACKS]
    if "memory" in pool.cgroups.controllers:
        results.append(outgrow_cgroup(pool, runtime))
    return results


def run_one(pool: CellPool, runtime: str, attack: Attack) -> dict:
    cell = pool.fork(pool.zygote_of(runtime), warm=False)
    try:
        outcome = cell.load([("solution.py", source_of(attack.body))], None, "attack", LIMITS)
        if outcome.kind == "returned":
            outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        held = outcome.kind == attack.kind and outcome.message.startswith(attack.begins)
        seen = f"{outcome.kind} {outcome.message[:80]}".strip()
    except GraderFault as fault:
        held, seen = False, str(fault)
    finally:
        cell.close()
    begins = attack.begins if isinstance(attack.begins, str) else " or ".join(attack.begins)
    return {"name": attack.name, "held": held, "expected": f"{attack.kind} {begins}".strip(), "seen": seen}


def outgrow_cgroup(pool: CellPool, runtime: str) -> dict:
    """The cgroup alone: its limit is set below the one of the process, and must kill."""
    cell = pool.fork(pool.zygote_of(runtime), warm=False)
    try:
        source = source_of("data = bytearray(96 << 20)\n    data[::4096] = b'x' * len(data[::4096])")
        outcome = cell.load([("solution.py", source)], None, "attack", LIMITS)
        cell.group.limit_memory(48 << 20)
        outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        held, seen = outcome.kind == "memory_limit", f"{outcome.kind} {outcome.detail}".strip()
    except GraderFault as fault:
        held, seen = False, str(fault)
    finally:
        cell.close()
    return {"name": "outgrow its memory group", "held": held, "expected": "memory_limit", "seen": seen}
