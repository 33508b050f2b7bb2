"""Builds model, optimizer and micro-batches, calls the candidate, and counts forward passes that wait for a backward pass."""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, inputs, params):
        super().__init__()
        for name, tensor in inputs.items():
            if name[0] in "wb":
                self.register_parameter(
                    name, nn.Parameter(tensor.clone(), not (params["frozen"] and name in ("w0", "b0")))
                )
        self.centred = params["centred"]
        self.passes, self.waiting, self.most_waiting = 0, 0, 0

    def forward(self, x):
        self.passes += 1
        x = x @ self.w0 + self.b0
        if hasattr(self, "w1"):
            x = torch.tanh(x)
            x = (x - x.mean(0) if self.centred else x) @ self.w1 + self.b1
        if x.requires_grad:
            self.waiting += 1
            self.most_waiting = max(self.most_waiting, self.waiting)
            x.register_hook(self.passed_back)
        return x

    def passed_back(self, gradient):
        self.waiting -= 1


def run(entry, inputs, params):
    model = Model(inputs, params)
    if params["old"]:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 50.0)
    optimizer = torch.optim.SGD(
        [p for p in model.parameters() if p.requires_grad], lr=params["rate"], momentum=params["momentum"]
    )
    pairs = zip(inputs["x"].split(params["sizes"]), inputs["y"].split(params["sizes"]), strict=True)
    losses = entry(model, optimizer, pairs, params["group"], params["max_norm"])
    facts = [model.passes, model.most_waiting, all(type(loss) is float for loss in losses)]
    return {
        **{name: parameter.detach() for name, parameter in model.named_parameters()},
        "losses": torch.tensor([float(loss) for loss in losses], dtype=torch.float32),
        "facts": torch.tensor([int(fact) for fact in facts], dtype=torch.int64),
    }
