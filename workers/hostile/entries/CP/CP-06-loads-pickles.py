# id: CP-06
# attack: archives that run code when they are loaded, in its own cell
# runs: pytorch
# expect: judged
# layer: chan, cell (only the answer's own process could load them)
import io
import os
import pickle

import torch
from support import refused


class Bomb:
    def __reduce__(self):
        return os.system, ("id",)


def act(x):
    file = io.BytesIO(pickle.dumps(Bomb()))
    refused("load", lambda: torch.load(file, weights_only=True), pickle.UnpicklingError, RuntimeError)
    if pickle.loads(pickle.dumps(Bomb())) == 0:
        raise SystemExit("a program was started")
