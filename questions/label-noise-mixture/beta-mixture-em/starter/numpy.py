import numpy as np


def fit_beta_mixture(losses: np.ndarray, steps: int) -> tuple:
    """Mixture of two Beta distributions by EM: (alpha, beta, weight, noisy)."""
    raise NotImplementedError
