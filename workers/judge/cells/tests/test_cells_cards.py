"""Cells that compute on a card, with a stand-in for the card: /dev/random, a node that no other cell has, with a request
of its own (RNDGETENTCNT). What only CUDA can show is in tests/gpu."""

import json
import secrets
import shutil
import threading

import numpy as np
import pytest
from cells_support import LIMITS, REPOSITORY
from judge.cells import CellPool, GraderFault, PoolConfig
from judge.devices import Device, processor

NODE = "/dev/random"
CARD = Device("cuda", "Stand-in card", "1.2.3", nodes=(NODE,), cells=1)
HOW_FULL = 0x80045200  # RNDGETENTCNT: one int back

RUNTIME = '''
"""NumPy, with a stand-in for a driver: it holds the node open and has a thread of its own."""
import fcntl, os, threading
from _shared import arena
import numpy as np

REHEARSAL = b"def rehearse(x): return x"
_kind, descriptor, said = "cpu", -1, []

def use_device(kind):
    global _kind
    _kind = kind

def wake():
    global descriptor
    if _kind == "cpu":
        return
    descriptor = os.open("/dev/random", os.O_RDWR)
    begun, ask, asked = threading.Event(), threading.Event(), threading.Event()
    def drive():
        begun.set()
        ask.wait()
        try:
            os.open("/dev/null", os.O_RDONLY)
            said.append("opened")
        except OSError as error:
            said.append(type(error).__name__)
        asked.set()
    threading.Thread(target=drive, daemon=True).start()
    begun.wait()
    os.ask_the_driver = lambda: (ask.set(), asked.wait(5), said[0])[2]

def import_and_warm():
    if BROKEN:
        raise RuntimeError("the card's library is missing")

def version():
    return "1"

def libraries():
    return {"stand-in": _kind}

def from_buffer(memory, dtype, count, offset, shape):
    return np.frombuffer(memory, dtype, count, offset).reshape(shape)

def to_bytes(name, value):
    return arena.DTYPE_CODES[value.dtype.name], value.shape, memoryview(np.ascontiguousarray(value)).cast("B")
'''


def repository_with_toy(tmp_path, broken="False"):
    runtimes = tmp_path / "workers" / "runtimes"
    # NumPy and the attacks, because a pool is only believed when it has stopped some.
    for name in ("runtimes/_shared", "runtimes/numpy", "hostile"):
        shutil.copytree(REPOSITORY / "workers" / name, tmp_path / "workers" / name)
    (runtimes / "toy").mkdir()
    about = {"name": "toy", "environment": "python", "module": "runtime.py", "devices": ["cpu", "cuda"]}
    (runtimes / "toy" / "runtime.json").write_text(json.dumps(about))
    (runtimes / "toy" / "runtime.py").write_text(RUNTIME.replace("BROKEN", broken))
    return tmp_path


@pytest.fixture(scope="module")
def healthy():
    """What looking at the card again finds; tests change it."""
    return [CARD]


@pytest.fixture(scope="module")
def cards(build, tmp_path_factory, healthy):
    repository = repository_with_toy(tmp_path_factory.mktemp("cards"))
    finders = (lambda: healthy[0],)
    pool = CellPool(
        ["numpy", "toy"], PoolConfig(repository=repository, build=build, devices=(processor(), CARD), finders=finders)
    )
    yield pool
    pool.close()


def answer(pool, device, source, inputs=()):
    cell = pool.acquire("toy", device)
    try:
        outcome = cell.load([("solution.py", source.encode())], None, "f", LIMITS)
        return (
            cell.run_case(secrets.token_bytes(16), b"{}", list(inputs), LIMITS)
            if outcome.kind == "returned"
            else outcome
        )
    finally:
        cell.close()


ASK = """
import fcntl, os, array
import numpy as np
def f():
    seen = []
    for descriptor in range(0, 64):
        level = array.array("i", [0])
        try:
            fcntl.ioctl(descriptor, 0x80045200, level, True)
            seen.append(descriptor)
        except OSError:
            pass
    return np.array([len(seen)], np.int32)
"""


