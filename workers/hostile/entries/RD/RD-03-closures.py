# id: RD-03
# attack: reads the cells of every closure for a reference
# runs: python
# expect: judged
# layer: cell (it is not there)
import gc
import types

from support import Escaped


def act(x):
    for function in gc.get_objects():
        if type(function) is types.FunctionType and function.__module__ in ("judge", "harness", "questions"):
            raise Escaped(function.__qualname__)
        for cell in getattr(function, "__closure__", None) or () if type(function) is types.FunctionType else ():
            try:
                if type(cell.cell_contents).__name__ in ("PreparedCase", "Wanted", "Question"):
                    raise Escaped(function.__qualname__)
            except ValueError:
                pass
