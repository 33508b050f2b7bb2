# id: EQ-03
# attack: a tensor subclass that answers allclose and sub itself
# runs: pytorch
# expect: invalid_output
# layer: chan (the exact type is asked for)
import torch
from support import right


class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function in (torch.allclose, torch.equal, torch.isclose):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})


def attack(x):
    return x.as_subclass(Liar)


def twin(x):
    return right(x.as_subclass(Liar)).as_subclass(torch.Tensor)