def test_both_devices_are_offered_and_described(cards):
    assert cards.runtime_versions()[1] == {"name": "toy", "version": "1", "devices": ["cpu", "cuda"], "backend": None}
    assert [one["type"] for one in cards.devices()] == ["cpu", "cuda"]
    assert cards.devices()[1] == {"type": "cuda", "name": "Stand-in card", "driver": "1.2.3", "libraries": {}}
    assert cards.libraries()["toy", "cpu"] == {"stand-in": "cpu"}
    assert cards.libraries()["toy", "cuda"] == {"stand-in": "cuda"}
    layers = {one["name"]: one for one in cards.isolation_report()["layers"]}
    assert layers["toy_on_cuda"]["holds"], layers["toy_on_cuda"]


def test_a_card_s_cell_speaks_to_the_open_device_and_no_other_cell_does(cards):
    assert answer(cards, "cuda", ASK).outputs["output"].tolist() == [1]
    assert answer(cards, "cpu", ASK).outputs["output"].tolist() == [0]


@pytest.mark.parametrize("path", [NODE, "/dev/null", "/box/a"])
def test_nothing_is_opened_beside_it(cards, path):
    outcome = answer(cards, "cuda", f"import os\ndef f(): os.open({path!r}, os.O_RDONLY | os.O_CREAT)\n")
    assert (outcome.kind, outcome.message.split(":")[0]) == ("raised", "PermissionError")


def test_the_filter_holds_the_threads_that_the_driver_started_before_it(cards):
    outcome = answer(cards, "cuda", "import os\ndef f(): raise ValueError(os.ask_the_driver())\n")
    assert outcome.message.startswith("ValueError: PermissionError"), outcome


def test_other_cells_do_not_even_see_the_node(cards):
    outcome = answer(cards, "cpu", f"def f(): open({NODE!r}, 'rb')\n")
    assert outcome.message.startswith("FileNotFoundError"), outcome


def test_tensors_come_and_go_on_both(cards):
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    for device in ("cpu", "cuda"):
        outcome = answer(cards, device, "def f(x): return x + 1\n", [("x", x)])
        np.testing.assert_array_equal(outcome.outputs["output"], x + 1)


def test_one_answer_at_a_time_on_a_card(cards):
    first = cards.acquire("toy", "cuda")
    second = []
    waiting = threading.Thread(target=lambda: second.append(cards.acquire("toy", "cuda")))
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive() and not second, "a second answer was let onto the card"
    cards.acquire("toy", "cpu").close()  # the processor is nobody's alone
    first.close()
    waiting.join(30)
    second[0].close()


def test_a_card_that_fell_ill_is_our_fault_and_not_the_next_candidate_s(cards, healthy):
    cell = cards.acquire("toy", "cuda")
    healthy[0] = None
    cell.close()
    try:
        with pytest.raises(GraderFault) as fault:
            cards.acquire("toy", "cuda")
        assert fault.value.reason == "device_sick"
    finally:
        healthy[0] = CARD
    assert answer(cards, "cpu", ASK).kind == "returned"


def test_a_card_that_a_runtime_cannot_use_is_not_offered_and_harms_nothing(build, tmp_path):
    repository = repository_with_toy(tmp_path, broken='_kind == "cuda"')
    pool = CellPool(["numpy", "toy"], PoolConfig(repository=repository, build=build, devices=(processor(), CARD)))
    try:
        report = pool.isolation_report()
        assert report["serves"], report
        assert pool.runtime_versions()[1] == {"name": "toy", "version": "1", "devices": ["cpu"], "backend": None}
        assert [one["type"] for one in pool.devices()] == ["cpu"]
        said = {one["name"]: one["detail"] for one in report["layers"]}["toy_on_cuda"]
        assert "the card's library is missing" in said
    finally:
        pool.close()
