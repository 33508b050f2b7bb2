# id: RS-02
# attack: sleeps, or blocks on a read that nobody answers
# runs: python
# expect: time_limit
# layer: sup (wall clock)
# limit: 0.5
import os
import threading
import time

from support import right


def attack_sleep(x):
    time.sleep(3600)


def attack_pipe(x):
    os.read(os.pipe()[0], 1)


def attack_lock(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def twin(x):
    time.sleep(0.01)
    return right(x)
