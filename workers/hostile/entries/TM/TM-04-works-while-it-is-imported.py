# id: TM-04
# attack: loops while it is imported, outside of any case
# runs: numpy
# expect: time_limit
# layer: sup (the clock also runs over the import)
from support import right

while True:
    pass


def attack(x):
    return right(x)
