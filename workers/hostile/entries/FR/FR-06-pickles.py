# id: FR-06
# attack: an object that runs a command when it is unpickled
# runs: numpy
# expect: invalid_output
# layer: chan (nothing from a cell is unpickled)
import os
import pickle

import numpy as np
from support import right


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/unpickled",)


def attack_object(x):
    return Bomb()


def attack_array_of_objects(x):
    return np.array([Bomb()], dtype=object)


def attack_bytes(x):
    return np.frombuffer(pickle.dumps(Bomb()), "S1")


def twin(x):
    return pickle.loads(pickle.dumps(right(x)))
