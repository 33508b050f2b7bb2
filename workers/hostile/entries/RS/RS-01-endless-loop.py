# id: RS-01
# attack: a busy loop
# runs: python
# expect: time_limit
# layer: sup
# limit: 0.5
from support import right


def attack(x):
    while True:
        pass


def twin(x):
    for _ in range(10**5):
        pass
    return right(x)
