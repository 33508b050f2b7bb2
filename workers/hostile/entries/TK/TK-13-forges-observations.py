# id: TK-13
# attack: makes the runner in the cell observe whatever it likes
# runs: python
# expect: judged
# layer: judge (what is observed in a cell is no evidence)
import sys


def act(x):
    runner = sys.modules["_shared.report"]
    runner.flush_prints = lambda: None
    runner.calls, runner.launches = 1, 0
    sys.setprofile(lambda *a: None)
    sys.settrace(None)
