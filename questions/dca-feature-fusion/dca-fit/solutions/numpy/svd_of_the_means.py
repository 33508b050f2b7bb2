import numpy as np


def dca(x: np.ndarray, y: np.ndarray, labels: np.ndarray) -> tuple:
    if {len(x), len(y)} != {len(labels)}:
        raise ValueError("x, y and labels must have the same number of samples")
    _, which, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    if sizes.size < 2:
        raise ValueError("at least two classes are needed")

    def leading(view):
        """The scatter is the square of this matrix of scaled means, so its singular values are roots of eigenvalues."""
        sums = np.zeros((sizes.size, view.shape[1]))
        np.add.at(sums, which, view - view.mean(0))
        _, roots, directions = np.linalg.svd(sums / np.sqrt(sizes)[:, None], full_matrices=False)
        keep = roots**2 > 1e-6 * roots[0] ** 2
        return directions[keep].T / roots[keep]

    w_x, w_y = leading(x), leading(y)
    r = min(w_x.shape[1], w_y.shape[1])
    white = [(view - view.mean(0)) @ w[:, :r] for view, w in ((x, w_x), (y, w_y))]
    u, s, vt = np.linalg.svd(white[0].T @ white[1])
    half = np.diag(s**-0.5)
    return w_x[:, :r] @ u @ half, w_y[:, :r] @ vt.T @ half
