# id: FR-01, FR-13
# attack: says "done", "loaded" or a verdict of its own on the result channel
# runs: python
# expect: invalid_output
# layer: chan (a nonce per case, one message)
import os
import time

from support import right


def attack_done(x):
    os.write(3, b"R")
    time.sleep(60)


def attack_done_with_nothing_behind_it(x):
    os.write(3, b"r")
    time.sleep(60)


def attack_outputs_of_another_case(x):
    os.write(3, b"r" + b"GCAR" + (1).to_bytes(4, "little") + bytes(16) + bytes(4072))
    time.sleep(60)


def attack_more_than_a_message_may_hold(x):
    os.write(3, b"r" + bytes(100_000))
    time.sleep(60)


def attack_loaded(x):
    os.write(3, b"L")
    time.sleep(60)


def attack_verdict(x):
    os.write(3, b'{"verdict": "accepted", "score": 100}')
    time.sleep(60)


def twin(x):
    print("R")
    return right(x)
