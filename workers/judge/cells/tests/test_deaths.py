"""Whose doing the end of a cell was."""

import signal

import pytest
from cells_support import LIMITS  # noqa: F401 (it says where the judge is)
from judge.cells import GraderFault
from judge.cells.deaths import kind_of_death
from judge.cells.zygotes import End


def died(number, cpu_seconds=0.0, cpu_limit=1.0, out_of_memory=False):
    return kind_of_death(End(int(number), cpu_seconds, 0), cpu_limit, out_of_memory)


@pytest.mark.parametrize("seconds", [0.97, 0.74, 0.6])
def test_a_kill_near_its_limit_of_cpu_time_is_the_limit(seconds):
    """0.74 of one second was seen where ten busy processes shared two cores."""
    assert died(signal.SIGKILL, seconds)[0] == "time_limit"


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.45])
def test_a_kill_far_from_it_is_our_fault(seconds):
    with pytest.raises(GraderFault, match="cell_killed"):
        died(signal.SIGKILL, seconds)


def test_memory_goes_before_time():
    assert died(signal.SIGKILL, 0.9, out_of_memory=True)[0] == "memory_limit"


@pytest.mark.parametrize(
    "status, kind",
    [(3 << 8, "exited"), (signal.SIGSEGV, "exited"), (signal.SIGSYS, "security_violation"), (40, "exited")],
)
def test_everything_else_is_the_candidates_own(status, kind):
    assert died(status)[0] == kind
