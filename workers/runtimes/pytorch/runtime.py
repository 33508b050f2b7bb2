"""PyTorch inside the box, on the processor or on a card."""

import random
import re

from _shared import arena, stdlib_preload, warmth  # noqa: F401

REHEARSAL = b"""
import torch
from torch import nn
import torch.nn.functional as F

def rehearse(x):
    n, c, h, w = x.shape
    y = x.reshape(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
    with torch.random.fork_rng(devices=[]):  # a waiting cell and a fresh one hand out the same random numbers
        layer = nn.Conv2d(c, c, 3, padding=1)
    norm = nn.BatchNorm2d(c).eval()
    with torch.no_grad():
        z = norm(layer(x)).relu().contiguous()
    out = torch.empty_like(y)
    out[:, ::2] = y[:, ::2] + z[:, ::2].mean()
    leaf = x.detach().clone().requires_grad_(True)
    (leaf * y).sum().backward()
    return (out @ x.transpose(2, 3)).reshape(n, c, h, h) + leaf.grad.sum() + F.relu(x).sum()
"""

# What knows the card, in a zygote whose cells compute on one.
_card = None


def use_device(kind):
    global _card
    from _shared.devices import torch_cuda

    _card = torch_cuda
    _card.before_import()


def wake():
    if _card is not None:
        import torch

        _card.open_context(torch)


def import_and_warm():
    """Only what starts no thread: a backward pass in the zygote would start the autograd engine's."""
    import numpy  # noqa: F401
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    import torch._dynamo  # optimizers import it on their first step: a second, if each cell had to
    import torch.nn.functional as F

    warmth.keep_freed_memory()
    x = torch.arange(96.0).reshape(1, 4, 4, 6)
    with torch.no_grad():
        F.conv2d(x, torch.ones(2, 4, 3, 3))
        F.batch_norm(x, torch.zeros(4), torch.ones(4))
        F.layer_norm(x, (6,))
        torch.cat([x.softmax(-1), F.relu(x)])
        torch.einsum("bchw->bhwc", x)
        (x @ x.transpose(2, 3)).sum()
    torch.nn.Conv2d(4, 4, 3)
    torch.nn.Linear(4, 4)
    # All cells start from this one generator state; seeding in each would cost every answer.
    random.seed(0)
    numpy.random.seed(0)
    torch.manual_seed(0)
    if _card is not None:
        _card.check_untouched(torch)


def libraries():
    """What the last bits of a result depend on."""
    import torch

    patterns = {"oneDNN": r"MKL-DNN v(\S+)", "MKL": r"Math Kernel Library Version (\S+)", "OpenBLAS": r"OpenBLAS (\S+)"}
    built = torch.__config__.show()
    seen = {name: re.search(pattern, built) for name, pattern in patterns.items()}
    found = {"torch": torch.__version__, **{name: match.group(1) for name, match in seen.items() if match}}
    return found if _card is None else found | _card.libraries(torch)


def version():
    import torch

    return torch.__version__


def from_buffer(memory, dtype, count, offset, shape):
    """A writable, contiguous tensor over `memory`, or of its bytes on the card."""
    import torch

    if count == 0:
        return torch.empty(shape, dtype=getattr(torch, dtype), device="cpu" if _card is None else "cuda")
    tensor = torch.frombuffer(memory, dtype=getattr(torch, dtype), count=count, offset=offset).view(shape)
    return tensor if _card is None else tensor.cuda()


def to_bytes(name, value):
    """-> dtype code, shape, bytes. InvalidOutput for anything but a plain dense tensor of a comparable dtype, on the device
    that the inputs are on."""
    import torch

    home = "cpu" if _card is None else "cuda"

    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        raise arena.InvalidOutput(f"{name} must be a torch.Tensor, not {arena.described(value)}.")
    if value.layout is not torch.strided or value.device.type != home or value.is_quantized or value.is_nested:
        raise arena.InvalidOutput(
            f"{name} must be a dense {home.upper()} tensor, not {value.layout} on {value.device.type}."
        )
    dtype = str(value.dtype).removeprefix("torch.")
    code = arena.DTYPE_CODES.get(dtype)
    if code is None:
        raise arena.InvalidOutput(f"{name} has dtype {dtype}; allowed are {', '.join(arena.DTYPES)}.")
    # Before copying: an expanded view of a few bytes may claim any size.
    if value.numel() * value.element_size() > arena.COPY_BYTES_MAX:
        raise arena.OutputTooLarge(f"{name} holds {value.numel()} elements, more than any question allows.")
    # A tensor of one element counts as contiguous whatever its stride says, and a view as bytes refuses that stride.
    if home != "cpu":
        value = value.detach().cpu()
    flat = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1).as_strided((value.numel(),), (1,))
    data = memoryview(flat.view(torch.uint8).numpy()) if flat.numel() else b""
    return code, tuple(value.shape), data
