"""Frames between grader and judge, and the service that answers them."""

import os
import threading
import time

import pytest
from fakes import FakePool, returned
from judge.errors import JudgeFault
from judge.frames import FRAME_BYTES_MAX, FrameError, FrameWriter, encode_frame, read_frame
from judge.grade import GradeDeps
from judge.questions import QuestionBank, load_question
from judge.service import JudgeService, parse_request
from judge.slots import Slots


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            pass


@pytest.mark.parametrize("message", [{"id": 1}, [], {"text": "通道混洗" * 20_000}, None, 1.5])
def test_frames_survive_the_pipe(pipe, message):
    reader, writer = pipe
    thread = threading.Thread(target=FrameWriter(writer).write, args=(message,))
    thread.start()
    assert read_frame(reader) == message
    thread.join()


def test_end_of_stream_is_none_between_frames_and_an_error_inside_one(pipe):
    reader, writer = pipe
    os.write(writer, encode_frame(1) + b"\0\0\0\5ab")
    os.close(writer)
    assert read_frame(reader) == 1
    with pytest.raises(FrameError):
        read_frame(reader)
    assert read_frame(reader) is None


@pytest.mark.parametrize("garbage", [(FRAME_BYTES_MAX + 1).to_bytes(4, "big"), b"\xff" * 4, b"\0\0\0\2{{", b"\0\0\0\0"])
def test_garbage_is_refused(pipe, garbage):
    os.write(pipe[1], garbage)
    with pytest.raises(FrameError):
        read_frame(pipe[0])


def test_nan_cannot_be_sent():
    with pytest.raises(ValueError):
        encode_frame({"x": float("nan")})


def request(**changes):
    good = {
        "id": 7,
        "op": "grade",
        "question_id": "double-it",
        "question_revision": "sha256:0",
        "runtime": "numpy",
        "mode": "grade",
        "files": [{"path": "solution.py", "content": "x = 1"}],
        "seed": None,
    }
    return good | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"op": "eval"},
        {"mode": "practice"},
        {"seed": "zz"},
        {"runtime": None},
        {"files": "solution.py"},
        {"files": [{"path": "a.py", "content": "x"}] * 21},
        {"files": [{"path": "../a.py", "content": "x"}]},
        {"files": [{"path": "/a.py", "content": "x"}]},
        {"files": [{"path": "a//b.py", "content": "x"}]},
        {"files": [{"path": "a.py", "content": "x" * 300_000}]},
        {"files": [{"path": "a.py"}]},
    ],
)
def test_unusable_requests_are_faults(changes):
    with pytest.raises(JudgeFault):
        parse_request(request(**changes))


class Sink:
    def __init__(self):
        self.frames, self.arrived = [], threading.Condition()

    def write(self, message):
        encode_frame(message)
        if message["event"] == "progress":  # as many as time gives occasion for
            return
        with self.arrived:
            self.frames.append(message)
            self.arrived.notify_all()

    def wait_for(self, count):
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.frames) >= count, 20)
        return self.frames


def service_for(folder, answer, slots=2):
    sink = Sink()
    deps = GradeDeps(QuestionBank(folder.parents[1]), FakePool(answer), {}, {"type": "cpu", "name": "test"})
    return JudgeService(deps, sink, slots, on_exhausted=lambda: None), sink


def test_every_request_gets_exactly_one_answer(question_folder):
    service, sink = service_for(question_folder, lambda p, i: returned(output=i["x"]))
    revision = load_question(question_folder).revision
    for number in range(20):
        service.receive(request(id=number, question_revision=revision, runtime=["numpy", "tfjs"][number % 2]))
    frames = sink.wait_for(20)
    assert sorted(frame["id"] for frame in frames) == list(range(20))
    assert {frame["event"] for frame in frames if frame["id"] % 2 == 0} == {"result"}
    assert {frame.get("reason") for frame in frames if frame["id"] % 2} == {"runtime_unknown"}


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"question_id": "nothing"}, "question_unknown"),
        ({"question_revision": "sha256:1"}, "revision_unknown"),
        ({"files": None}, "bad_request"),
    ],
)
def test_faults_name_a_stable_reason(question_folder, changes, reason):
    service, sink = service_for(question_folder, None)
    service.receive(request(**changes))
    assert sink.wait_for(1)[0]["reason"] == reason


def test_a_bug_of_ours_is_a_fault_and_the_slot_lives_on(question_folder):
    def bug(params, inputs):
        raise RuntimeError("bug")

    service, sink = service_for(question_folder, bug, slots=1)
    revision = load_question(question_folder).revision
    for number in range(3):
        service.receive(request(id=number, question_revision=revision))
    assert [frame["reason"] for frame in sink.wait_for(3)] == ["judge_bug"] * 3


def test_frames_without_an_id_end_the_conversation(question_folder):
    service, _ = service_for(question_folder, None)
    for message in ([], {"id": "1"}, None):
        with pytest.raises(FrameError):
            service.receive(message)


def test_a_hung_thread_loses_its_slot_and_the_next_job_is_served():
    release, done, hung = threading.Event(), [], []

    def work(job):
        if job.message["id"] == 0:
            job.deadline = time.monotonic()
            release.wait(20)
        if slots.answer_once(job):
            done.append(job.message["id"])

    def on_hung(job):
        if slots.answer_once(job):
            hung.append(job.message["id"])

    slots = Slots(1, work, on_hung, on_exhausted=lambda: None)
    slots.submit({"id": 0})
    slots.submit({"id": 1})
    for _ in range(200):
        if done:
            break
        time.sleep(0.05)
    release.set()
    time.sleep(0.1)
    slots.submit({"id": 2})
    for _ in range(200):
        if len(done) == 2:
            break
        time.sleep(0.05)
    assert (hung, done) == ([0], [1, 2])
