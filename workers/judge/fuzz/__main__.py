"""Fuzzes everything that the judge parses, and says what came of it:

    python workers/judge/fuzz [--inputs 1000000] [--seed 1] [--json]

Exit code 0 when every input was taken or refused as it should be, 1 with the input in hex when one was not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from judge.fuzz.mutator import mutated  # noqa: E402
from judge.fuzz.node_parsers import node_program
from judge.fuzz.target import SAMPLES, Target
from judge.fuzz.targets import TARGETS  # noqa: E402


@dataclass
class Tally:
    """What happened to one target's inputs. reasons: how often each kind of refusal was given, numbers left out."""

    target: str
    taken: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest_ms: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    failure: str = ""
    failing_input: str = ""

    @property
    def inputs(self) -> int:
        return self.taken + self.refused


def fuzz(target: Target, inputs: int, seed: int) -> Tally:
    """Stops at the first input that is neither taken nor refused as it should be."""
    rng = random.Random(f"{seed} {target.name}")
    samples = [target.true(rng) for _ in range(SAMPLES)]
    tally = Tally(target.name)
    started = time.perf_counter()
    for _ in range(inputs):
        data = mutated(rng.choice(samples), rng)
        before = time.perf_counter()
        try:
            if target.parse(data):
                tally.taken += 1
            else:
                tally.refused += 1
        except target.refuses as refusal:
            tally.refused += 1
            reason = "".join(character for character in str(refusal) if not character.isdigit())[:60]
            tally.reasons[reason] = tally.reasons.get(reason, 0) + 1
        except Exception:  # noqa: BLE001 (this is what is looked for)
            tally.failure, tally.failing_input = traceback.format_exc(limit=-4), data.hex()
            break
        tally.slowest_ms = max(tally.slowest_ms, (time.perf_counter() - before) * 1e3)
    tally.seconds = round(time.perf_counter() - started, 1)
    tally.slowest_ms = round(tally.slowest_ms, 1)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    tallies = []
    for target in TARGETS:
        if target.needs_node and node_program() is None:
            print(f"{target.name}: left out, because there is no Node.js on the PATH", file=sys.stderr)
            continue
        tally = fuzz(target, max(1, round(options.inputs * target.share)), options.seed)
        tallies.append(tally)
        if not options.json:
            print(line_of(tally), flush=True)
        if tally.failure:
            print(f"{tally.failure}\ninput: {tally.failing_input}", file=sys.stderr)
    total = sum(tally.inputs for tally in tallies)
    broken = [tally.target for tally in tallies if tally.failure]
    if options.json:
        print(json.dumps({"seed": options.seed, "inputs": total, "targets": [asdict(tally) for tally in tallies]}, indent=1))
    else:
        print(f"{total} inputs, seed {options.seed}: " + (f"FAILED in {', '.join(broken)}" if broken else "no surprise"))
    return 1 if broken else 0


def line_of(tally: Tally) -> str:
    kinds = f"{len(tally.reasons)} kinds of refusal, " if tally.reasons else ""
    return (
        f"{tally.target}: {tally.inputs} inputs, {tally.taken} taken, {tally.refused} refused, "
        f"{kinds}slowest {tally.slowest_ms} ms, {tally.seconds} s"
    )


if __name__ == "__main__":
    sys.exit(main())
