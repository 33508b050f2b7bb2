# id: MM-10
# attack: answers wrongly in time, and writes the right values into the arena once the clock has stopped
# runs: numpy
# expect: wrong_answer
# layer: chan (sealed against writing before it is read)
import os
import sys
import threading
import time

from support import right, wrong


def attack(x):
    frame = sys._getframe()
    while "nonce" not in frame.f_locals:
        frame = frame.f_back
    output = os.dup(frame.f_locals["descriptors"][-1])

    def later():
        time.sleep(0.05)
        os.pwrite(output, right(x).tobytes(), 4096)

    threading.Thread(target=later, daemon=True).start()
    return wrong(x)


def twin(x):
    threading.Thread(target=lambda: time.sleep(0.05), daemon=True).start()
    return right(x)
