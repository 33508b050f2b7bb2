"""Mutation score of questions, through real cells:

    python workers/judge/mutate/__main__.py <question folder>… [--runtime R] [--json] [--survivors]

Writes `quality.json` into each folder whose every runtime was run. Exit code 0 when every score reaches the floor and
every survivor is explained, 1 when not, 2 when the mutants could not be run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from judge.devices import processor
from judge.errors import JudgeFault
from judge.grade import GradeDeps
from judge.mutate.mutate_question import mutate_question
from judge.mutate.quality import FLOOR, Quality, write_quality
from judge.mutate.show import show_quality
from judge.questions import QuestionBank, load_question
from judge.start import ROOT, all_runtimes, open_pool


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutate", description="Count which wrong variants of right solutions pass.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runtime", help="only this runtime; nothing is written then")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    parser.add_argument("--build", type=Path, default=ROOT / ".gradecheck" / "build", help="folder of the cell helper")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="mutants run at a time")
    options = parser.parse_args()
    try:
        questions = [load_question(folder.resolve()) for folder in options.folders]
        wanted = [options.runtime] if options.runtime else all_runtimes()
        pool = open_pool(
            [name for name in wanted if any(name in q.runtimes for q in questions)], options.build, options.workers
        )
    except Exception as error:  # noqa: BLE001 (whatever it is, the author reads it here)
        print(f"The mutants could not be run: {error}", file=sys.stderr)
        return 2
    worst, documents = 0, {}
    try:
        deps = GradeDeps(QuestionBank(ROOT / "questions"), pool, {}, processor().described())
        for question in questions:
            try:
                quality = run_one(deps, question, options)
            except JudgeFault as error:
                print(f"{question.id}: the mutants could not be run: {error}", file=sys.stderr)
                worst = 2
                continue
            worst = max(worst, 0 if quality.good else 1)
            documents[question.id] = quality.document(question)
            if not options.runtime and not quality.left_out:
                write_quality(question, documents[question.id])
    finally:
        pool.close()
    if options.json:
        json.dump(documents, sys.stdout, indent=1)
        print()
    return worst


def run_one(deps: GradeDeps, question, options: argparse.Namespace) -> Quality:
    started = time.perf_counter()
    shown = sys.stderr.isatty() and not options.json

    def progress(solution: str, done: int, total: int) -> None:
        if shown:
            print(f"\r{question.id}: {solution} {done} of {total} …\033[K", end="", file=sys.stderr, flush=True)

    quality = mutate_question(deps, question, options.runtime, options.workers, progress)
    if shown:
        print("\r\033[K", end="", file=sys.stderr)
    if not options.json:
        print(show_quality(question.id, quality, FLOOR, time.perf_counter() - started), flush=True)
    return quality


if __name__ == "__main__":
    sys.exit(main())
