# id: MM-08
# attack: changes modules and parameters that a reference might share
# runs: pytorch
# expect: judged
# layer: judge apart
import gc

import torch


def act(x):
    for found in gc.get_objects():
        if type(found) is torch.nn.Parameter:
            found.data.zero_()
    torch.Tensor.__add__ = torch.Tensor.__add__
    torch.nn.Linear.forward = lambda self, x: x
