def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    losses, count = [], 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append((loss, len(x)))
        count += len(x)
    if count == 0:
        raise ValueError("the loader gave no batch")
    return sum(loss.item() * size for loss, size in losses) / count
