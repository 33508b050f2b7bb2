"""What the jail costs: a cell forked on demand with all layers against a bare fork of the same zygote, interleaved.

    .gradecheck/python/bin/python -I bench/jail.py [--runtime pytorch|numpy|tfjs] [--rounds 60]

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
sys.path[:0] = [str(REPOSITORY / "workers"), str(REPOSITORY / "bench")]

from judge.cells import CellLimits, CellPool, PoolConfig  # noqa: E402
from judge.cells.environment import finished_environments  # noqa: E402
from judge.cells.layers import BARE, MOUNT  # noqa: E402
from warm_cells import FIRST  # noqa: E402

TFJS = """
import * as tf from '@tensorflow/tfjs';

export function shuffle(x: tf.Tensor, { groups }: { groups: number }) {
  const [n, c, h, w] = x.shape;
  return x.reshape([n, groups, c / groups, h, w]).transpose([0, 2, 1, 3, 4]).reshape([n, c, h, w]);
}
"""
SOURCES = {"numpy": FIRST.format(swap="swapaxes"), "pytorch": FIRST.format(swap="transpose"), "tfjs": TFJS}
LIMITS = CellLimits(wall_seconds=10.0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--runtime", default="pytorch", choices=sorted(SOURCES))
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--build", type=Path, default=REPOSITORY / ".gradecheck" / "build")
    chosen = options.parse_args()
    # No waiting cells: a refill in the background would run into the measurement.
    environments = finished_environments(REPOSITORY / ".gradecheck", REPOSITORY)
    config = PoolConfig(repository=REPOSITORY, build=chosen.build, waiting=0, environments=environments)
    pool = CellPool([chosen.runtime], config)
    try:
        report(measure(pool, chosen.runtime, chosen.rounds), chosen.runtime)
    finally:
        pool.close()


def measure(pool: CellPool, runtime: str, rounds: int) -> dict[str, list[float]]:
    # A program that is started needs its writable folder, and with it the one layer that makes it.
    kinds = {"all layers": pool.layers, "bare fork": MOUNT if runtime == "tfjs" else BARE}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    x = np.random.default_rng(0).normal(size=(8, 32, 32, 64)).astype(np.float32)
    for number in range(rounds + 3):
        # The order alternates, so that whatever drifts hits both alike.
        for kind in sorted(kinds, reverse=bool(number % 2)):
            time.sleep(0.03)  # the last cell's death is paid for
            elapsed = one_answer(pool, runtime, kinds[kind], x)
            if number >= 3:
                times[kind].append(elapsed)
    return times


def one_answer(pool: CellPool, runtime: str, layers: int, x: np.ndarray) -> float:
    started = time.perf_counter()
    cell = pool.fork(pool.zygote_of(runtime), warm=False, layers=layers)
    try:
        file = "solution.ts" if runtime == "tfjs" else "solution.py"
        cell.load([(file, SOURCES[runtime].encode())], None, "shuffle", LIMITS)
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
    result = {"bench": "jail", "runtime": runtime, "median_ms": medians, "ratio": ratio, "bar": "<= 1.15"}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
