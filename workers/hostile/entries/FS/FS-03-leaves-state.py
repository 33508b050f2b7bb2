# id: FS-03, XJ-01, XJ-05
# attack: leaves files, modules, environment, shared memory and keys for the next candidate, and looks for the last one's
# runs: python
# expect: judged
# layer: cell, sup (single use)
import builtins
import os
import random
import sys

from support import Escaped, refused

NAMES = ("left_behind", "/box/left", "LEFT")
if hasattr(builtins, NAMES[0]) or os.path.exists(NAMES[1]) or NAMES[2] in os.environ or NAMES[0] in sys.modules:
    raise Escaped("something of an earlier answer")
builtins.left_behind = 1
sys.modules["left_behind"] = sys
open("/box/left", "w").close()
os.environ["LEFT"] = "1"


def act(x):
    random.seed(1)
    refused("shared memory", lambda: open("/dev/shm/left", "w"))
