"""Calls the candidate with logits as a leaf and fetches their gradient."""

import torch


def run(entry, inputs, params):
    logits = inputs["logits"].detach().requires_grad_(True)  # the same memory, so that writing to it shows
    loss = entry(logits, inputs["labels"], params["label_smoothing"], params["ignore_index"])
    if not isinstance(loss, torch.Tensor):
        return {"loss": loss}  # refused by its type
    if loss.requires_grad:
        # Twice the loss, so that a backward of one's own that ignores what arrives shows. Halving is exact.
        (2 * loss.sum()).backward()
    # A loss that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    gradient = torch.zeros_like(logits) if logits.grad is None else logits.grad / 2
    return {"loss": loss.detach(), "gradient": gradient}
