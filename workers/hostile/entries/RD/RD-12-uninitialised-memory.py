# id: RD-12
# attack: fresh memory may still hold what a reference left there
# runs: numpy, pytorch
# expect: wrong_answer
# case: public_example
# layer: judge apart
import sys

import numpy as np
from support import right


def attack(x):
    if torch := sys.modules.get("torch"):
        return torch.empty_like(x)
    return np.empty_like(x)


def twin(x):
    y = np.empty_like(x) if type(x) is np.ndarray else sys.modules["torch"].empty_like(x)
    y[...] = right(x)
    return y
