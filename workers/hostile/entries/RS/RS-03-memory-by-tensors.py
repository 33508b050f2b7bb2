# id: RS-03
# attack: tensors without end
# runs: pytorch
# expect: memory_limit
# layer: cell (RLIMIT_DATA, memory cgroup)
import torch
from support import right


def attack_many(x):
    kept = []
    while True:
        kept.append(torch.ones(4 << 20))


def attack_at_once(x):
    return torch.ones(1 << 40)


def twin(x):
    kept = [torch.ones(1 << 20) for _ in range(8)]
    return right(x) if len(kept) == 8 else x
