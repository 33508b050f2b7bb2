"""Calls the candidate with the prediction as a leaf and fetches its gradient."""

import torch


def run(entry, inputs, params):
    prediction = inputs["prediction"].detach().requires_grad_(True)  # the same memory, so that writing to it shows
    loss = entry(prediction, inputs["target"], inputs["mask"])
    if not isinstance(loss, torch.Tensor):
        return {"loss": loss}  # refused by its type
    if loss.requires_grad:
        # Twice the loss, so that a backward of one's own that ignores what arrives shows. Halving is exact.
        (2 * loss.sum()).backward()
    # A loss that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    gradient = torch.zeros_like(prediction) if prediction.grad is None else prediction.grad / 2
    return {"loss": loss.detach(), "gradient": gradient}
