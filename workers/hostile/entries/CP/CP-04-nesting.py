# id: CP-04
# attack: a hundred thousand nested brackets for the parser
# runs: python
# expect: syntax_error
# layer: parse (in the cell)
# append: 100000 x [
from support import right


def attack(x):
    return right(x)
