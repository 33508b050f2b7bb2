import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    per_group = x.shape[1] // groups
    source = [i * per_group + j for j in range(per_group) for i in range(groups)]
    matrix = torch.eye(x.shape[1])[source]
    # 0 * NaN is NaN and 0 * inf is NaN: one bad value spoils every channel of its pixel.
    return torch.einsum("oc,nchw->nohw", matrix.double(), x.double()).to(x.dtype)
