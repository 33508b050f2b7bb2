"""One pool of real zygotes for all tests here."""

import secrets
import subprocess
from pathlib import Path

import pytest
from cells_support import BUILD, LIMITS, REPOSITORY, gone
from judge.cells import CellPool, PoolConfig


@pytest.fixture(scope="session")
def build() -> Path:
    made = subprocess.run(
        ["make", "-C", str(REPOSITORY / "workers" / "sandbox"), f"BUILD={BUILD}"], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return BUILD


@pytest.fixture(scope="session")
def pool(build):
    pool = CellPool(["numpy", "pytorch"], PoolConfig(repository=REPOSITORY, build=build))
    report = pool.isolation_report()
    assert report["serves"], report
    yield pool
    pool.close()


@pytest.fixture
def run(pool):
    """run(source, runtime=…, inputs=…, params=…, limits=…) -> Outcome of the load, or of the one case behind it."""

    def run(source, *, runtime="numpy", inputs=(), params=b"{}", limits=LIMITS, adapter=None, entry="f", files=()):
        source = source if isinstance(source, bytes) else source.encode()
        cell = pool.acquire(runtime)
        try:
            outcome = cell.load([("solution.py", source), *files], adapter, entry, limits)
            if outcome.kind == "returned":
                outcome = cell.run_case(secrets.token_bytes(16), params, list(inputs), limits)
            return outcome
        finally:
            pid = cell.pid
            cell.close()
            assert gone(pid), f"process {pid} outlived its cell"

    return run
