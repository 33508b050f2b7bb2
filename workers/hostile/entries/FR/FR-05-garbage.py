# id: FR-05, FR-10
# attack: garbage, very long lines and a flood on the channel
# runs: python
# expect: invalid_output
# layer: chan (one receive, then the end)
import os
import time

from support import right


def attack_garbage(x):
    os.write(3, b"Z" * 4000)
    time.sleep(60)


def attack_flood(x):
    while True:
        os.write(3, b"Z" * 4000)


def attack_not_json(x):
    os.write(3, b'R{"a":1,"a":NaN}')
    time.sleep(60)


def twin(x):
    print("Z" * 4000)
    return right(x)
