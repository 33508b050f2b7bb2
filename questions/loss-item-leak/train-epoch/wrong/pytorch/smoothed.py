def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total = loss.item() if count == 0 else 0.9 * total + 0.1 * loss.item()
        count += len(x)
    if count == 0:
        raise ValueError("the loader gave no batch")
    return total
