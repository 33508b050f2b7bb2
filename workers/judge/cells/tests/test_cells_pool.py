"""What happens when our own side dies, and that nothing is ever left behind."""

import dataclasses
import errno
import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from cells_support import BUILD, LIMITS, REPOSITORY, SHUFFLES, gone
from judge.cells import CellPool, GraderFault, PoolConfig, memfd, zygotes
from judge.cells.runtimes import Runtime
from judge.cells.selftest import quick_attacks
from judge.cells.zygotes import Zygote, ZygoteSetup

X = np.ones((1, 4, 2, 2), np.float32)


@pytest.fixture
def own_pool(build):
    pool = CellPool(["numpy"], PoolConfig(repository=REPOSITORY, build=build))
    assert pool.isolation_report()["serves"]
    yield pool
    pool.close()


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        return []
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def zygote_pid(zygote: Zygote) -> int:
    (pid,) = children_of(zygote._pid)
    return pid


def answer(pool, runtime="numpy"):
    cell = pool.acquire(runtime)
    try:
        assert cell.load([("solution.py", SHUFFLES[runtime])], None, "shuffle", LIMITS).kind == "returned"
        return cell.run_case(secrets.token_bytes(16), b'{"groups": 2}', [("x", X)], LIMITS)
    finally:
        cell.close()


