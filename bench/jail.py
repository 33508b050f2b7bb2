"""What the jail costs: a cell forked on demand with all layers against a bare fork of the same zygote, interleaved.

    .gradecheck/python/bin/python -I bench/jail.py [--runtime pytorch] [--rounds 60]

Each round forks one cell of each kind, hands it the same channel shuffle of (8, 32, 32, 64) float32 and takes the
answer. Prints the medians and their ratio; the last line is JSON. Nothing here is a limit: the bar stands in
docs/benchmarks.md.
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
sys.path.insert(0, str(REPOSITORY / "workers"))

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.layers import BARE  # noqa: E402

SWAP = {"pytorch": "transpose", "numpy": "swapaxes"}
LIMITS = CellLimits(wall_seconds=10.0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--runtime", default="pytorch", choices=sorted(SWAP))
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--build", type=Path, default=REPOSITORY / ".gradecheck" / "build")
    chosen = options.parse_args()
    # No waiting cells: a refill in the background would run into the measurement.
    pool = CellPool([chosen.runtime], PoolConfig(repository=REPOSITORY, build=chosen.build, waiting=0))
    try:
        report(measure(pool, chosen.runtime, chosen.rounds), chosen.runtime)
    finally:
        pool.close()


def measure(pool: CellPool, runtime: str, rounds: int) -> dict[str, list[float]]:
    kinds = {"all layers": pool.layers, "bare fork": BARE}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    x = np.random.default_rng(0).normal(size=(8, 32, 32, 64)).astype(np.float32)
    source = f"""
def shuffle(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).{SWAP[runtime]}(1, 2).reshape(n, c, h, w)
""".encode()
    for number in range(rounds + 3):
        # The order alternates, so that whatever drifts hits both alike.
        for kind in sorted(kinds, reverse=bool(number % 2)):
            time.sleep(0.03)  # the last cell's death is paid for
            elapsed = one_answer(pool, runtime, kinds[kind], source, x)
            if number >= 3:
                times[kind].append(elapsed)
    return times


def one_answer(pool: CellPool, runtime: str, layers: int, source: bytes, x: np.ndarray) -> float:
    started = time.perf_counter()
    cell = pool.fork(pool.zygote_of(runtime), warm=False, layers=layers)
    try:
        cell.load([("solution.py", source)], None, "shuffle", LIMITS)
        outcome = cell.run_case(secrets.token_bytes(16), b'{"groups": 2}', [("x", x)], LIMITS)
        elapsed = (time.perf_counter() - started) * 1e3
        if outcome.kind != "returned":
            raise SystemExit(f"the answer was not accepted: {outcome}")
        return elapsed
    finally:
        cell.close()


def report(times: dict[str, list[float]], runtime: str) -> None:
    medians = {kind: statistics.median(values) for kind, values in times.items()}
    for kind, values in times.items():
        print(f"{kind:12s} median {medians[kind]:6.2f} ms   min {min(values):6.2f}   n {len(values)}")
    ratio = medians["all layers"] / medians["bare fork"]
    print(f"the jail's own price: {ratio:.3f} times a bare fork")
    result = {"bench": "jail", "runtime": runtime, "median_ms": medians, "ratio": ratio, "bar": "<= 1.2"}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
