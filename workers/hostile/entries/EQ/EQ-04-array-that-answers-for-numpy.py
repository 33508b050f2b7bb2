# id: EQ-04
# attack: an array subclass that subtracts to zero
# runs: numpy
# expect: invalid_output
# layer: chan (the exact type is asked for)
import numpy as np
from support import right


class Liar(np.ndarray):
    __array_priority__ = 1e9

    def __array_ufunc__(self, function, method, *inputs, **more):
        return np.zeros(self.shape) if function is np.subtract else True

    def __eq__(self, other):
        return True

    __hash__ = None


def attack(x):
    return x.view(Liar)


def twin(x):
    return right(x.view(Liar).view(np.ndarray))
