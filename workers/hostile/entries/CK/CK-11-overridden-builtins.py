# id: CK-11
# attack: abs, all, max, len and isinstance are its own
# runs: python
# expect: judged
# layer: judge apart
import builtins


def act(x):
    kept = builtins.isinstance, builtins.abs, builtins.all, builtins.max
    builtins.isinstance = lambda *a: True
    builtins.abs = lambda *a: 0
    builtins.all = builtins.any = lambda *a: True
    builtins.max = lambda *a, **k: 0
    builtins.isinstance, builtins.abs, builtins.all, builtins.max = kept
    builtins.verdict = "accepted"
    builtins.print = lambda *a, **k: None
