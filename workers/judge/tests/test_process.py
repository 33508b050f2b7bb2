"""The judge as the grader meets it: a process, frames, real cells, the bank's real questions."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from judge.frames import encode_frame, read_frame
from judge.questions import load_question
from judge.start import ROOT

BUILD = Path(os.environ.get("GRADECHECK_BUILD", ROOT / ".gradecheck" / "build"))
FOLDER = ROOT / "questions" / "channel-shuffle" / "channel-shuffle"

pytestmark = pytest.mark.skipif(
    not (BUILD / "libcell.so").exists(),
    reason=f"no cell helper in {BUILD}: run `npx gradecheck setup`; NOTHING of the judge's process was tested",
)


class Judge:
    """One judge process and its frames."""

    def __init__(self, *arguments):
        command = [sys.executable, "-I", str(ROOT / "workers" / "judge" / "__main__.py"), "--build", str(BUILD)]
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        self.ready = self.read()

    def send(self, **message):
        self.process.stdin.write(encode_frame(message))
        self.process.stdin.flush()

    def read(self):
        return read_frame(self.process.stdout.fileno())

    def answer(self):
        """The next frame that is not about progress."""
        while (frame := self.read()) is not None and frame["event"] == "progress":
            pass
        return frame

    def grade(self, source, *, number=1, mode="grade", seed=None, **changes):
        message = {
            "id": number,
            "op": "grade",
            "question_id": "channel-shuffle",
            "question_revision": load_question(FOLDER).revision,
            "runtime": "numpy",
            "mode": mode,
            "files": [{"path": "solution.py", "content": source}],
            "seed": seed,
        }
        self.send(**(message | changes))
        return self.answer()

    def descendants(self):
        """{(pid, start time)} of everything below the judge: pids alone are reused."""
        table = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # gone meanwhile
            table[int(stat.parent.name)] = (int(fields[1]), fields[19])
        below = {self.process.pid}
        for _ in range(10):
            below |= {pid for pid, (parent, _) in table.items() if parent in below}
        return {(pid, table[pid][1]) for pid in below if pid in table and pid != self.process.pid}

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def judge():
    started = Judge("--runtimes", "numpy", "--slots", "2")
    yield started
    started.close()


RIGHT = (FOLDER / "solutions" / "numpy" / "split_and_swap.py").read_text()


def test_ready_says_what_is_served_and_how_well_it_is_walled_in(judge):
    assert judge.ready["event"] == "ready" and judge.ready["slots"] == 2
    assert judge.ready["isolation"]["serves"] is True
    assert [one["name"] for one in judge.ready["runtimes"]] == ["numpy"]
    assert judge.ready["runtimes"][0]["devices"] == ["cpu"]
    assert judge.ready["devices"][0]["type"] == "cpu" and judge.ready["devices"][0]["driver"] is None


def test_a_right_answer_is_accepted(judge):
    frame = judge.grade(RIGHT)
    assert frame["event"] == "result" and frame["report"]["verdict"] == "accepted", frame
    assert frame["report"]["score"] == 100 and frame["evidence"]["cells"]
    device = frame["report"]["device"]
    assert device["name"] == judge.ready["devices"][0]["name"] and device["fallback_from"] is None
    assert device["libraries"]["numpy"] == judge.ready["runtimes"][0]["version"]


def test_a_fallback_is_told_and_a_device_that_is_not_here_is_our_fault(judge):
    frame = judge.grade(RIGHT, device="cpu", device_missed="cuda")
    assert (frame["report"]["verdict"], frame["report"]["device"]["fallback_from"]) == ("accepted", "cuda")
    assert judge.grade(RIGHT, device="cuda")["reason"] == "no_such_runtime"
    assert judge.grade(RIGHT, device="abacus")["reason"] == "bad_request"


def test_a_seed_replays_a_grade(judge):
    wrong = (FOLDER / "wrong" / "numpy" / "through_float32.py").read_text()
    seed = judge.grade(wrong)["evidence"]["seed"]
    first, second = judge.grade(wrong, seed=seed), judge.grade(wrong, seed=seed)
    assert first["report"]["cases"] == second["report"]["cases"] and first["evidence"]["seed"] == seed
    assert first["report"]["verdict"] == "wrong_answer"


PRINTS = """
import sys
print("seen", flush=True)
def channel_shuffle(x, groups, data_format):
    print("inside", x.shape)
    raise ValueError("secret shape %s" % (x.shape,))
