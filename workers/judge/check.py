"""The author's check of questions, through real cells:

    python workers/judge/check.py <question folder>… [--json] [--runtime R] [--remember FOLDER [--fresh]]

Every solution accepted on two seeds; every wrong answer gets exactly its verdict, from the case that expect.yaml names;
starter and empty file rejected; cases follow from the seed; automatic mutants rejected. Exit code 0 when all holds, 1
when a promise is broken, 2 when the check itself could not run. Results of earlier runs count only with --remember.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.cells import GraderFault
from judge.check_question import check_question
from judge.devices import processor
from judge.grade import GradeDeps
from judge.pool_as_needed import PoolAsNeeded
from judge.questions import QuestionBank
from judge.remembered import Memory
from judge.start import ROOT
from judge.try_answer import Check


def main() -> int:
    parser = argparse.ArgumentParser(prog="check", description="Check questions the way candidates are graded.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    parser.add_argument("--runtime", help="only this runtime")
    parser.add_argument("--build", type=Path, default=ROOT / ".gradecheck" / "build", help="folder of the cell helper")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="answers graded at a time")
    parser.add_argument(
        "--remember", type=Path, metavar="FOLDER", help="keep results there, and do not run again what held"
    )
    parser.add_argument("--fresh", action="store_true", help="run everything all the same")
    options = parser.parse_args()
    memory = None if options.remember is None else Memory(options.remember, options.build, options.fresh)
    pool = PoolAsNeeded(options.build, options.workers)
    try:
        deps = GradeDeps(QuestionBank(ROOT / "questions"), pool, {}, processor().described())
        results = {folder.name: check_folder(deps, folder.resolve(), options, memory) for folder in options.folders}
    except (GraderFault, OSError) as error:
        print(f"The check could not run: {error}", file=sys.stderr)
        return 2
    finally:
        pool.close()
    if options.json:
        document = {name: [check.as_json() for check in checks] for name, checks in results.items()}
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return 0 if all(check.passed for checks in results.values() for check in checks) else 1


def check_folder(deps: GradeDeps, folder: Path, options: argparse.Namespace, memory: Memory | None) -> list[Check]:
    checks = []
    say = (lambda text: None) if options.json else (lambda text: print(text, flush=True))
    say(folder.name)
    for check in check_question(deps, folder, options.runtime, options.workers, memory):
        checks.append(check)
        mark = "ok  " if check.passed else "FAIL"
        timing = " [remembered]" if check.remembered else f" [{check.seconds:.2f} s]" if check.seconds else ""
        say(f"  {mark} {check.name}{': ' + check.detail if check.detail else ''}{timing}")
    broken = sum(not check.passed for check in checks)
    mutants = [check for check in checks if "/wrong/" in f"/{check.name}" or "automatic mutant" in check.name]
    killed = sum(check.passed for check in mutants)
    say(f"  {len(checks) - broken} of {len(checks)} checks hold; {killed} of {len(mutants)} wrong answers are caught.")
    if remembered := sum(check.remembered for check in checks):
        say(
            f"  {remembered} results are remembered from earlier runs, and nothing they depend on has changed; --fresh runs all."
        )
    return checks


if __name__ == "__main__":
    sys.exit(main())
