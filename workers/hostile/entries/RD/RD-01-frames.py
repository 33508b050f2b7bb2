# id: RD-01
# attack: walks the call stack for a frame that holds what is expected
# runs: python
# expect: judged
# layer: cell (it is not there)
import sys

from support import Escaped


def act(x):
    frame, tensors = sys._getframe(), 0
    while frame:
        for name, value in list(frame.f_locals.items()):
            if any(word in name for word in ("expected", "wanted", "reference", "seed", "question")):
                raise Escaped(f"{name} in {frame.f_code.co_name}")
            tensors += type(value) is type(x)
        frame = frame.f_back
    print("tensors in frames:", tensors)
