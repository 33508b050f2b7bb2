import numpy as np


def dca(x: np.ndarray, y: np.ndarray, labels: np.ndarray) -> tuple:
    """Eigenvectors of a matrix of classes by classes, which is small however many features there are."""
    if x.shape[0] != y.shape[0] or x.shape[0] != labels.shape[0]:
        raise ValueError("x, y and labels must have the same number of samples")
    names = sorted(set(labels.tolist()))
    if len(names) < 2:
        raise ValueError("at least two classes are needed")
    sides = []
    for view in (x, y):
        centred = view - view.mean(axis=0)
        phi = np.column_stack([np.sqrt((labels == k).sum()) * centred[labels == k].mean(axis=0) for k in names])
        values, vectors = np.linalg.eigh(phi.T @ phi)
        order = [i for i in np.argsort(values)[::-1] if values[i] > 1e-6 * values.max()]
        # phi v has the squared length of its eigenvalue.
        sides.append((centred, phi @ vectors[:, order] / values[order]))
    r = min(w.shape[1] for _, w in sides)
    (x, w_x), (y, w_y) = [(centred, w[:, :r]) for centred, w in sides]
    u, s, vt = np.linalg.svd(np.einsum("ni,nj->ij", x @ w_x, y @ w_y))
    # Signs of a pair may be chosen; this makes the first feature of x count positively.
    sign = np.where((w_x @ u)[0] < 0, -1, 1)
    return sign * (w_x @ u) * s**-0.5, sign * (w_y @ vt.T) * s**-0.5
