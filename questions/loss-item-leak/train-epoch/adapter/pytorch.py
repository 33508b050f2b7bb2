"""Builds model, loader and loss, calls the candidate, and watches which graphs are alive when a batch is asked for."""

import gc
import weakref

import torch
from torch import nn
from torch.nn import functional as F


class Token:
    """Lives as long as the graph node that holds it."""


class Watched(torch.autograd.Function):
    """The identity, with a token in its node."""

    @staticmethod
    def forward(ctx, x, tokens):
        ctx.token = Token()
        tokens.append(weakref.ref(ctx.token))
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


class Model(nn.Module):
    """A linear map that forgets half of its output in eval mode, and counts its calls."""

    def __init__(self, weight, bias, tokens):
        super().__init__()
        self.weight = nn.Parameter(weight.clone())
        self.bias = None if bias is None else nn.Parameter(bias.clone())
        self.tokens, self.calls = tokens, 0

    def forward(self, x):
        self.calls += 1
        out = Watched.apply(F.linear(x, self.weight, self.bias), self.tokens)
        return out if self.training else out / 2


class Loss:
    """Mean squared error in which a prediction above its target counts twice, so that the two cannot be exchanged."""

    def __init__(self, tokens):
        self.tokens, self.calls = tokens, 0

    def __call__(self, prediction, y):
        self.calls += 1
        error = prediction - y
        return Watched.apply(((1 + (error > 0)) * error**2).mean(), self.tokens)


class Batches:
    """An iterable without a length that can be gone through once. Every step makes 2 tokens."""

    def __init__(self, pairs, tokens):
        self.pairs, self.tokens, self.kept, self.gone_through = pairs, tokens, 0, False

    def __iter__(self):
        if self.gone_through:
            return
        self.gone_through = True
        for pair in self.pairs:
            self.kept = max(self.kept, alive(self.tokens[:-2]))
            yield pair


def run(entry, inputs, params):
    tokens = []
    model = Model(inputs["weight"], inputs.get("bias"), tokens)
    loss_fn = Loss(tokens)
    optimizer = torch.optim.SGD(model.parameters(), lr=params["rate"], momentum=params["momentum"])
    if params["left_over"]:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, params["left_over"])
    model.train(not params["eval_before"])
    means, floats, kept = [], [], 0
    for _ in range(params["epochs"]):
        batches = Batches(pairs_of(inputs, params["batches"]), tokens)
        mean = entry(model, batches, loss_fn, optimizer)
        floats.append(isinstance(mean, float))
        means.append(float(mean))
        del mean  # what the answer returned is ours to drop
        kept = max(kept, batches.kept)
    gc.collect()
    after = alive(tokens)
    outputs = {
        "mean": torch.tensor(means, dtype=torch.float64),
        "weight_after": model.weight.detach().clone(),
        "facts": torch.tensor([all(floats), kept, after, model.calls, loss_fn.calls], dtype=torch.int64),
    }
    return outputs if model.bias is None else {**outputs, "bias_after": model.bias.detach().clone()}


def pairs_of(inputs, sizes):
    return list(zip(inputs["x"].split(sizes), inputs["y"].split(sizes), strict=True)) if sizes else []


def alive(tokens):
    return sum(token() is not None for token in tokens)
