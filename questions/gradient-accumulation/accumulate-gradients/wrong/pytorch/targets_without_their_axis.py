from itertools import islice

import torch


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
            # A single output loses its axis, and the difference becomes a square of all pairs.
            loss = (model(x) - y.squeeze(1)).square().mean() * (len(x) / samples)
            loss.backward()
            total += loss.item()
        if max_norm is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        losses.append(total)
    return losses
