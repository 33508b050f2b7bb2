"""Limits as a contract: at each of them its verdict, just below it an accepted answer. Real cells, with cgroups and without."""

import json
import threading
from pathlib import Path

import pytest
from judge.cells import CellPool, PoolConfig
from judge.grade import GradeDeps, GradeRequest, grade
from judge.questions import QuestionBank, load_question

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = REPOSITORY / ".gradecheck" / "build"
# Time is generous where it is not what a test is about: a busy machine must change nothing.
LIMITS = {
    "wall_seconds_per_case": 30, "wall_seconds_total": 60, "cpu_seconds": 30,
    "memory_mib": 128, "output_mib": 2, "threads": 6,
}  # fmt: skip
JUDGE = """
import numpy as np
from harness import Case, Expected, as_float64

def cases(rng, runtime):
    x = np.zeros(MIB * 2**18, "float32")  # as much as may be returned
    return [Case(name, "basic", {"x": x}, visibility="public") for name in ("one", "two", "three")]

def reference(case):
    return {"output": as_float64(case.inputs["x"]) + 1}
"""
HEAD = "import os, threading, time\n\ndef f(x):\n    "
# What it is about, limits, just within, beyond, verdict, what the message says. Within and beyond are far enough apart for
# any machine: sleeping takes no processor, and burning is counted in processor time.
LISTED = [
    ("one case", {"wall_seconds_per_case": 3}, "time.sleep(0.5)", "time.sleep(9)", "time_limit", "longer than 3 s"),
    (
        "all cases",
        {"wall_seconds_total": 5},
        "time.sleep(0.5)",
        "time.sleep(3)",
        "time_limit",
        "All cases together took",
    ),
    ("CPU time", {"cpu_seconds": 2}, "burn(0.4)", "burn(3)", "time_limit", "more than 2 s of CPU time"),
    ("CPU of threads", {"cpu_seconds": 2}, "both(burn, 0.2)", "both(burn, 1.6)", "time_limit", "more than 2 s of CPU"),
    ("memory", {}, "kept = b'1' * (110 << 20)", "kept = b'1' * (140 << 20)", "memory_limit", ""),
    ("memory bit by bit", {}, "hoard(90)", "hoard(200)", "memory_limit", ""),
    ("output", {}, "", "return double(x)", "output_limit", "more than the 2 MiB allowed"),
    ("disk", {}, "write(15 << 20)", "write(17 << 20)", "runtime_error", "No space left on device"),
    ("less disk", {"disk_mib": 2}, "write((2 << 20) - 4096)", "write((2 << 20) + 1)", "runtime_error", "No space left on device"),
    ("more disk", {"disk_mib": 40}, "write(40 << 20)", "write((40 << 20) + 1)", "runtime_error", "No space left on device"),
    ("files", {}, "make(900)", "make(1100)", "runtime_error", "No space left on device"),
]
TOOLS = """

def burn(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass

def both(work, *given):
    started = [threading.Thread(target=work, args=given) for _ in range(2)]
    [one.start() for one in started]
    [one.join() for one in started]

def hoard(mebibytes):
    return len([b'1' * (1 << 20) + bytes([n]) for n in range(mebibytes)])

def double(x):
    return x.repeat(2)

def write(size):
    with open('/box/file', 'wb') as file:
        file.write(bytes(size))
    os.unlink('/box/file')

def make(count):
    names = [f'/box/{n}' for n in range(count)]
    for name in names:
        open(name, 'w').close()
    for name in names:
        os.unlink(name)

def wait_together(count):
    meet = threading.Barrier(count + 1)
    started = [threading.Thread(target=meet.wait, args=(3,)) for _ in range(count)]
    [one.start() for one in started]
    meet.wait(3)
    [one.join() for one in started]
"""


def a_pool(**more):
    return CellPool(
        ["numpy", "pytorch"], PoolConfig(repository=REPOSITORY, build=BUILD, hidden=(BUILD.parent,), **more)
    )


@pytest.fixture(scope="module", params=["with cgroups", "without"])
def pool(request, tmp_path_factory):
    without = {"cgroup": tmp_path_factory.mktemp("none") / "missing"}
    pool = a_pool(**(without if request.param == "without" else {}))
    if request.param == "with cgroups" and not pool.cgroups.controllers:
        pool.close()
        pytest.skip(f"this machine gives us no cgroups: {pool.cgroups.missing}")
    assert bool(pool.cgroups.controllers) == (request.param == "with cgroups")
    yield pool
    pool.close()


