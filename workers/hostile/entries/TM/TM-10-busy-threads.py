# id: TM-10
# attack: many busy threads against the accounting of time
# runs: numpy
# expect: time_limit
# layer: cell, sup
# limit: 0.5
import threading

from support import right


def busy():
    while True:
        pass


def attack(x):
    for _ in range(16):
        threading.Thread(target=busy, daemon=True).start()
    busy()


def twin(x):
    done = []
    threads = [threading.Thread(target=done.append, args=(1,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return right(x) if len(done) == 4 else x
