from itertools import islice

import torch
from torch.nn import functional as F


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    losses = []
    while members := list(islice(batches, group)):
        samples = sum(len(x) for x, _ in members)
        optimizer.zero_grad()
        total = 0.0
        for x, y in members:
            if len(x) == 0:
                continue
            loss = F.mse_loss(model(x), y) * (len(x) / samples)
            total += loss
        total.backward()
        total = total.item()
        if max_norm is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        losses.append(total)
    return losses
