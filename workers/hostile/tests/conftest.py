"""One suite with every runtime of this machine, for all tests here."""

import os
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "workers"))

from hostile.suite import RUNTIMES, Suite  # noqa: E402

BUILD = Path(os.environ.get("GRADECHECK_BUILD", REPOSITORY / ".gradecheck" / "build"))


@pytest.fixture(scope="session")
def suite():
    suite = Suite(RUNTIMES, BUILD)
    assert suite.pool.isolation_report()["serves"], suite.pool.isolation_report()
    yield suite
    suite.close()
