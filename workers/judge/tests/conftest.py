import sys
from pathlib import Path

import pytest

WORKERS = Path(__file__).resolve().parents[2]
# The package of the cells too: some of its modules are tested here without a cell around them.
sys.path[:0] = [str(WORKERS), str(WORKERS / "runtimes")]

QUESTION_YAML = """
id: double-it
concepts:
  - { id: basic, weight: 2, feedback: { en: Think about basics., zh: 想想基础。 } }
  - { id: edge, feedback: { en: Think about edges., zh: 想想边界。 } }
  - { id: refusal }
runtimes:
  numpy: { entry: double, forbidden_builtins: [numpy.multiply] }
limits: { wall_seconds_per_case: 2, wall_seconds_total: 10 }
"""
JUDGE_PY = """
import numpy as np
from harness import Case, Comparison, Finding, as_float64, normal

def cases(rng, runtime):
    return [
        Case("public_small", "basic", {"x": normal(rng, (2, 3))}, visibility="public"),
        Case("random", "basic", {"x": normal(rng, (3, 40))}),
        Case("one", "edge", {"x": normal(rng, (1,))}, private={"probe": normal(rng, (4,), "float64")}),
        Case("again", "edge", {"x": normal(rng, (2, 2))}, repeat=True),
        Case("text", "refusal", {"x": normal(rng, (1, 1))}, params={"refuse": True}, raises="ValueError"),
    ]

def reference(case):
    return {"output": 2 * as_float64(case.inputs["x"])}

def mistakes(case):
    return {"squared": {"output": as_float64(case.inputs["x"]) ** 2}}
"""


@pytest.fixture
def question_folder(tmp_path):
    """A complete little question, `double-it`, that tests may change before they load it."""
    folder = tmp_path / "questions" / "topic" / "double-it"
    folder.mkdir(parents=True)
    (folder / "question.yaml").write_text(QUESTION_YAML)
    (folder / "judge.py").write_text(JUDGE_PY)
    return folder
