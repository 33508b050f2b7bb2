"""The attacks of selftest.py for cells that are Node.js: there a second filter has to hold, which forked cells do not have."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .outcome import CellLimits, GraderFault

if TYPE_CHECKING:
    from .pool import CellPool

LIMITS = CellLimits(wall_seconds=10.0, memory_mib=256, output_mib=1)

# One cell tries them all: it costs the start of a process. 1 stands for "refused by the kernel".
ATTACKS = {
    "open a file": "node('fs').readFileSync('/usr/lib/os-release')",
    "list a folder": "node('fs').readdirSync('/')",
    "write a file": "node('fs').writeFileSync('/box/a', '')",
    "run a program": "(() => { const { error } = node('child_process').spawnSync('/usr/bin/env'); if (error) throw error; })()",
    "load native code": "process.dlopen({ exports: {} }, '/usr/lib/x86_64-linux-gnu/libz.so.1')",
    "start a thread": "new (node('worker_threads').Worker)('', { eval: true })",
    "signal another process": "process.kill(2, 9)",
}
SOURCE = f"""
const tf = require('@tensorflow/tfjs');
const node = (name) => require('node:' + name);
const refused = (act) => {{ try {{ act(); return 0; }} catch (error) {{ return error.code === 'ENOENT' ? 0 : 1; }} }};
exports.attack = () => tf.tensor([{", ".join(f"refused(() => {body})" for body in ATTACKS.values())}], undefined, 'int32');
"""


def run_all(pool: CellPool, runtime: str) -> list[dict]:
    cell = pool.fork(pool.zygote_of(runtime), warm=True)
    try:
        outcome = cell.load([("solution.js", SOURCE.encode())], None, "attack", LIMITS)
        if outcome.kind == "returned":
            outcome = cell.run_case(secrets.token_bytes(16), b"{}", [], LIMITS)
        seen = f"{outcome.kind} {outcome.message[:80]}".strip()
        flags = [int(flag) for flag in outcome.outputs["output"]] if outcome.outputs else []
    except GraderFault as fault:
        seen, flags = str(fault), []
    finally:
        cell.close()
    held = dict(zip(ATTACKS, flags, strict=len(flags) == len(ATTACKS)))
    return [
        {
            "name": f"{runtime}: {name}",
            "held": held.get(name) == 1,
            "expected": "refused",
            "seen": {0: "allowed", 1: "refused"}.get(held.get(name, -1), seen),
        }
        for name in ATTACKS
    ]
