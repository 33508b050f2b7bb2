# id: RS-13, RS-15
# attack: a gigabyte of text, in lines, in one line, and straight to the descriptor
# runs: python
# expect: judged
# layer: cell (a sealed file of 64 KiB; the rest is refused)
import os
import sys

from support import Escaped


def act(x):
    for _ in range(1 << 8):
        print("A" * 65535)
    try:
        sys.stdout.write("B" * (16 << 20))
        sys.stdout.flush()
    except OSError:
        pass
    written = 0
    try:
        while written < 1 << 30:
            written += os.write(1, b"A" * 65536)
    except OSError:
        pass
    if written > 65536:
        raise Escaped(written)
