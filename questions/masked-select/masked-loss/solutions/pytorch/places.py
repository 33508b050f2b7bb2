import torch
from torch.nn.functional import mse_loss


def masked_loss(prediction, target, mask):
    places = torch.nonzero(mask.broadcast_to(prediction.shape), as_tuple=True)
    if places[0].numel() == 0:
        return torch.zeros_like(prediction).sum()
    return mse_loss(prediction[places], target[places])
