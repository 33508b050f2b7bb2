"""What cells cost: one case more, four warm runtimes in memory, and what native kernels give.

    .gradecheck/python/bin/python -I bench/cells.py extra_case|memory|native [--build FOLDER]

extra_case  CPU milliseconds of judge and cell together for one more case with 2 MiB in and 2 MiB out (pytorch)
memory      proportional share (PSS) of four zygotes with two waiting cells each, and of nothing else, in MB
native      a 3x3 convolution of 64 to 64 channels, 56x56, in a TensorFlow.js cell on native kernels against one on plain
            JavaScript: the time of a further case of each, interleaved

The last line is JSON.
"""

import argparse
import json
import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "workers"), str(REPOSITORY / "bench")]

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.environment import finished_environments  # noqa: E402
from warm_cells import proportional_mb  # noqa: E402

LIMITS = CellLimits(wall_seconds=60.0, cpu_seconds=600)
TICK_MS = 1e3 / os.sysconf("SC_CLK_TCK")
RUNTIMES = ("pytorch", "keras", "tfjs", "numpy")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("what", choices=("extra_case", "memory", "native"))
    options.add_argument("--build", type=Path, default=REPOSITORY / ".gradecheck" / "build")
    chosen = options.parse_args()
    print(json.dumps({"extra_case": extra_case, "memory": memory, "native": native}[chosen.what](chosen.build)))


def pool_of(runtimes: tuple[str, ...], build: Path) -> CellPool:
    home = REPOSITORY / ".gradecheck"
    config = PoolConfig(
        repository=REPOSITORY, build=build, waiting=0, environments=finished_environments(home, REPOSITORY)
    )
    return CellPool(list(runtimes), config)


def extra_case(build: Path, cases: int = 300) -> dict[str, float]:
    x = np.random.default_rng(0).normal(size=1 << 19).astype(np.float32)
    pool = pool_of(("pytorch",), build)
    cell = pool.acquire("pytorch")
    try:
        assert cell.load([("solution.py", b"def f(x): return x + 1")], None, "f", LIMITS).kind == "returned"
        for _ in range(10):
            run(cell, x)
        before = cpu_ms(cell.pid), time.process_time()
        for _ in range(cases):
            run(cell, x)
        cell_ms, judge_ms = cpu_ms(cell.pid) - before[0], (time.process_time() - before[1]) * 1e3
    finally:
        cell.close()
        pool.close()
    return {"cell_ms": cell_ms / cases, "judge_ms": judge_ms / cases, "cases": cases}


def run(cell, x: np.ndarray) -> np.ndarray:
    outcome = cell.run_case(secrets.token_bytes(16), b"{}", [("x", x)], LIMITS)
    if outcome.kind != "returned":
        raise SystemExit(f"the answer was not accepted: {outcome}")
    return outcome.outputs["output"]


def cpu_ms(pid: int) -> float:
    """User and system time of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def memory(build: Path) -> dict[str, float]:
    pool = pool_of(RUNTIMES, build)
    cells = {name: [pool.fork(pool.zygote_of(name), warm=True) for _ in range(2)] for name in pool.runtimes()}
    try:
        for waiting in cells.values():
            for cell in waiting:
                cell.wait_ready()
        # Measured together, so that what runtimes share is counted once among them.
        return {name: sum(proportional_mb(pid) for pid in family(waiting)) for name, waiting in cells.items()}
    finally:
        for waiting in cells.values():
            for cell in waiting:
                cell.close()
        pool.close()


def family(waiting: list) -> list[int]:
    zygote = int(Path(f"/proc/{waiting[0].pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return [zygote, *(cell.pid for cell in waiting)]


CONVOLUTION = b"""
import * as tf from '@tensorflow/tfjs';

export function f(x: tf.Tensor4D, w: tf.Tensor4D) {
  return tf.conv2d(x, w, 1, 'same');
}
"""


def native(build: Path, rounds: int = 7) -> dict[str, float]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1, 56, 56, 64)).astype(np.float32)
    w = rng.normal(size=(3, 3, 64, 64)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        builds = {"native": build, "cpu": on_plain_javascript(build, Path(folder))}
        pools = {name: pool_of(("tfjs",), where) for name, where in builds.items()}
        cells = {name: pool.acquire("tfjs") for name, pool in pools.items()}
        times: dict[str, list[float]] = {name: [] for name in pools}
        try:
            for cell in cells.values():
                loaded = cell.load([("solution.ts", CONVOLUTION)], None, "f", LIMITS)
                assert loaded.kind == "returned", loaded
            for number in range(rounds + 2):
                results = {name: convolve(cell, x, w, times[name]) for name, cell in cells.items()}
                assert np.allclose(results["native"], results["cpu"], atol=1e-3), number
        finally:
            for cell in cells.values():
                cell.close()
            for pool in pools.values():
                pool.close()
    return {f"{name}_ms": statistics.median(values[2:]) for name, values in times.items()}


def convolve(cell, x: np.ndarray, w: np.ndarray, times: list[float]) -> np.ndarray:
    started = time.perf_counter()
    outcome = cell.run_case(secrets.token_bytes(16), b"{}", [("x", x), ("w", w)], LIMITS)
    times.append((time.perf_counter() - started) * 1e3)
    if outcome.kind != "returned":
        raise SystemExit(f"the answer was not accepted: {outcome}")
    return outcome.outputs["output"]


def on_plain_javascript(build: Path, folder: Path) -> Path:
    """The same build, with a manifest that names the backend written in JavaScript."""
    for file in build.rglob("*"):
        target = folder / file.relative_to(build)
        if file.is_dir():
            target.mkdir(exist_ok=True)
        elif not file.name.startswith("manifest"):
            shutil.copy2(file, target)
    manifest = json.loads((build / "tfjs" / "manifest.json").read_text())
    manifest |= {"backend": "cpu", "readable": [str(folder / "tfjs")]}
    (folder / "tfjs" / "manifest.json").write_text(json.dumps(manifest))
    return folder


if __name__ == "__main__":
    main()
