"""One pool with the Keras runtime for all tests here."""

import os
import secrets
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(REPOSITORY / "workers"))

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.environment import finished_environments  # noqa: E402

BUILD = Path(os.environ.get("GRADECHECK_BUILD", REPOSITORY / ".gradecheck" / "build"))
LIMITS = CellLimits(wall_seconds=30.0, memory_mib=512, output_mib=8)


@pytest.fixture(scope="session")
def pool():
    environments = finished_environments(BUILD.parent, REPOSITORY)
    if "keras" not in environments:
        pytest.skip("Keras is not prepared on this machine: run `npx gradecheck setup --runtime keras`")
    config = PoolConfig(repository=REPOSITORY, build=BUILD, hidden=(BUILD.parent,), environments=environments)
    pool = CellPool(["numpy", "keras"], config)
    assert pool.isolation_report()["serves"], pool.isolation_report()
    yield pool
    pool.close()


@pytest.fixture
def run(pool):
    """run(source, ...) -> Outcome of the load, or of the one case behind it. Checks that no process is left."""

    def run(source, *, inputs=(), params=b"{}", limits=LIMITS, adapter=None, entry="f", warm=None):
        source = source if isinstance(source, bytes) else source.encode()
        cell = pool.acquire("keras") if warm is None else pool.fork(pool.zygote_of("keras"), warm)
        try:
            outcome = cell.load([("solution.py", source)], adapter, entry, limits)
            if outcome.kind == "returned":
                outcome = cell.run_case(secrets.token_bytes(16), params, list(inputs), limits)
            return outcome
        finally:
            pid = cell.pid
            cell.close()
            assert gone(pid), f"process {pid} outlived its cell"

    return run


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether a process ends in time; 0 stands for one that already has."""
    deadline = time.monotonic() + seconds
    while pid and Path(f"/proc/{pid}").exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
