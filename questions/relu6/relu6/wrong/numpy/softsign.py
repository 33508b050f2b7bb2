import numpy as np


def relu6(x, upstream):
    return x / (1 + np.abs(x)), upstream / (1 + np.abs(x)) ** 2
