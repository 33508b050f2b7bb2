# id: FR-08
# attack: replaces what turns tensors into bytes: shape and bytes disagree
# runs: python
# expect: invalid_output
# layer: chan (shape and number of bytes must agree)
from support import right


def attack(x):
    import _runtime

    _runtime.to_bytes = lambda name, value: (2, (1 << 20,), b"1234")
    return right(x)


def twin(x):
    import _runtime

    return right(x) if _runtime.to_bytes else x
