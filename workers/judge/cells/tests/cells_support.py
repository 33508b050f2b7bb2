"""What the tests of cells share: where things lie, usual limits, the innocent answer, and waiting for an end."""

import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(REPOSITORY / "workers"))

from judge.cells import CellLimits  # noqa: E402

BUILD = REPOSITORY / ".gradecheck" / "build"
LIMITS = CellLimits(wall_seconds=20.0, memory_mib=256, output_mib=8)
SHUFFLES = {
    "numpy": b"""
def shuffle(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).swapaxes(1, 2).reshape(n, c, h, w)
""",
    "pytorch": b"""
def shuffle(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).transpose(1, 2).reshape(n, c, h, w)
""",
}


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether a process ends in time; 0 stands for one that already has."""
    deadline = time.monotonic() + seconds
    while pid and Path(f"/proc/{pid}").exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
