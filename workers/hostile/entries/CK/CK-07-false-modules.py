# id: CK-07
# attack: puts false modules where a reference or a checker would be imported from
# runs: python
# expect: judged
# layer: judge apart
import sys
import types


def act(x):
    for name in ("reference", "judge", "task", "utils", "harness", "compare", "questions"):
        sys.modules[name] = types.SimpleNamespace(reference=lambda case: {}, compare=lambda *a: True)
