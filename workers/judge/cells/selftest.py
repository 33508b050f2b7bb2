"""The quick part of the hostile suite, run against one's own cells before anybody is graded: a layer is believed when
it has held."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .attack_files import Attack, read_attacks
from .outcome import CellLimits, GraderFault, Outcome

if TYPE_CHECKING:
    from .cells import Cell
    from .pool import CellPool

LIMITS = CellLimits(wall_seconds=10.0, memory_mib=256, output_mib=1)
X = np.arange(1, 7, dtype=np.float32).reshape(2, 3)
# What a cell's end is called where no judge has looked at it yet.
KINDS = {"judged": "returned", "runtime_error": "exited"}
OUTGROW = b"""
def attack():
    data = bytearray(96 << 20)
    data[::4096] = b"x" * len(data[::4096])
"""


def run_all(pool: CellPool, runtime: str, device: str = "cpu") -> list[dict]:
    """Results of all quick attacks that there are for a runtime. Never empty: no attack is no proof."""
    attacks = quick_attacks(pool.config.repository / "workers" / "hostile", runtime)
    results = [run_one(pool, runtime, attack, device) for attack in attacks]
    if not attacks:
        results.append(
            result(f"{runtime}: attacks", "some", f"none in {pool.config.repository}/workers/hostile", False)
        )
    if pool.is_forked(runtime) and "memory" in pool.cgroups.controllers:
        results.append(outgrow_cgroup(pool, runtime))
    return results


def quick_attacks(hostile: Path, runtime: str) -> list[Attack]:
    return [attack for attack in read_attacks(hostile) if attack.quick and runtime in attack.runtimes]


def run_one(pool: CellPool, runtime: str, attack: Attack, device: str = "cpu") -> dict:
    entry, files = attack.answer()
    expected = KINDS.get(attack.expect, attack.expect)

    def act(cell: Cell) -> Outcome:
        outcome = cell.load(files, None, entry, LIMITS)
        if outcome.kind != "returned":
            return outcome
        return cell.run_case(secrets.token_bytes(16), b"{}", [("x", X)], LIMITS)

    return in_a_cell(pool, runtime, attack.name, expected, act, device)


def outgrow_cgroup(pool: CellPool, runtime: str) -> dict:
    """The cgroup alone: its limit is set below the one of the process, and must kill."""

    def act(cell: Cell) -> Outcome:
        cell.load([("solution.py", OUTGROW)], None, "attack", LIMITS)
        cell.group.limit_memory(48 << 20)
        return cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)

    return in_a_cell(pool, runtime, "RS-03-outgrows-its-memory-group", "memory_limit", act)


def in_a_cell(pool: CellPool, runtime: str, name: str, expected: str, act, device: str = "cpu") -> dict:
    cell = None
    try:
        # A program that was started says what it is only once it is warm.
        cell = pool.fork(pool.zygote_of(runtime, device), warm=not pool.is_forked(runtime))
        outcome = act(cell)
        # A judged act hands its input back, and raises where something succeeded that must not.
        unchanged = expected != "returned" or np.array_equal(outcome.outputs["output"] if outcome.outputs else (), X)
        seen = f"{outcome.kind} {outcome.message[:80]}".strip()
        return result(name, expected, seen, outcome.kind == expected and unchanged)
    except GraderFault as fault:
        return result(name, expected, str(fault), False)
    finally:
        if cell is not None:
            cell.close()


def result(name: str, expected: str, seen: str, held: bool) -> dict:
    return {"name": name, "held": held, "expected": expected, "seen": seen}
