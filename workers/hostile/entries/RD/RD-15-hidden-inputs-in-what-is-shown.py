# id: RD-15, RD-16, OH-05
# attack: prints hidden inputs and puts them into an exception, to read them in the report
# runs: python
# expect: runtime_error
# layer: out (nothing of a hidden case leaves)
# never shown: 27182
import numpy as np
from support import right

MARK = 27182


def attack(x):
    if tuple(x.shape) != (2, 3) or float(np.asarray(x)[0, 0]) != 1.0:
        print(f"input {MARK} {x}")
        raise ValueError(f"input {MARK} {x}")
    return right(x)


def twin(x):
    print("input", x)
    return right(x)