def wait_until(true, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def test_a_dead_zygote_is_our_fault_and_is_replaced(own_pool):
    cell = own_pool.acquire("numpy")
    waited = cell.pid
    assert cell.load([("solution.py", b"import time\ndef f(x): time.sleep(60)")], None, "f", LIMITS).kind == "returned"
    os.kill(zygote_pid(own_pool.zygote_of("numpy")), signal.SIGKILL)
    with pytest.raises(GraderFault, match="zygote_died"):
        cell.run_case(bytes(16), b"{}", [("x", X)], LIMITS)
    cell.close()
    assert gone(waited)
    assert answer(own_pool).kind == "returned"


def test_waiting_cells_die_with_their_zygote(own_pool):
    wait_until(lambda: len(own_pool._lanes["numpy", "cpu"].waiting) == 2)
    pids = [cell.pid for cell in own_pool._lanes["numpy", "cpu"].waiting]
    os.kill(own_pool.zygote_of("numpy")._pid, signal.SIGKILL)
    assert all(gone(pid) for pid in pids)
    assert answer(own_pool).kind == "returned"


def test_a_cell_killed_from_outside_is_our_fault(own_pool):
    cell = own_pool.acquire("numpy")
    try:
        assert cell.load([("solution.py", b"def f(x): return x")], None, "f", LIMITS).kind == "returned"
        os.kill(cell.pid, signal.SIGKILL)
        with pytest.raises(GraderFault, match="cell_killed"):
            cell.run_case(bytes(16), b"{}", [("x", X)], LIMITS)
    finally:
        cell.close()


def test_a_zygote_that_hangs_is_given_up_and_replaced(own_pool, monkeypatch):
    zygote = own_pool.zygote_of("numpy")
    hung = zygote_pid(zygote)
    os.kill(hung, signal.SIGSTOP)
    monkeypatch.setattr(zygotes, "FORK_SECONDS", 0.3)
    with pytest.raises(GraderFault, match="no fork within"):
        own_pool.fork(zygote, warm=False)
    monkeypatch.undo()
    wait_until(lambda: own_pool.zygote_of("numpy") is not zygote)
    assert answer(own_pool).kind == "returned"
    assert gone(hung)


def test_a_word_of_a_zygote_that_cannot_be_read_ends_it_and_nobody_waits_for_it_for_ever(own_pool, monkeypatch):
    zygote = own_pool.zygote_of("numpy")

    def without_descriptor(message, descriptors):
        return Zygote._hear(zygote, message, [])

    monkeypatch.setattr(zygote, "_hear", without_descriptor)
    with pytest.raises(GraderFault, match="zygote_died"):
        own_pool.fork(zygote, warm=False)
    assert not zygote.alive and "no fork within" not in zygote.fault
    wait_until(lambda: own_pool.zygote_of("numpy") is not zygote)
    assert answer(own_pool).kind == "returned"


def test_a_zygote_that_starts_later_inherits_nothing_of_the_cells_that_live(own_pool):
    cell = own_pool.acquire("numpy")
    zygote = Zygote(own_pool._known["numpy"], own_pool._lanes["numpy", "cpu"].setup)
    try:
        cell.wait_ready()
        zygote.wait_ready()
        held = [os.readlink(link) for link in Path(f"/proc/{zygote_pid(zygote)}/fd").iterdir()]
        assert not [name for name in held if "pidfd" in name or "fscontext" in name]
    finally:
        zygote.close()
        cell.close()


def test_cpu_time_of_all_threads_is_bounded_behind_the_clock(own_pool):
    source = b"import threading\ndef spin():\n    while True: pass\ndef f(x):\n    spin()"
    limits = type(LIMITS)(wall_seconds=30.0, cpu_seconds=1.0)
    cell = own_pool.acquire("numpy")
    try:
        cell.load([("solution.py", source)], None, "f", limits)
        outcome = cell.run_case(bytes(16), b"{}", [("x", X)], limits)
        assert outcome.kind == "time_limit" and "CPU" in outcome.detail, outcome
    finally:
        cell.close()


def test_cells_are_refilled_and_an_acquire_takes_a_waiting_one(own_pool):
    lane = own_pool._lanes["numpy", "cpu"]
    wait_until(lambda: len(lane.waiting) == 2 and all(cell.is_ready() for cell in lane.waiting))
    first = lane.waiting[0]
    cell = own_pool.acquire("numpy")
    assert cell is first
    cell.close()
    wait_until(lambda: len(lane.waiting) == 2)


def test_more_answers_at_once_than_cells_wait(own_pool):
    cells = [own_pool.acquire("numpy") for _ in range(6)]
    try:
        pids = {cell.pid for cell in cells}
        uids = {Path(f"/proc/{pid}").stat().st_uid for pid in pids}
        for cell in cells:
            assert cell.load([("solution.py", SHUFFLES["numpy"])], None, "shuffle", LIMITS).kind == "returned"
        assert len(pids) == 6
        if os.geteuid() == 0:
            owners = {
                line
                for pid in pids
                for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                if line[:4] == "Uid:"
            }
            assert len(owners) == 6, uids
    finally:
        for cell in cells:
            cell.close()


def test_an_unknown_runtime_is_refused(own_pool):
    with pytest.raises(GraderFault, match="no_such_runtime"):
        own_pool.acquire("fortran")
    with pytest.raises(ValueError, match="fortran"):
        CellPool(["fortran"], PoolConfig(repository=REPOSITORY, build=BUILD))


def test_a_candidate_that_keeps_a_mapping_is_killed_before_its_answer_is_read(own_pool):
    """The filter refuses such mappings; without it, the seal is refused, and the end of the cell must come first."""
    source = b"""
import mmap, os, threading
import numpy as np

def f(x):
    for descriptor in range(4, 64):
        try: pages = mmap.mmap(descriptor, 8 << 20)
        except (OSError, ValueError): continue
        def scribble():
            while True: pages[4096:4100] = os.urandom(4)
        threading.Thread(target=scribble, daemon=True).start()
    return np.ones(1 << 16, np.float32)  # too large for a message, so it goes into the file
"""
    from judge.cells import layers

    cell = own_pool.fork(own_pool.zygote_of("numpy"), warm=False, layers=own_pool.layers & ~layers.SECCOMP)
    try:
        cell.load([("solution.py", source)], None, "f", LIMITS)
        outcome = cell.run_case(bytes(16), b"{}", [("x", X)], LIMITS)
        assert outcome.kind == "returned" and not cell.alive
        first = outcome.outputs["output"].tobytes()
        time.sleep(0.05)
        assert outcome.outputs["output"].tobytes() == first
    finally:
        cell.close()


def test_a_zygote_with_a_second_thread_refuses_to_serve(build, tmp_path):
    module = tmp_path / "runtime.py"
    module.write_text(
        "import threading, time\ndef import_and_warm(): threading.Thread(target=time.sleep, args=(60,)).start()\n"
    )
    setup = ZygoteSetup(sys.executable, build, REPOSITORY / "workers" / "runtimes", ())
    zygote = Zygote(Runtime("threaded", "python", module), setup)
    try:
        with pytest.raises(GraderFault, match="more than one thread"):
            zygote.wait_ready(30)
    finally:
        zygote.close()


def test_closing_leaves_no_process_and_no_cgroup(build):
    pool = CellPool(["numpy"], PoolConfig(repository=REPOSITORY, build=build))
    groups = list(pool.cgroups.controllers.values())
    cell = pool.acquire("numpy")
    launcher = pool.zygote_of("numpy")._pid
    pids = [cell.pid, launcher, *children_of(launcher)]
    cell.close()
    pool.close()
    assert all(gone(pid) for pid in pids)
    assert not any(folder.exists() for folder in groups)


JUDGE = """
import sys, time
sys.path.insert(0, {workers!r})
from pathlib import Path
from judge.cells import CellPool, PoolConfig, CellLimits
pool = CellPool(["numpy"], PoolConfig(repository=Path({repository!r}), build=Path({build!r})))
cell = pool.acquire("numpy")
cell.load([("solution.py", b"import time\\ndef f(): time.sleep(60)")], None, "f", CellLimits())
print(cell.pid, pool.zygote_of("numpy")._pid, flush=True)
cell.run_case(bytes(16), b"{{}}", [], CellLimits(wall_seconds=60))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("hung", [False, True], ids=["zygote-listens", "zygote-hangs"])
def test_nothing_outlives_a_killed_judge(build, number, hung):
    program = JUDGE.format(workers=str(REPOSITORY / "workers"), repository=str(REPOSITORY), build=str(build))
    judge = subprocess.Popen([sys.executable, "-I", "-c", program], stdout=subprocess.PIPE, text=True)
    cell, launcher = (int(word) for word in judge.stdout.readline().split())
    zygotes = children_of(launcher)
    others = [pid for zygote in zygotes for pid in children_of(zygote)]
    assert zygotes and cell in others
    if hung:
        os.kill(zygotes[0], signal.SIGSTOP)
    judge.send_signal(number)
    judge.wait(10)
    judge.stdout.close()
    for pid in (cell, launcher, *zygotes, *others):
        assert gone(pid), f"{pid} is still there"


def test_a_slow_runtime_joins_a_pool_that_serves(own_pool):
    assert own_pool.runtimes() == ["numpy"]
    own_pool.join("pytorch")
    assert [one["name"] for one in own_pool.runtime_versions()] == ["numpy", "pytorch"]
    report = own_pool.isolation_report()
    assert report["serves"] and len(report["selftest"]) > len(
        quick_attacks(REPOSITORY / "workers" / "hostile", "numpy")
    )
    assert answer(own_pool, "pytorch").kind == "returned"


def test_a_runtime_that_breaks_while_it_joins_takes_nobody_along(own_pool, tmp_path):
    broken = tmp_path / "runtime.py"
    broken.write_text("raise RuntimeError('no such library')")
    own_pool._known["slow"] = dataclasses.replace(own_pool._known["numpy"], name="slow", module=broken)
    own_pool.join("slow")
    report = own_pool.isolation_report()
    (said,) = [layer for layer in report["layers"] if layer["name"] == "slow_lock"]
    assert "no such library" in said["detail"] and not said["holds"]
    assert report["serves"] and own_pool.runtimes() == ["numpy"]
    assert answer(own_pool).kind == "returned"


def test_a_cell_that_was_closed_is_ended_by_nobody_again(own_pool):
    """Its number may be another cell's by then."""
    first = own_pool.acquire("numpy")
    first.close()
    seconds = [own_pool.acquire("numpy") for _ in range(3)]
    first.end_from_outside()
    time.sleep(0.1)
    assert not any(cell.is_gone() for cell in seconds)
    seconds[0].end_from_outside()
    wait_until(seconds[0].is_gone)
    for cell in seconds:
        cell.close()


def test_a_page_that_the_kernel_holds_costs_the_answer_nothing(own_pool, monkeypatch):
    """Then nothing can be sealed. The cell is ended and its outputs are read all the same: nobody is left who could change
    them."""
    monkeypatch.setattr(memfd, "freeze", lambda _: False)
    large = np.arange(1 << 16, dtype=np.float64)
    cell = own_pool.acquire("numpy")
    try:
        assert cell.load([("solution.py", b"def f(x): return x + 1")], None, "f", LIMITS).kind == "returned"
        outcome = cell.run_case(secrets.token_bytes(16), b"{}", [("x", large)], LIMITS)
        assert outcome.kind == "returned" and np.array_equal(outcome.outputs["output"], large + 1), outcome
        assert not cell.alive
    finally:
        cell.close()


def test_inputs_are_sealed_again_where_the_kernel_holds_a_page(monkeypatch):
    real, refused = fcntl.fcntl, []

    def busy_at_first(descriptor, command, *given):
        if command == memfd.ADD_SEALS and len(refused) < 3:
            refused.append(command)
            raise OSError(errno.EBUSY, "busy")
        return real(descriptor, command, *given)

    monkeypatch.setattr(memfd.fcntl, "fcntl", busy_at_first)
    descriptor = memfd.frozen("inputs", [(0, b"abc")], 3)
    try:
        assert len(refused) == 3 and os.pread(descriptor, 3, 0) == b"abc"
        with pytest.raises(PermissionError):
            os.pwrite(descriptor, b"x", 0)
    finally:
        os.close(descriptor)
