# id: SV-09
# attack: closes stdin, stdout and stderr, and puts others in their place
# runs: python
# expect: judged
# layer: chan
import os


def act(x):
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    for _ in range(3):
        os.open("/dev/null", os.O_RDWR)
