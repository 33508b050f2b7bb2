# id: CK-06
# attack: walks up the frames, rebinds what the runner is made of and tells itself that it passed
# runs: python
# expect: judged
# layer: judge apart, chan
import sys


def act(x):
    frame = sys._getframe()
    while frame:
        frame.f_globals["verdict"] = "accepted"
        frame.f_globals["passed"] = True
        frame = frame.f_back
    import _shared.arena

    _shared.arena.Inputs.changed = lambda self: {}
