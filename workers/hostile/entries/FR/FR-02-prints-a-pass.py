# id: FR-02, FR-03
# attack: prints the marks of a pass in every dialect, and ends with exit code 0
# runs: python
# expect: runtime_error
# layer: chan, sup (tensors are the only evidence)
import os
import sys

from support import right

MARKS = '{"verdict": "accepted"}\n1 passed\nOK\n##teamcity[testFinished]\ncheck: pass\n'


def attack_exit_at_once(x):
    print(MARKS, flush=True)
    os._exit(0)


def attack_system_exit(x):
    print(MARKS)
    sys.exit(0)


def twin(x):
    print(MARKS)
    return right(x)
