# id: TM-06
# attack: exit handlers, finalisers and signal handlers that write when it ends
# runs: python
# expect: judged
# layer: sup (killed once the bytes are sealed)
import atexit
import os
import signal
import weakref


class Last:
    def __del__(self):
        os.write(3, b"R")


KEPT = [Last()]


def act(x):
    atexit.register(lambda: os.write(3, b"R"))
    weakref.finalize(KEPT[0], lambda: os.write(3, b"R"))
    signal.signal(signal.SIGTERM, lambda *a: os.write(3, b"R"))
