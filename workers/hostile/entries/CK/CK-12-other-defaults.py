# id: CK-12
# attack: leaves the default dtype, threads and flags of torch changed for whoever computes next
# runs: pytorch
# expect: judged
# layer: judge apart
import torch


def act(x):
    torch.set_default_dtype(torch.float64)
    torch.use_deterministic_algorithms(True)
    torch.set_grad_enabled(False)
    torch.backends.mkldnn.enabled = False
    torch.manual_seed(0)
