# id: MM-06
# attack: fills a part of its result and hopes for what lay there before
# runs: numpy
# expect: wrong_answer
# layer: chan (the arena is fresh)
import numpy as np
from support import right


def attack(x):
    y = np.empty_like(x)
    y[: len(x) // 2] = right(x)[: len(x) // 2]
    return y


def twin(x):
    y = np.empty_like(x)
    y[: len(x) // 2] = right(x)[: len(x) // 2]
    y[len(x) // 2 :] = right(x)[len(x) // 2 :]
    return y
