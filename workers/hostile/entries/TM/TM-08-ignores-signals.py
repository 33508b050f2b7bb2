# id: TM-08
# attack: ignores every signal and swallows every exception
# runs: python
# expect: time_limit
# layer: sup (SIGKILL from outside)
# limit: 0.5
import signal
import time

from support import right


def deaf():
    for number in range(1, 32):
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            pass
    signal.alarm(0)


def attack(x):
    deaf()
    while True:
        try:
            time.sleep(1)
        except BaseException:
            pass


def twin(x):
    deaf()
    return right(x)
