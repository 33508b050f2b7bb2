# id: TK-01
# attack: the ruled-out function, by its name, an alias, getattr and glued text
# runs: numpy
# expect: forbidden_builtin
# layer: parse, trace
# forbids: numpy.add
import numpy as np

from_alias = np
glued = "ad" + "d"


def attack(x):
    return getattr(np, "ad" + "d")(x, x)
