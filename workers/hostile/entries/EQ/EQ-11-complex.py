# id: EQ-11
# attack: complex numbers and objects, which compare in surprising ways
# runs: numpy
# expect: invalid_output
# layer: chan (dtypes are a closed list)
from support import right


def attack_complex(x):
    return right(x).astype(complex)


def attack_objects(x):
    return right(x).astype(object)


def attack_other_byte_order(x):
    return right(x).astype(">f4")


def twin(x):
    return (right(x) + 0j).real.astype(x.dtype)
