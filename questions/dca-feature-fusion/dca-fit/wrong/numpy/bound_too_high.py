import numpy as np


def dca(x: np.ndarray, y: np.ndarray, labels: np.ndarray) -> tuple:
    if not len(x) == len(y) == len(labels):
        raise ValueError("x, y and labels must have the same number of samples")
    if len(np.unique(labels)) < 2:
        raise ValueError("at least two classes are needed")
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    w_x, w_y = whitening(x, labels), whitening(y, labels)
    r = min(w_x.shape[1], w_y.shape[1])
    w_x, w_y = w_x[:, :r], w_y[:, :r]
    u, s, vt = np.linalg.svd((x @ w_x).T @ (y @ w_y))
    return w_x @ u / np.sqrt(s), w_y @ vt.T / np.sqrt(s)


def whitening(centred, labels):
    """Leading eigenvectors of the between-class scatter, divided by the root of their eigenvalues."""
    scatter = np.zeros((centred.shape[1], centred.shape[1]))
    for label in np.unique(labels):
        members = centred[labels == label]
        mean = members.mean(axis=0)
        scatter += len(members) * np.outer(mean, mean)
    values, vectors = np.linalg.eigh(scatter)
    values, vectors = values[::-1], vectors[:, ::-1]
    counts = values > 1e-4 * values[0]
    return vectors[:, counts] / np.sqrt(values[counts])
