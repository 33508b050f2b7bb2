"""The recipe of CONTRIBUTING.md: a runtime is a folder. One is added to a copy of the workers, and grades answers."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = REPOSITORY / ".gradecheck" / "build"

# Its tensors are nothing but a shape and a list of numbers.
RUNTIME = """
import struct
from _shared import arena, stdlib_preload, warmth

REHEARSAL = b"def rehearse(x):\\n    return type(x)(x.shape, [value + 1 for value in x.values])"


FORMATS = {"float32": "f", "int64": "q"}  # what questions and the judge's own counts need


class Table:
    def __init__(self, shape, values, dtype="float32"):
        self.shape, self.values, self.dtype = list(shape), values, dtype


def import_and_warm():
    warmth.keep_freed_memory()


def version():
    return "0.1 (toy)"


def from_buffer(memory, dtype, count, offset, shape):
    return Table(shape, list(struct.unpack_from(f"<{count}{FORMATS[dtype]}", memory, offset)), dtype)


def to_bytes(name, value):
    if type(value) is not Table:
        raise arena.InvalidOutput(f"{name} must be a Table, not {arena.described(value)}.")
    data = struct.pack(f"<{len(value.values)}{FORMATS[value.dtype]}", *value.values)
    return arena.DTYPE_CODES[value.dtype], tuple(value.shape), data
"""
QUESTION = {
    "id": "double-it",
    "concepts": [{"id": "basic"}],
    "runtimes": {"toy": {"entry": "double", "forbidden_builtins": ["math.prod"]}, "numpy": {"entry": "double"}},
}
JUDGE = """
from harness import Case, as_float64, normal

def cases(rng, runtime):
    return [Case("public", "basic", {"x": normal(rng, (2, 3))}, visibility="public"),
            Case("again", "basic", {"x": normal(rng, (4,))}, repeat=True)]

def reference(case):
    return {"output": 2 * as_float64(case.inputs["x"])}
"""
ANSWERS = {
    "right": "def double(x):\n    return type(x)(x.shape, [2 * value for value in x.values])",
    "wrong": "def double(x):\n    return type(x)(x.shape, [3 * value for value in x.values])",
    "list": "def double(x):\n    return [2 * value for value in x.values]",
    "forbidden": "import math\ndef double(x):\n    return type(x)(x.shape, [getattr(math, 'pr' 'od')((2, value)) for value in x.values])",
    "hidden": "import math\nTOOLS = [math]\ndef double(x):\n    return type(x)(x.shape, [TOOLS[0].prod((2, value)) for value in x.values])",
}
SCRIPT = """
import json, sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]) / "workers"))
from judge.cells.runtimes import find_runtimes
from judge.grade import GradeDeps, GradeRequest, grade
from judge.questions import QuestionBank, load_question
from judge.start import all_runtimes, open_pool

root = Path(sys.argv[1])
assert "toy" in all_runtimes()
pool = open_pool(["toy", "numpy"], Path(sys.argv[2]), 1)
try:
    versions = {one["name"]: one["version"] for one in pool.runtime_versions()}
    deps = GradeDeps(QuestionBank(root / "questions"), pool, versions, {"type": "cpu", "name": "test"})
    revision = load_question(root / "questions" / "topic" / "double-it").revision
    answers = [("toy", name, text) for name, text in json.loads(sys.argv[3]).items()]
    for runtime, name, text in [*answers, ("numpy", "other", "def double(x):\\n    return 2 * x")]:
        files = [("solution.py", text.encode())]
        report, _ = grade(deps, GradeRequest("double-it", revision, runtime, "grade", files, "ab" * 32))
        print(json.dumps([name, report["verdict"], report["message"], report["runtime"]]))
finally:
    pool.close()
"""


def test_a_folder_is_a_runtime(tmp_path):
    shutil.copytree(REPOSITORY / "workers", tmp_path / "workers", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    toy = tmp_path / "workers" / "runtimes" / "toy"
    toy.mkdir()
    (toy / "runtime.json").write_text('{ "name": "toy", "environment": "python", "module": "runtime.py" }')
    (toy / "runtime.py").write_text(RUNTIME)
    question = tmp_path / "questions" / "topic" / "double-it"
    question.mkdir(parents=True)
    (question / "question.yaml").write_text(json.dumps(QUESTION))
    (question / "judge.py").write_text(JUDGE)
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), str(BUILD), json.dumps(ANSWERS)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    seen = {
        name: (verdict, message, runtime)
        for name, verdict, message, runtime in map(json.loads, ran.stdout.splitlines())
    }
    assert {name: one[0] for name, one in seen.items()} == {
        "right": "accepted",
        "wrong": "wrong_answer",
        "list": "invalid_output",
        "forbidden": "forbidden_builtin",
        "hidden": "forbidden_builtin",
        "other": "accepted",
    }
    assert seen["right"][2] == {"name": "toy", "version": "0.1 (toy)"}
    assert "output must be a Table" in seen["list"][1]
    assert seen["forbidden"][1].startswith("solution.py, line 3: math.prod may not") and "line 4" in seen["hidden"][1]


@pytest.mark.parametrize("schema", ["question.json", "expect.json"])
def test_questions_may_offer_each_runtime_that_there_is(schema):
    folders = {path.parent.name for path in (REPOSITORY / "workers" / "runtimes").glob("*/runtime.json")}
    text = json.loads((REPOSITORY / "questions" / "_schema" / schema).read_text())
    assert folders in [set(one) for one in enums(text)]


def enums(node):
    if isinstance(node, dict):
        yield from [node["enum"]] if isinstance(node.get("enum"), list) else []
        for child in node.values():
            yield from enums(child)
