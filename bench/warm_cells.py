"""What a waiting cell saves and what it costs: an accepted answer in one against a fresh jailed process that imports the
framework, interleaved; and the memory of the zygote with two cells waiting.

    .gradecheck/python/bin/python -I bench/warm_cells.py [--runtime keras] [--rounds 8]

The answer is a channel shuffle of (8, 32, 32, 64) float32, checked by both. Memory is the proportional share (PSS) of
zygote and cells together, read while nobody is served. The last line is JSON.
"""

import argparse
import json
import secrets
import statistics
import sys
import time
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "workers"), str(REPOSITORY / "bench")]

import cold_python  # noqa: E402
from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.environment import finished_environments  # noqa: E402

FRAMEWORK = {"numpy": "numpy", "pytorch": "torch", "keras": "tensorflow"}
LIMITS = CellLimits(wall_seconds=30.0)
FIRST = """
def shuffle(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).{swap}(1, 2).reshape(n, c, h, w)
"""
LAST = """
from tensorflow.keras import backend as K

def shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    return K.reshape(K.permute_dimensions(K.reshape(x, (n, h, w, groups, c // groups)), (0, 1, 2, 4, 3)), (n, h, w, c))
"""
SOURCES = {"numpy": FIRST.format(swap="swapaxes"), "pytorch": FIRST.format(swap="transpose"), "keras": LAST}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--runtime", default="keras", choices=sorted(FRAMEWORK))
    options.add_argument("--rounds", type=int, default=8)
    options.add_argument("--build", type=Path, default=REPOSITORY / ".gradecheck" / "build")
    chosen = options.parse_args()
    environments = finished_environments(chosen.build.parent, REPOSITORY)
    config = PoolConfig(repository=REPOSITORY, build=chosen.build, waiting=0, environments=environments)
    pool = CellPool([chosen.runtime], config)
    try:
        result = {"bench": "warm_cells", "runtime": chosen.runtime, **memory(pool, chosen.runtime)}
        result |= measure(pool, chosen.runtime, chosen.rounds, cold_python.command(FRAMEWORK[chosen.runtime], chosen.build))
    finally:
        pool.close()
    print(f"{chosen.runtime}: fresh process {result['cold_ms']:.0f} ms; waiting cell {result['warm_ms']:.1f} ms "
          f"({result['warm_ratio']:.0f} times); forked on demand {result['demand_ms']:.1f} ms ({result['demand_ratio']:.0f} "
          f"times); zygote and two waiting cells {result['pss_mb']:.0f} MB")  # fmt: skip
    print(json.dumps(result))


def memory(pool: CellPool, runtime: str) -> dict[str, float]:
    cells = [pool.fork(pool.zygote_of(runtime), warm=True) for _ in range(2)]
    try:
        for cell in cells:
            cell.wait_ready()
        zygote = int(Path(f"/proc/{cells[0].pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        shares = [proportional_mb(pid) for pid in (zygote, *(cell.pid for cell in cells))]
    finally:
        for cell in cells:
            cell.close()
    return {"pss_mb": sum(shares), "zygote_pss_mb": shares[0], "cell_pss_mb": shares[1]}


def proportional_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3


def measure(pool: CellPool, runtime: str, rounds: int, argv: list[str]) -> dict[str, float]:
    x = np.random.default_rng(0).normal(size=(8, 32, 32, 64)).astype(np.float32)
    times: dict[str, list[float]] = {"cold": [], "warm": [], "demand": []}
    cold_python.one_answer(argv)  # fills the page cache: the comparison is with a fair cold start
    for _ in range(rounds):
        times["cold"].append(cold_python.one_answer(argv))
        times["warm"] += [one_answer(pool, runtime, x, warm=True) for _ in range(4)]
        times["demand"] += [one_answer(pool, runtime, x, warm=False) for _ in range(4)]
    medians = {f"{kind}_ms": statistics.median(values) for kind, values in times.items()}
    return {
        **medians,
        "warm_ratio": medians["cold_ms"] / medians["warm_ms"],
        "demand_ratio": medians["cold_ms"] / medians["demand_ms"],
    }


def one_answer(pool: CellPool, runtime: str, x: np.ndarray, warm: bool) -> float:
    """Milliseconds from the answer's arrival to checked outputs. A waiting cell was made before it arrived."""
    time.sleep(0.05)  # the last cell's death is paid for
    started = time.perf_counter()
    cell = pool.fork(pool.zygote_of(runtime), warm=warm)
    try:
        if warm:
            cell.wait_ready()
            started = time.perf_counter()
        outcome = cell.load([("solution.py", SOURCES[runtime].encode())], None, "shuffle", LIMITS)
        if outcome.kind == "returned":
            outcome = cell.run_case(secrets.token_bytes(16), b'{"groups": 2}', [("x", x)], LIMITS)
        if outcome.kind != "returned" or not np.array_equal(outcome.outputs["output"], expected(x, runtime)):
            raise SystemExit(f"the answer was not accepted: {outcome}")
        return (time.perf_counter() - started) * 1e3
    finally:
        cell.close()


def expected(x: np.ndarray, runtime: str) -> np.ndarray:
    axis = 3 if runtime == "keras" else 1
    channels = x.shape[axis]
    return x.take(np.arange(channels).reshape(2, channels // 2).T.ravel(), axis=axis)


if __name__ == "__main__":
    main()
