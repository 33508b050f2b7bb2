# id: EQ-05
# attack: an object that claims a shape, a dtype, a length and an array
# runs: python
# expect: invalid_output
# layer: chan (only plain tensors are read)
from support import right


class Wrapper:
    shape, dtype, ndim, nbytes = (2, 3), "float32", 2, 24

    def __init__(self, inner):
        self.inner = inner

    def __len__(self):
        return 2

    def __bool__(self):
        return True

    def __array__(self, *arguments, **more):
        return self.inner


def attack(x):
    return Wrapper(x)


def twin(x):
    return right(Wrapper(x).inner)
