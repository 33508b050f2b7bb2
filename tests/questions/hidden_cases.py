"""Names of the hidden cases of each challenge folder given, as JSON: {question: [name, …]}."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "workers"))

from judge.cases import hidden_cases
from judge.questions import load_question


def names(folder: str) -> tuple[str, list[str]]:
    question = load_question(Path(folder).resolve())
    drawn = [case for runtime in question.runtimes for case in hidden_cases(question, runtime, bytes(32))]
    return question.id, sorted({one.case.name for one in drawn})


json.dump(dict(names(folder) for folder in sys.argv[1:]), sys.stdout)
