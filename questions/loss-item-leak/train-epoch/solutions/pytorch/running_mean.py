from torch.autograd import grad


def train_epoch(model, loader, loss_fn, optimizer):
    mean, seen = 0.0, 0
    for module in model.modules():
        module.training = True
    parameters = [one for group in optimizer.param_groups for one in group["params"]]
    for x, y in loader:
        before = stepped(model, loss_fn, optimizer, parameters, x, y)
        seen += y.shape[0]
        mean += (before - mean) * y.shape[0] / seen
    if not seen:
        raise ValueError("cannot average over nothing")
    return mean


def stepped(model, loss_fn, optimizer, parameters, x, y):
    loss = loss_fn(model(x), y)
    for parameter, gradient in zip(parameters, grad(loss, parameters), strict=True):
        parameter.grad = gradient
    optimizer.step()
    return float(loss)
