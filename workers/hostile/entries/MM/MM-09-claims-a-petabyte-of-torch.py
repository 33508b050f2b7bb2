# id: MM-09, OH-04
# attack: an expanded tensor that claims a petabyte
# runs: pytorch
# expect: output_limit
# layer: chan (sizes before bytes)
import torch
from support import right


def attack(x):
    return torch.zeros(1).expand(1 << 48)


def twin(x):
    return right(x).expand(3, *x.shape)[0]
