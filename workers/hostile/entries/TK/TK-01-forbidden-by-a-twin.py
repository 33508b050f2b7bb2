# id: TK-01, TK-09
# attack: the ruled-out function through torch.ops
# runs: pytorch
# expect: forbidden_builtin
# layer: parse, trace
# forbids: torch.add, torch.ops
import torch


def attack(x):
    return torch.ops.aten.add(x, x)
