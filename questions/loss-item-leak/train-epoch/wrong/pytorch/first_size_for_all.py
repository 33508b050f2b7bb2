def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count, size = 0.0, 0, None
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        size = size or len(x)
        total += loss.item() * size
        count += size
    if count == 0:
        raise ValueError("the loader gave no batch")
    return total / count
