# id: RS-09
# attack: opens descriptors until none is left
# runs: python
# expect: judged
# layer: cell (RLIMIT_NOFILE)
import os

from support import Escaped, until_refused


def act(x):
    opened = []
    try:
        until_refused("descriptor", lambda _: opened.append(os.open("/dev/null", os.O_RDONLY)))
    finally:
        for descriptor in opened:
            os.close(descriptor)
    if len(opened) > 256:
        raise Escaped(f"{len(opened)} descriptors")
