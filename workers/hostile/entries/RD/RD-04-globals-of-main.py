# id: RD-04
# attack: reads the globals of the program that runs it
# runs: python
# expect: judged
# layer: cell (it is not there)
import sys

from support import Escaped


def act(x):
    for module in list(sys.modules.values()):
        for name in ("_ref_outputs", "expected", "reference", "hidden_cases", "draw_cases", "seed"):
            if str(getattr(module, "__name__", "")).split(".")[0] in ("judge", "questions", "harness"):
                raise Escaped(module.__name__)
            if module.__dict__.get("__name__") == "__main__" and name in module.__dict__:
                raise Escaped(name)
