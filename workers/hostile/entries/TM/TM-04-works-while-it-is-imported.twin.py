# Works while it is imported, and ends.
from support import right

TABLE = [n * n for n in range(10**5)]


def twin(x):
    return right(x)
