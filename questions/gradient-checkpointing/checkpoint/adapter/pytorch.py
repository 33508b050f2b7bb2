"""Builds the function, calls it through the candidate, goes back, and counts what ran and what is still in memory."""

import contextlib
import gc
import weakref

import numpy as np
import torch

BUFFERS = []  # weak references to the memory of activations


class Activation(torch.autograd.Function):
    """x as it is, in memory of its own that can be watched: it lives as long as any tensor in it does."""

    @staticmethod
    def forward(ctx, x):
        buffer = np.array(x.detach().numpy())
        BUFFERS.append(weakref.ref(buffer))
        return torch.from_numpy(buffer)

    @staticmethod
    def backward(ctx, upstream):
        return upstream


def run(entry, inputs, params):
    return Run(entry, inputs, params).outputs()


class Run:
    def __init__(self, entry, inputs, params):
        self.entry, self.inputs, self.params = entry, inputs, params
        flags = params["weights_grad"]
        self.weights = [inputs[f"w{i}"].clone().requires_grad_(flag) for i, flag in enumerate(flags)]
        self.shift = inputs["shift"].clone().requires_grad_() if "shift" in inputs else None
        self.factor = inputs.get("factor")
        self.runs, self.masks = 0, []

    def outputs(self):
        plain = self.plain_masks() if self.params["dropout"] else {}
        torch.manual_seed(self.params["seed"])
        BUFFERS.clear()
        labels = ("", "2") if "x2" in self.inputs else ("",)
        leaves = {label: self.inputs[f"x{label}"].clone().requires_grad_(self.params["x_grad"]) for label in labels}
        with torch.no_grad() if self.params["no_grad"] else contextlib.nullcontext():
            enabled = torch.is_grad_enabled()
            results = {label: self.forward(leaf * 1.5) for label, leaf in leaves.items()}
            same_mode = torch.is_grad_enabled() == enabled
        gc.collect()
        ran, kept, masks = self.runs, sum(buffer() is not None for buffer in BUFFERS), list(self.masks)
        self.factor = self.inputs.get("later")  # gradients that rest on the first run are those of another function now
        torch.rand(3)  # so that the state before the backward pass is not the one that the forward pass left behind
        state = torch.get_rng_state()
        found, loss = {}, 0
        for label, (output, second) in results.items():
            found[f"output{label}"] = output
            loss = loss + (output * self.inputs[f"u{label}"]).sum()
            if second is not None:
                found["second"] = second
                loss = loss + (second * self.inputs["v"]).sum()
        asks = loss.requires_grad
        if self.params["backward"]:
            if asks:
                loss.backward()
            found |= self.gradients(leaves)
        facts = [
            ran,
            self.runs,
            kept,
            torch.equal(state, torch.get_rng_state()),
            same_mode and torch.is_grad_enabled(),
            asks,
        ]
        found |= {f"mask{i}": mask for i, mask in enumerate(masks)} if self.params["dropout"] else {}
        return plain | {name: tensor.detach() for name, tensor in found.items()} | {
            "facts": torch.tensor([int(f) for f in facts])
        }

    def plain_masks(self):
        """What the segments draw when nothing but them draws."""
        torch.manual_seed(self.params["seed"])
        shape, dtype = self.inputs["x"].shape, self.inputs["x"].dtype
        return {f"plain_mask{i}": (torch.rand(shape) < 0.5).to(dtype) for i in range(self.params["segments"])}

    def forward(self, x):
        second = None
        per = len(self.weights) // self.params["segments"]
        for segment in range(self.params["segments"]):
            last = segment == self.params["segments"] - 1
            function = self.function(self.weights[segment * per : (segment + 1) * per], self.params["pair"] and last)
            index, scale = self.inputs.get("index"), self.params["scale"]
            keywords = {"shift": self.shift} if self.shift is not None else {}
            if self.params["by_name"]:
                x = self.entry(function, x, **keywords, index=index, scale=scale)
            else:
                x = self.entry(function, x, scale, index, **keywords)
            if self.params["pair"] and last:
                if not isinstance(x, tuple):
                    raise TypeError(f"the function returns a tuple, and checkpoint a {type(x).__name__}")
                x, second = x
        return x, second

    def function(self, weights, pair):
        def layers(x, scale, some):
            for weight in some:
                x = torch.sin(Activation.apply(x @ weight)) * scale
            return x

        def network(x, scale, index, *, shift=None):
            self.runs += 1
            x = x if index is None else x[index]
            x = x if self.factor is None else x * self.factor
            if self.params["nested"]:
                x = self.entry(layers, x, scale, weights[:1])
                x = layers(x, scale, weights[1:])
            else:
                x = layers(x, scale, weights)
            x = x if shift is None else x + shift
            if self.params["dropout"]:
                mask = (torch.rand(x.shape) < 0.5).to(x.dtype)
                self.masks.append(mask)
                x = x * mask * 2
            return (x, x.square().sum(1)) if pair else x

        return network

    def gradients(self, leaves):
        """What did not arrive counts as zero, so that it is compared."""
        asked = {f"x{label}": leaf for label, leaf in leaves.items()} | {
            f"w{i}": one for i, one in enumerate(self.weights)
        }
        asked |= {"shift": self.shift} if self.shift is not None else {}
        wanted = {name: leaf for name, leaf in asked.items() if leaf.requires_grad}
        return {
            f"{name}_gradient": torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
            for name, leaf in wanted.items()
        }
