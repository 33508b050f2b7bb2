"""Prints a question's public cases as JSON, for the catalogue: the same bytes on every machine.

    python workers/judge/describe.py <question folder>…

Floats are rounded to 6 significant digits, so that the last bits of one processor do not make the catalogue stale on
another. Needs no cell: nothing of a candidate runs.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from judge.cases import public_cases
from judge.errors import JudgeFault
from judge.questions import Question, load_question
from judge.shown import shown_tensor


def main() -> int:
    parser = argparse.ArgumentParser(prog="describe", description="Print public cases as JSON.")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    try:
        described = [describe(load_question(folder.resolve())) for folder in options.folders]
    except JudgeFault as error:
        print(f"{error.reason}: {error}", file=sys.stderr)
        return 1
    json.dump(described, sys.stdout, ensure_ascii=False, allow_nan=False, indent=1)
    print()
    return 0


def describe(question: Question) -> dict:
    """{id, revision, public_cases: [{runtime, name, concept, params, inputs, expected, raises?}]}"""
    cases = []
    for runtime in sorted(question.runtimes):
        for one in public_cases(question, runtime):
            case = {
                "runtime": runtime,
                "name": one.case.name,
                "concept": one.case.concept,
                "params": rounded(one.case.params),
                "inputs": [rounded(shown_tensor(name, array)) for name, array in one.case.inputs.items()],
                "expected": [
                    rounded(shown_tensor(name, wanted.values, wanted.dtype))
                    for name, wanted in one.wanted.items()
                    if wanted.values is not None
                ],
            }
            if one.case.accepted_exceptions:
                case["raises"] = list(one.case.accepted_exceptions)
            cases.append(case)
    return {"id": question.id, "revision": question.revision, "public_cases": cases}


def rounded(value):
    """Every float inside, to 6 significant digits; -0.0 becomes 0.0, which prints the same everywhere."""
    if isinstance(value, float):
        return float(f"{value:.6g}") + 0.0
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value


if __name__ == "__main__":
    sys.exit(main())
