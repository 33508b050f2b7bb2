# id: TK-06
# attack: computes in half precision and widens the result
# runs: numpy
# expect: wrong_answer
# case: larger
# layer: judge, cases (bounds of the dtype that was asked for)
import numpy as np
from support import right


def attack_half(x):
    return right(x.astype(np.float16)).astype(x.dtype)


def attack_brain(x):
    bits = np.ascontiguousarray(right(x)).view(np.uint32) & np.uint32(0xFFFF0000)
    return bits.view(np.float32)


def twin(x):
    return right(x.astype(np.float64)).astype(x.dtype)
