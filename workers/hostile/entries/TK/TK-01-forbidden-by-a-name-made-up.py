# id: TK-01
# attack: the ruled-out function by a name that is put together while it runs
# runs: numpy
# expect: forbidden_builtin
# layer: trace (a second, watched run)
# forbids: numpy.add
import numpy as np


def attack(x):
    return vars(np)["".join(chr(code) for code in (97, 100, 100))](x, x)
