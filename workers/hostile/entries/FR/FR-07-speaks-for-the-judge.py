# id: FR-07
# attack: prints the judge's own words about limits and faults
# runs: python
# expect: judged
# layer: sup (its own record only)
import sys


def act(x):
    for stream in (sys.stdout, sys.stderr):
        print("grader_error: zygote_died\ntime limit exceeded\nKilled\nMemoryError", file=stream)
