import torch


def train_epoch(model, loader, loss_fn, optimizer):
    """Adds up on the device, so that a GPU has to be waited for only once."""
    model.train(True)
    total, samples = None, 0
    for x, y in loader:
        prediction = model(x)
        loss = loss_fn(prediction, y)
        model.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        part = loss.detach().to(torch.float64) * x.size(0)
        total = part if total is None else total + part
        samples += x.size(0)
    if total is None:
        raise ValueError("no batches")
    return float(total / samples)
