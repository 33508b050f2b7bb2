"""The hostile suite against this machine's own cells, as lines of JSON on stdout: `begin`, `attack` for each, `end`.

    python workers/hostile [--runtimes numpy,tfjs] [--only KN-02]

`npx gradecheck selftest` shows it to people. Exit code 0 when all held, 1 when something did not, 2 when it could not
run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.start import take_stdout  # noqa: E402

from hostile.suite import ROOT, RUNTIMES, Suite  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="hostile")
    parser.add_argument("--build", type=Path, default=ROOT / ".gradecheck" / "build")
    parser.add_argument("--runtimes", default=",".join(RUNTIMES))
    parser.add_argument("--only", help="an id of the catalogue, or how a name begins")
    options = parser.parse_args()
    out = open(take_stdout(), "w", encoding="utf-8", buffering=1)

    def say(event: str, **more: object) -> None:
        out.write(json.dumps({"event": event, **more}, ensure_ascii=True) + "\n")

    try:
        suite = Suite(tuple(options.runtimes.split(",")), options.build)
    except Exception as error:  # noqa: BLE001 (whatever it is, a person reads it at the other end)
        say("broken", reason=f"No cells could be started: {error}")
        return 2
    try:
        return run(suite, options.only, say)
    finally:
        suite.close()


def run(suite: Suite, only: str | None, say) -> int:
    isolation = suite.pool.isolation_report()
    plan = suite.planned(only) if isolation["serves"] else []
    say(
        "begin",
        total=len(plan),
        runtimes=suite.pool.runtime_versions(),
        left_out=suite.left_out(),
        device=suite.pool.devices()[0],
        isolation=isolation,
    )
    if not plan:
        reason = f"No attack is named {only}." if isolation["serves"] else "A required layer is missing; see `doctor`."
        say("broken", reason=reason)
        return 2
    held = 0
    for result in suite.run(plan):
        say("attack", **result.as_json())
        held += result.held
    say("end", held=held, total=len(plan))
    return 0 if held == len(plan) else 1


if __name__ == "__main__":
    sys.exit(main())
