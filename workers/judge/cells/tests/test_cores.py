import os
import subprocess
import threading

import numpy as np
import pytest
from cells_support import LIMITS
from judge.cells.cores import keep_apart

two_cores = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="this machine lends us one core only")


@pytest.fixture
def other():
    process = subprocess.Popen(["sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


@two_cores
def test_judge_and_cell_share_no_core_until_the_end(other):
    allowed = os.sched_getaffinity(0)
    apart = keep_apart(other)
    mine, its = os.sched_getaffinity(0), os.sched_getaffinity(other)
    apart.end()
    assert len(mine) == 1 and its == allowed - mine
    assert os.sched_getaffinity(0) == allowed


@two_cores
def test_another_thread_may_end_it(other):
    allowed = os.sched_getaffinity(0)
    apart = keep_apart(other)
    thread = threading.Thread(target=apart.end)
    thread.start()
    thread.join()
    assert os.sched_getaffinity(0) == allowed


@two_cores
def test_cores_that_are_gone_by_the_end_leave_the_thread_to_those_that_are_there(other):
    allowed = os.sched_getaffinity(0)
    apart = keep_apart(other)
    apart._allowed = {1000}  # as where a container lost the cores it had
    try:
        apart.end()  # part of a cell's end, of which nothing may be left out
        assert os.sched_getaffinity(0) == allowed
    finally:
        os.sched_setaffinity(0, allowed)


def test_with_one_core_nobody_is_kept_apart(other):
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert keep_apart(other) is None
    finally:
        os.sched_setaffinity(0, allowed)
    assert os.sched_getaffinity(other) == allowed


def test_a_process_that_is_gone_changes_nothing_for_us(other):
    allowed = os.sched_getaffinity(0)
    gone = subprocess.Popen(["true"])
    gone.wait()
    assert keep_apart(gone.pid) is None
    assert os.sched_getaffinity(0) == allowed


@two_cores
def test_only_an_answer_that_is_alone_has_cores_to_itself(pool):
    allowed = os.sched_getaffinity(0)
    first = pool.acquire("numpy")
    second = pool.acquire("numpy")
    try:
        for cell, to_itself in ((first, True), (second, False)):
            assert cell.load([("solution.py", b"def f(x): return x + 1")], None, "f", LIMITS).kind == "returned"
            assert (os.sched_getaffinity(cell.pid) != allowed) == to_itself
            for _ in range(3):
                outcome = cell.run_case(bytes(16), b"{}", [("x", np.ones(1))], LIMITS)
                assert outcome.outputs["output"].tolist() == [2.0]
    finally:
        first.close()
        second.close()
    assert os.sched_getaffinity(0) == allowed
