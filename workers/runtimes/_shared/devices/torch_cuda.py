"""PyTorch on an NVIDIA card. The zygote leaves CUDA alone, since a context does not survive a fork; each cell opens its own
before the candidate is near, and what is lazy is touched then, because afterwards no file can be opened."""

import os

# Whatever lay in the card's memory before is not for this candidate: nearly all of it is written over.
POISON, POISONED_SHARE = 0xA5, 0.9


def before_import():
    # Asked in any other way whether there is a card, CUDA starts, and no fork survives that.
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"


def check_untouched(torch):
    """In the zygote, when everything is imported. RuntimeError: this runtime is not offered on the card."""
    if torch.version.cuda is None:
        raise RuntimeError(f"PyTorch {torch.__version__} was built without CUDA; install a build for the driver's CUDA")
    if torch.cuda.is_initialized():
        raise RuntimeError("importing PyTorch has started CUDA, so no cell could be forked")


def open_context(torch):
    # Read when the libraries make their handles, and the zygote's environment is empty by now.
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
    torch.cuda.init()
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    # 10 bits of mantissa where a float32 has 23: a right answer would be refused.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    poison(torch)
    x = torch.ones(1, 2, 8, 8, device="cuda", requires_grad=True)
    torch.nn.functional.conv2d(x, torch.ones(2, 2, 3, 3, device="cuda")).matmul(x[..., :6, :]).sum().backward()
    torch.cuda.synchronize()


def poison(torch):
    free, _ = torch.cuda.mem_get_info()
    block = torch.empty(int(free * POISONED_SHARE), dtype=torch.uint8, device="cuda")
    block.fill_(POISON)
    torch.cuda.synchronize()
    del block
    torch.cuda.empty_cache()


def libraries(torch):
    return {"cuda": str(torch.version.cuda), "cudnn": str(torch.backends.cudnn.version())}
