# id: TK-02
# attack: inherits the ruled-out class and passes
# runs: pytorch
# expect: forbidden_builtin
# layer: parse, trace
# forbids: torch.nn.Identity
import torch


class Mine(torch.nn.Identity):
    pass


def attack(x):
    return Mine()(x) * 2
