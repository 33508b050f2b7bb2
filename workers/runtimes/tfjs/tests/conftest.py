"""One pool with the TensorFlow.js runtime for all tests here."""

import os
import secrets
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(REPOSITORY / "workers"))

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.devices import find_devices  # noqa: E402

BUILD = Path(os.environ.get("GRADECHECK_BUILD", REPOSITORY / ".gradecheck" / "build"))
LIMITS = CellLimits(wall_seconds=20.0, memory_mib=512, output_mib=8)


@pytest.fixture(scope="session")
def pool():
    if not (BUILD / "tfjs" / "manifest.json").is_file():
        pytest.skip("TensorFlow.js is not prepared on this machine: run `npx gradecheck setup --runtime tfjs`")
    devices = find_devices(BUILD)
    pool = CellPool(
        ["numpy", "tfjs"], PoolConfig(repository=REPOSITORY, build=BUILD, hidden=(BUILD.parent,), devices=devices)
    )
    assert pool.isolation_report()["serves"], pool.isolation_report()
    yield pool
    pool.close()


@pytest.fixture
def run(pool):
    """run(source, ...) -> Outcome of the load, or of the one case behind it. Checks that no process is left."""

    def run(source, *, inputs=(), params=b"{}", limits=LIMITS, adapter=None, entry="f", file="solution.ts", files=(), device="cpu", warm=None):
        source = source if isinstance(source, bytes) else source.encode()
        cell = pool.acquire("tfjs", device) if warm is None else pool.fork(pool.zygote_of("tfjs", device), warm)
        try:
            outcome = cell.load([(file, source), *files], adapter, entry, limits)
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
