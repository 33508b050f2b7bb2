# Mentions the ruled-out function in comments, text and names of its own: np.add
from support import right


def add(a, b):
    """Not numpy.add."""
    return a + b


def twin(x):
    label = "numpy.add is not used"
    return add(x, x) if label else right(x)
