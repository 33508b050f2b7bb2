import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    """Let each branch write straight into its channels of out, and return out."""
    raise NotImplementedError
