import torch


def train(model, optimizer, batches, group, max_norm):
    """Keeps the sum of the gradients by itself, and hands it to the optimizer only for the step."""
    if group < 1:
        raise ValueError("group must be positive")
    weights = [p for p in model.parameters() if p.requires_grad]
    losses = []
    end = object()
    pair = next(batches, end)
    while pair is not end:
        sums, elements, error = [torch.zeros_like(w) for w in weights], 0, 0.0
        for _ in range(group):
            x, y = pair
            squared = (model(x) - y).square().sum()
            for held, gradient in zip(sums, torch.autograd.grad(squared, weights), strict=True):
                held += gradient
            elements += y.numel()
            error += float(squared)
            pair = next(batches, end)
            if pair is end:
                break
        norm = torch.stack([(held / elements).norm() for held in sums]).norm()
        shrink = 1.0 if max_norm is None else min(1.0, max_norm / float(norm))
        for weight, held in zip(weights, sums, strict=True):
            weight.grad = held / elements * shrink
        optimizer.step()
        losses.append(error / elements)
    return losses
