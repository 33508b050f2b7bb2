import numpy as np


def hinge_loss(x, y, w, b, l2):
    """Loops in float64, rounded once at the end."""
    n, d = x.shape
    weights, bias = [float(v) for v in w], float(b)
    loss, grad_w, grad_b = 0.0, [0.0] * d, 0.0
    for i in range(n):
        label = float(y[i])
        if label * label != 1:
            raise ValueError(f"label {label} is neither -1 nor 1")
        z = label * (sum(float(x[i, j]) * weights[j] for j in range(d)) + bias)
        if z < 1:
            loss += (1 - z) / n
            grad_b -= label / n
            for j in range(d):
                grad_w[j] -= label * float(x[i, j]) / n
    loss += l2 / 2 * sum(v * v for v in weights)
    grad_w = [g + l2 * v for g, v in zip(grad_w, weights, strict=True)]
    return np.array(loss, x.dtype), np.array(grad_w, x.dtype), np.array(grad_b, x.dtype)
