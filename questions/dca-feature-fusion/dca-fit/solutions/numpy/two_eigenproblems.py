import numpy as np


def dca(x: np.ndarray, y: np.ndarray, labels: np.ndarray) -> tuple:
    """The second side follows from the first: V = M' U / s."""
    if len(x) != len(y) or len(y) != len(labels):
        raise ValueError("x, y and labels must have the same number of samples")
    if (labels == labels[:1]).all():
        raise ValueError("at least two classes are needed")
    x, y = (view - np.average(view, axis=0) for view in (x, y))
    one_hot = (labels[:, None] == np.unique(labels)).astype(float)
    projector = one_hot / one_hot.sum(axis=0) @ one_hot.T  # replaces each sample by the mean of its class
    (values_x, q_x), (values_y, q_y) = (largest_first(view.T @ projector @ view) for view in (x, y))
    r = min(len(values_x), len(values_y))
    w_x, w_y = q_x[:, :r] / np.sqrt(values_x[:r]), q_y[:, :r] / np.sqrt(values_y[:r])
    m = w_x.T @ x.T @ y @ w_y
    squares, u = np.linalg.eigh(m @ m.T)
    u, s = u[:, ::-1], np.sqrt(squares[::-1])
    return w_x @ u / np.sqrt(s), w_y @ (m.T @ u / s) / np.sqrt(s)


def largest_first(symmetric):
    values, vectors = np.linalg.eigh((symmetric + symmetric.T) / 2)
    keep = np.flatnonzero(values > 1e-6 * values.max())[::-1]
    return values[keep], vectors[:, keep]
