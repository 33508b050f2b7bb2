"""Mutants of TypeScript solutions: the compiler's own syntax tree, in a Node program beside the generators."""

from __future__ import annotations

import json
import subprocess
from collections import Counter

from ..errors import JudgeFault
from ..start import ROOT
from .generate import Mutant, make_key

SCRIPT = ROOT / "scripts" / "mutants" / "main.ts"
SECONDS_MAX = 120


def typescript_mutants(source: bytes, name: str, entry: str) -> list[Mutant]:
    command = ["node", "--import", "tsx", str(SCRIPT), name, entry]
    try:
        run = subprocess.run(command, input=source, capture_output=True, cwd=ROOT, timeout=SECONDS_MAX, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JudgeFault(f"the mutants of {name} could not be made: {error}") from error
    if run.returncode != 0:
        raise JudgeFault(f"the mutants of {name} could not be made: {run.stderr.decode(errors='replace')[-2000:]}")
    keys: Counter[str] = Counter()
    return [
        Mutant(
            make_key(one["operator"], one["before"], one["after"], keys),
            one["operator"],
            one["line"],
            one["before"],
            one["after"],
            one["source"].encode(),
        )
        for one in json.loads(run.stdout)
    ]
