# id: RD-13
# attack: looks for what this cell did before the answer came: modules, functions, numbers, files and random states
# runs: python
# expect: judged
# layer: cell (a rehearsal takes back its traces)
import gc
import os
import random
import sys

from support import Escaped

MODULES = [name for name in sys.modules if name.split(".")[0] in ("solution", "adapter", "rehearse")]
DRAWN = random.random()


def act_finds_its_code(x):
    if MODULES != ["solution"]:
        raise Escaped(MODULES)
    for found in gc.get_objects():
        if type(found) is type(act_finds_its_code) and found.__name__ == "rehearse":
            raise Escaped(found)


def act_finds_its_numbers(x):
    for found in gc.get_objects():
        shape = getattr(found, "shape", None) if type(found).__name__ in ("ndarray", "Tensor", "EagerTensor") else None
        if shape is not None and tuple(shape) == (1, 8, 4, 4):
            raise Escaped(found)


def act_finds_its_files(x):
    if os.listdir("/box"):
        raise Escaped(os.listdir("/box"))


def act_finds_another_random_state(x):
    """A waiting cell and a fresh one draw the same: Python's own generator begins with its seed 0."""
    if random.Random(0).random() != DRAWN:
        raise Escaped(DRAWN)
