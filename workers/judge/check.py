"""The author's check of questions, through real cells:

    python workers/judge/check.py <question folder>… [--json] [--runtime R]

Every solution accepted on two seeds; every wrong answer gets exactly its verdict, from the case that expect.yaml names;
starter and empty file rejected; cases follow from the seed; automatic mutants rejected. Exit code 0 when all holds, 1
when a promise is broken, 2 when the check itself could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.check_question import Check, check_question
from judge.devices import processor
from judge.grade import GradeDeps
from judge.questions import QuestionBank
from judge.start import ROOT, all_runtimes, open_pool


def main() -> int:
    parser = argparse.ArgumentParser(prog="check", description="Check questions the way candidates are graded.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    parser.add_argument("--runtime", help="only this runtime")
    parser.add_argument("--build", type=Path, default=ROOT / ".gradecheck" / "build", help="folder of the cell helper")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="answers graded at a time")
    options = parser.parse_args()
    runtimes = [options.runtime] if options.runtime else all_runtimes()
    try:
        pool = open_pool(runtimes, options.build, options.workers)
    except Exception as error:  # noqa: BLE001 (whatever it is, the author reads it here)
        print(f"No cells could be started: {error}", file=sys.stderr)
        return 2
    try:
        versions = {one["name"]: one["version"] for one in pool.runtime_versions()}
        deps = GradeDeps(QuestionBank(ROOT / "questions"), pool, versions, processor().described())
        results = {}
        for folder in options.folders:
            results[folder.name] = check_folder(deps, folder.resolve(), options)
    finally:
        pool.close()
    if options.json:
        document = {name: [check.as_json() for check in checks] for name, checks in results.items()}
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return 0 if all(check.passed for checks in results.values() for check in checks) else 1


def check_folder(deps: GradeDeps, folder: Path, options: argparse.Namespace) -> list[Check]:
    checks = []
    say = (lambda text: None) if options.json else (lambda text: print(text, flush=True))
    say(folder.name)
    for check in check_question(deps, folder, options.runtime, options.workers):
        checks.append(check)
        mark = "ok  " if check.passed else "FAIL"
        timing = f" [{check.seconds:.2f} s]" if check.seconds else ""
        say(f"  {mark} {check.name}{': ' + check.detail if check.detail else ''}{timing}")
    broken = sum(not check.passed for check in checks)
    mutants = [check for check in checks if "/wrong/" in f"/{check.name}" or "automatic mutant" in check.name]
    killed = sum(check.passed for check in mutants)
    say(f"  {len(checks) - broken} of {len(checks)} checks hold; {killed} of {len(mutants)} wrong answers are caught.")
    return checks


if __name__ == "__main__":
    sys.exit(main())
