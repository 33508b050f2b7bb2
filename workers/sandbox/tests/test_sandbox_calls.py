"""Every system call that there is: the filter allows those of its table, kills on those of the other, and refuses the rest."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calls import NEEDED_ELSEWHERE, table

CALLS = Path(__file__).with_name("calls.py")
# The kernel lets these pass any filter, and answers them itself unless its own trampoline calls: uretprobe, uprobe.
BEYOND_FILTERS = {"335", "336"} if os.uname().machine == "x86_64" else set()


@pytest.fixture
def run(tmp_path):
    """What it puts down stays beneath pytest's folder: a try that the filter kills clears nothing away."""

    def run(what, helper, *more):
        command = [sys.executable, "-I", CALLS, what, helper / "libcell.so", *more]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path)})
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture
def plain(helper, request):
    if "sanitized" in request.node.callspec.id:
        pytest.skip("the filter is data: the sanitized build makes the same one, and Python cannot load it")
    return helper


def test_every_call_that_is_not_allowed_is_refused_or_kills(plain, run):
    answers = run("neighbours", plain)
    deadly = {str(number) for number in table("deadly").values()}
    assert {number for number, answer in answers.items() if answer == f"signal {31}"} == deadly
    others = {number: answer for number, answer in answers.items() if number not in deadly | BEYOND_FILTERS}
    assert len(others) > 250
    assert set(others.values()) <= {"EPERM", "EACCES", "ENOSYS"}, others
    assert sum(answer != "EPERM" for answer in others.values()) <= 3  # socket, socketpair, clone3


def test_no_call_is_both_allowed_and_deadly():
    assert not set(table("allowed").values()) & set(table("deadly").values())
    assert 90 < len(table("allowed")) <= 100 and len(table("deadly")) > 50


def test_every_allowed_call_is_needed(plain, run, tmp_path):
    works = run("needed", plain, "numpy")
    assert list(tmp_path.glob("honest-*"))
    assert set(works) == set(table("allowed"))
    # On another C library or architecture some of those may be needed here as well.
    assert {call for call, broken in works.items() if not broken} <= set(NEEDED_ELSEWHERE)