def grader(pool, tmp_path, mebibytes=2, **limits):
    folder = tmp_path / "questions" / "topic" / "bounded"
    folder.mkdir(parents=True)
    about = {
        "id": "bounded",
        "concepts": [{"id": "basic"}],
        "runtimes": {"numpy": {"entry": "f"}, "pytorch": {"entry": "f"}},
        "limits": {**LIMITS, **limits},
    }
    (folder / "question.yaml").write_text(json.dumps(about))
    (folder / "judge.py").write_text(JUDGE.replace("MIB", str(mebibytes)))
    question = load_question(folder)
    deps = GradeDeps(QuestionBank(folder.parents[1]), pool, {}, {"type": "cpu", "name": "test"})

    def graded(body, runtime="numpy"):
        files = [("solution.py", f"{HEAD}{body}\n    return x + 1\n{TOOLS}".encode())]
        return grade(deps, GradeRequest("bounded", question.revision, runtime, "grade", files))[0]

    return graded


@pytest.mark.parametrize(
    ("limits", "within", "beyond", "verdict", "says"), [one[1:] for one in LISTED], ids=[one[0] for one in LISTED]
)
def test_each_limit_has_its_verdict_and_a_right_answer_below_it(pool, tmp_path, limits, within, beyond, verdict, says):
    graded = grader(pool, tmp_path, **limits)
    below = graded(within)
    assert below["verdict"] == "accepted", below
    above = graded(beyond)
    assert above["verdict"] == verdict, above
    assert any(says in case.get("message", "") for case in above["cases"]), above["cases"]


def test_threads(pool, tmp_path):
    graded = grader(pool, tmp_path)
    assert graded("wait_together(4)")["verdict"] == "accepted"
    beyond = graded("wait_together(8)")
    if pool.cgroups.controllers.get("pids"):
        assert beyond["verdict"] == "runtime_error" and "can't start new thread" in beyond["cases"][0]["message"]
    else:
        assert beyond["verdict"] == "accepted"  # only the limit of all cells holds, and the attacks prove that


@pytest.mark.parametrize("mebibytes", [15, 60, 110])
def test_what_one_case_held_is_there_for_the_next(pool, tmp_path, mebibytes):
    """Half of the memory and more, case after case: nothing small may come to lie in the hole that the last one left."""
    body = f"import torch; kept = torch.ones({mebibytes} << 18)"
    assert grader(pool, tmp_path)(body, "pytorch")["verdict"] == "accepted"


def test_memory_of_torch(pool, tmp_path):
    beyond = grader(pool, tmp_path)("import torch; kept = torch.ones(140 << 18)", "pytorch")
    assert beyond["verdict"] == "memory_limit"


GREEDY = [
    "both(burn, 0.8)",
    "time.sleep(60)",
    "while True: pass",
    "hoard(100); burn(0.5)",
    "kept = b'1' * (400 << 20)",
    "write(15 << 20); print('x' * (1 << 20))",
    "wait_together(5); make(1000)",
    "os.abort()",
]


def test_a_greedy_neighbour_changes_nobodys_verdict(tmp_path):
    """Innocent answers are graded again and again while others burn all that they may, and more."""
    pool = a_pool()
    try:
        greedy = grader(pool, tmp_path / "greedy", wall_seconds_per_case=3, wall_seconds_total=6, cpu_seconds=3)
        graded = grader(pool, tmp_path / "innocent", mebibytes=1)
        done, seen = threading.Event(), []

        def burn():
            while not done.is_set():
                for body in GREEDY:
                    seen.append(greedy(body)["verdict"])

        neighbour = threading.Thread(target=burn)
        neighbour.start()
        try:
            verdicts = []
            while len(seen) < len(GREEDY):
                verdicts += [graded("", runtime)["verdict"] for runtime in ("numpy", "pytorch")]
                verdicts.append(graded("return x")["verdict"])
        finally:
            done.set()
            neighbour.join()
    finally:
        pool.close()
    assert set(verdicts[0::3]) == set(verdicts[1::3]) == {"accepted"} and set(verdicts[2::3]) == {"wrong_answer"}
    assert set(seen) >= {"time_limit", "memory_limit", "runtime_error"}
