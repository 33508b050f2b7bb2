# id: RD-05
# attack: imports the judge, the harness or a question's reference
# runs: python
# expect: judged
# layer: cell (it is not there)
import importlib
import sys

from support import refused


def act(x):
    sys.path += ["/app", "/opt", "/srv", "..", "../..", "/home"]
    for name in ("judge", "harness", "judge.compare", "questions", "hostile", "reference", "solution_reference"):
        refused(name, lambda name=name: importlib.import_module(name), ImportError)
