import math

import numpy as np


def cross_entropy(logits, labels):
    n, c = logits.shape
    total, gradient = 0.0, np.zeros_like(logits)
    for row, label in enumerate(int(label) for label in labels):
        if not 0 <= label < c:
            raise ValueError(f"label {label} names no class")
        x = [float(value) for value in logits[row]]
        weights = [math.exp(value - max(x)) for value in x]
        total += math.log(sum(weights)) + max(x) - x[label]
        for k in range(c):
            gradient[row, k] = (weights[k] / sum(weights) - (k == label)) / n
    return np.array(total / n, logits.dtype), gradient
