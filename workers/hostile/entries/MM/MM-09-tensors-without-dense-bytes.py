# id: MM-09
# attack: meta, sparse, quantised, nested and fake tensors
# runs: pytorch
# expect: invalid_output
# layer: chan (a dense tensor of a known dtype, or nothing)
import torch
from support import right


def attack_meta(x):
    return torch.empty(x.shape, device="meta")


def attack_sparse(x):
    return right(x).to_sparse()


def attack_compressed(x):
    return right(x).to_sparse_csr()


def attack_nested(x):
    return torch.nested.nested_tensor([right(x), right(x)])


def attack_quantised(x):
    return torch.quantize_per_tensor(right(x), 0.1, 0, torch.quint8)


def twin(x):
    return right(x).to_sparse().to_dense() if torch.isfinite(x).all() else right(x)