"""


def test_text_of_hidden_cases_never_comes_out(judge):
    frame = judge.grade(PRINTS)
    for case in frame["report"]["cases"]:
        assert ("stdout" in case) == (case["visibility"] == "public"), case
        assert case["visibility"] == "public" or set(case) <= {"name", "visibility", "concept", "verdict", "mistake"}
    assert "inside" in next(case["stdout"] for case in frame["report"]["cases"])


@pytest.mark.parametrize(
    "source, verdict",
    [
        ("", "runtime_error"),
        ("def channel_shuffle(:", "syntax_error"),
        ("def other(): pass", "runtime_error"),
        ("raise SystemExit(0)", "runtime_error"),
        ("import os\nos._exit(0)", "runtime_error"),
        ("def channel_shuffle(*a):\n    import os\n    os._exit(0)", "runtime_error"),
        ("def channel_shuffle(*a):\n    return 'text'", "invalid_output"),
        ("def channel_shuffle(*a):\n    return a[0].astype('complex64')", "invalid_output"),
        ("def channel_shuffle(*a):\n    raise MemoryError", "memory_limit"),
        ("def channel_shuffle(*a):\n    return bytearray(1 << 40)", "memory_limit"),
        ("import os\nos.fork()", "runtime_error"),
        ("x = " + "(" * 5000 + ")" * 5000, "syntax_error"),
    ],
)
def test_bad_answers_get_a_verdict_of_their_own(judge, source, verdict):
    frame = judge.grade(source)
    assert frame["event"] == "result", frame
    assert frame["report"]["verdict"] == verdict, frame["report"]["message"]
    assert frame["report"]["score"] < 100


def test_the_next_answer_is_graded_normally(judge):
    assert judge.grade(RIGHT)["report"]["verdict"] == "accepted"


def test_many_at_once_are_all_answered(judge):
    for number in range(2, 22):
        judge.send(
            id=number,
            op="grade",
            question_id="channel-shuffle",
            question_revision=load_question(FOLDER).revision,
            runtime="numpy",
            mode="grade",
            files=[{"path": "solution.py", "content": RIGHT}],
            seed=None,
        )
    frames = [judge.answer() for _ in range(20)]
    assert sorted(frame["id"] for frame in frames) == list(range(2, 22))
    assert {frame["report"]["verdict"] for frame in frames} == {"accepted"}


def test_another_revision_is_a_fault(judge):
    assert judge.grade(RIGHT, question_revision="sha256:0")["reason"] == "revision_unknown"


def test_what_nobody_waits_for_any_more_is_ended_at_once_and_frees_its_slot():
    judge = Judge("--runtimes", "numpy", "--slots", "1")
    try:
        job = {
            "op": "grade",
            "question_id": "channel-shuffle",
            "question_revision": load_question(FOLDER).revision,
            "runtime": "numpy",
            "mode": "grade",
            "seed": None,
            "files": [{"path": "solution.py", "content": "import time; time.sleep(60)"}],
        }
        began = time.monotonic()
        judge.send(id=1, **job)
        judge.send(id=2, **job)  # waits for the only slot
        judge.send(id=2, op="drop")
        judge.send(id=99, op="drop")  # of a job that was never here, or is over
        time.sleep(0.5)
        judge.send(id=1, op="drop")
        frames = [judge.answer(), judge.answer()]
        assert [(frame["id"], frame["reason"]) for frame in frames] == [(1, "dropped"), (2, "dropped")]
        assert time.monotonic() - began < 3  # importing may take five seconds
        assert judge.grade(RIGHT, number=3)["report"]["verdict"] == "accepted"
    finally:
        judge.close()


def alive():
    """{(pid, start time)} of all processes that are not mere zombies."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] not in "ZX":
            found.add((int(stat.parent.name), fields[19]))
    return found


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "still not so after a long wait"
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["end of stdin", "kill -9", "garbage"])
def test_nothing_is_left_when_the_judge_ends(how):
    judge = Judge("--runtimes", "numpy", "--slots", "1")
    judge.send(id=1, op="grade", question_id="channel-shuffle", question_revision=load_question(FOLDER).revision,
               runtime="numpy", mode="grade", seed=None,
               files=[{"path": "solution.py", "content": "while True: pass"}])  # fmt: skip
    wait_until(lambda: len(judge.descendants()) >= 3)  # a zygote, and cells below it
    started = judge.descendants()
    if how == "kill -9":
        judge.process.send_signal(signal.SIGKILL)
    elif how == "garbage":
        judge.process.stdin.write(b"\xff\xff\xff\xff")
        judge.process.stdin.flush()
    else:
        judge.process.stdin.close()
    judge.process.wait(20)
    wait_until(lambda: not (started & alive()))
    for stream in (judge.process.stdout, judge.process.stderr):
        stream.close()


def test_a_judge_without_cells_does_not_start(tmp_path):
    judge = Judge("--runtimes", "numpy", "--build", str(tmp_path))
    assert judge.ready is None
    assert judge.process.wait(20) not in (0, None)
    log = [json.loads(line) for line in judge.process.stderr.read().splitlines()]
    assert log[-1]["event"] == "not_started"
    judge.close()
