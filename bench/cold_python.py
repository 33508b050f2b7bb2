"""The baseline of the HTTP bench: the same answer, run by a fresh jailed `python3` that imports torch for it.

    .gradecheck/python/bin/python -I bench/cold_python.py [--rounds 10] [--module torch] [--parallel 2]

Each round starts `cellexec` (same namespaces, limits, uid, Landlock, a filter that lets a program start) with an
interpreter that imports the framework, runs a channel shuffle of (8, 32, 32, 64) float32 and checks itself. The last
line is JSON with the median milliseconds of one and the jobs per second of `--parallel` at a time. For use from
elsewhere: `command(module)` is the argv to run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]

PROGRAM = """
import {module} as t
n, c, h, w, groups = 8, 32, 32, 64, 2
x = (t.arange(n * c * h * w) % 97).reshape(n, c, h, w)
y = x.reshape(n, groups, c // groups, h, w).{swap}(1, 2).reshape(n, c, h, w)
assert (y[:, 1] == x[:, c // groups]).all()
print('accepted')
"""
SWAP = {"torch": "transpose", "numpy": "swapaxes"}
KERAS_PROGRAM = """
import tensorflow as tf
from tensorflow.keras import backend as K
n, h, w, c, groups = 8, 32, 32, 64, 2
x = tf.reshape(tf.range(n * h * w * c) % 97, (n, h, w, c))
y = K.reshape(K.permute_dimensions(K.reshape(x, (n, h, w, groups, c // groups)), (0, 1, 2, 4, 3)), (n, h, w, c))
assert (y[..., 1].numpy() == x[..., c // groups].numpy()).all()
print('accepted')
"""
PROGRAMS = {module: PROGRAM.format(module=module, swap=swap) for module, swap in SWAP.items()}
PROGRAMS["tensorflow"] = KERAS_PROGRAM


def command(module: str = "torch", build: Path | None = None) -> list[str]:
    """argv of one cold answer. It prints `accepted`."""
    build = build or REPOSITORY / ".gradecheck" / "build"
    # The environment as set-up makes it, beside the build folder.
    own = build.parent / "environments" / "keras"
    python, prefix = (str(own / "bin" / "python"), str(own)) if module == "tensorflow" else (sys.executable, sys.prefix)
    binds = [part for path in dict.fromkeys([sys.base_prefix, prefix]) for part in ("--bind", path)]
    return [str(build / "cellexec"), *binds, "--hide", str(REPOSITORY), "--", python, "-I", "-c", PROGRAMS[module]]


def one_answer(argv: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode or done.stdout.strip() != "accepted":
        raise SystemExit(f"the cold answer failed with {done.returncode}: {done.stderr.strip()}")
    return (time.perf_counter() - started) * 1e3


def jobs_per_second(argv: list[str], clients: int, jobs: int) -> float:
    left = iter(range(jobs))
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            one_answer(argv)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return jobs / (time.perf_counter() - started)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--module", default="torch", choices=sorted(PROGRAMS))
    options.add_argument("--parallel", type=int, default=min(2, os.cpu_count() or 1))
    chosen = options.parse_args()
    argv = command(chosen.module)
    one_answer(argv)  # fills the page cache: the comparison is with a fair cold start
    times = [one_answer(argv) for _ in range(chosen.rounds)]
    rate = jobs_per_second(argv, chosen.parallel, max(4, chosen.rounds // 2))
    print(f"cold {chosen.module} in a jail: median {statistics.median(times):.0f} ms, min {min(times):.0f}; "
          f"{rate:.2f} jobs/s with {chosen.parallel} at a time")  # fmt: skip
    result = {
        "bench": "cold_python",
        "module": chosen.module,
        "median_ms": statistics.median(times),
        "jobs_per_s": rate,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
