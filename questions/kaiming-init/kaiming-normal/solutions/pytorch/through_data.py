import torch


def kaiming_normal_(w, a, mode):
    if len(w.shape) < 2:
        raise ValueError(f"no fans for the shape {tuple(w.shape)}")
    if mode == "fan_in":
        fan = w[0].numel() if len(w) else 0
    elif mode == "fan_out":
        fan = w[:, 0].numel() if w.shape[1] else 0
    else:
        raise ValueError(mode)
    if fan:
        gain = torch.nn.init.calculate_gain("leaky_relu", a)
        w.data[...] = torch.randn_like(w, requires_grad=False) * (gain * fan**-0.5)
    return w
