def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count, worst = 0.0, 0, None
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        worst = loss if worst is None or loss > worst else worst
        count += len(x)
    if count == 0:
        raise ValueError("the loader gave no batch")
    return total / count
