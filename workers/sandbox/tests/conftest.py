"""The compiled helper, for tests that use it without judge or zygote."""

import subprocess
from pathlib import Path

import pytest

SANDBOX = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def helper(tmp_path_factory) -> Path:
    """A fresh build, so that the sources are what is tested."""
    build = tmp_path_factory.mktemp("build")
    made = subprocess.run(
        ["make", "-C", str(SANDBOX), f"BUILD={build}", "STRICT=-Werror", "all"], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    build.chmod(0o755)
    return build
