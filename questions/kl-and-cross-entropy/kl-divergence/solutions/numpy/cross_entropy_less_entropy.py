import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if p.shape != q.shape:
        raise ValueError("p and q must have one shape")
    wide = p.astype(np.float64), q.astype(np.float64)

    def minus_expected_log(of):
        with np.errstate(divide="ignore", invalid="ignore"):
            return -np.nansum(np.where(p == 0, 0, wide[0] * np.log(of)), axis=axis)

    return (minus_expected_log(wide[1]) - minus_expected_log(wide[0])).astype(p.dtype)
