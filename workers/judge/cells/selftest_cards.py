"""Attacks on a cell that has a card open: there the filter was put on last, on threads that the driver had started."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .outcome import CellLimits, GraderFault

if TYPE_CHECKING:
    from .pool import CellPool

LIMITS = CellLimits(wall_seconds=30.0, memory_mib=256, output_mib=1)

# What raises PermissionError is refused by the kernel.
ATTACKS = {
    "fork a process": "os.fork()",
    "open a socket": "__import__('_socket').socket()",
    "open a file": "os.open('/dev/null', os.O_RDONLY)",
    "open the device once more": "os.open({node!r}, os.O_RDWR)",
}


def run_all(pool: CellPool, runtime: str, device: str) -> list[dict]:
    """One attack per cell, each the question whether PermissionError came. A card without nodes has no such filter."""
    nodes = next(one for one in pool.config.devices if one.type == device).nodes
    if not nodes:
        return []
    return [run_one(pool, runtime, device, name, body.format(node=nodes[0])) for name, body in ATTACKS.items()]


def run_one(pool: CellPool, runtime: str, device: str, name: str, body: str) -> dict:
    cell = pool.fork(pool.zygote_of(runtime, device), warm=False)
    try:
        source = f"import os\n\ndef attack():\n    {body}\n".encode()
        outcome = cell.load([("solution.py", source)], None, "attack", LIMITS)
        if outcome.kind == "returned":
            outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        held = outcome.kind == "raised" and outcome.message.startswith("PermissionError")
        seen = f"{outcome.kind} {outcome.message[:80]}".strip()
    except GraderFault as fault:
        held, seen = False, str(fault)
    finally:
        cell.close()
    return {"name": f"{runtime} on {device}: {name}", "held": held, "expected": "raised PermissionError", "seen": seen}
