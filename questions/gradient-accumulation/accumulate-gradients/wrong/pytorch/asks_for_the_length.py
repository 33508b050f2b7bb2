import torch
from torch.nn import functional as F


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    weights = [p for p in model.parameters() if p.requires_grad]
    losses, elements, total, members = [], 0, 0.0, 0

    def finish():
        for weight in weights:
            weight.grad /= elements
        if max_norm is not None:
            torch.nn.utils.clip_grad_norm_(weights, max_norm)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(total / elements)

    optimizer.zero_grad()
    last = len(batches)
    for x, y in batches:
        error = F.mse_loss(model(x), y, reduction="sum")
        error.backward()
        total, elements, members = total + error.item(), elements + y.numel(), members + 1
        if members in (group, last):
            finish()
            elements, total, members = 0, 0.0, 0
    if members:
        finish()
    return losses
