# id: RS-14
# attack: a line now and then, to look alive for ever
# runs: python
# expect: time_limit
# layer: sup (wall clock)
# limit: 0.5
import time

from support import right


def attack(x):
    while True:
        print("working", flush=True)
        time.sleep(0.05)


def twin(x):
    for _ in range(3):
        print("working", flush=True)
    return right(x)
