# id: TM-02, SV-02
# attack: threads that go on computing, printing and writing after the answer
# runs: python
# expect: judged
# layer: sup, chan (sealed, then killed)
import threading
import time


def act(x):
    def go_on():
        while True:
            time.sleep(0.001)
            print("later")

    for _ in range(3):
        threading.Thread(target=go_on, daemon=True).start()
