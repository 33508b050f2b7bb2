"""A runtime whose environment is missing, unfinished or out of date is not offered, and nothing else suffers."""

import json
import sys
from hashlib import sha256

import pytest
from cells_support import BUILD, REPOSITORY
from judge.cells import CellPool, GraderFault, PoolConfig
from judge.cells.environment import finished_environments


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "tiny.txt").write_text("tiny==1.0\n")
    return tmp_path


def make(checkout, name, requirements):
    folder = checkout / "state" / "environments" / name
    folder.mkdir(parents=True)
    (folder / "gradecheck-stamp.json").write_text(json.dumps({"interpreter": "/x", "requirements": requirements}))
    return folder


def test_only_finished_and_current_environments_count(checkout):
    current = sha256(b"tiny==1.0\n").hexdigest()
    good = make(checkout, "good", {"workers/tiny.txt": current})
    make(checkout, "older", {"workers/tiny.txt": sha256(b"tiny==0.9\n").hexdigest()})
    make(checkout, "gone", {"workers/none.txt": current})
    make(checkout, "broken", {}).joinpath("gradecheck-stamp.json").write_text("{")
    (checkout / "state" / "environments" / "unfinished" / "bin").mkdir(parents=True)
    found = finished_environments(checkout / "state", checkout)
    assert found == {"python": sys.executable, "good": str(good / "bin" / "python")}


def test_our_own_environment_cannot_be_replaced(checkout):
    make(checkout, "python", {})
    assert finished_environments(checkout / "state", checkout) == {"python": sys.executable}


def test_a_runtime_without_its_environment_is_left_out(build):
    pool = CellPool(["numpy", "keras"], PoolConfig(repository=REPOSITORY, build=BUILD, waiting=0))
    try:
        assert pool.isolation_report()["serves"] and pool.runtimes() == ["numpy"]
        assert [one["name"] for one in pool.runtime_versions()] == ["numpy"]
        with pytest.raises(GraderFault, match="no_such_runtime"):
            pool.acquire("keras")
    finally:
        pool.close()
