# id: RS-04
# attack: endless recursion, in Python and natively
# runs: python
# expect: runtime_error
# layer: cell
import sys

from support import right


def attack(x):
    return attack(x)


def attack_native(x):
    sys.setrecursionlimit(10**9)
    deeper = lambda n: list(map(deeper, [n]))
    deeper(0)


def twin(x):
    depth = lambda n: 0 if n == 0 else 1 + depth(n - 1)
    return right(x) if depth(200) == 200 else x
