"""Runs the case's program of calls with real optimizers. The gradient of each weight passes through float16."""

import json

import torch


def run(entry, inputs, params):
    return Training(entry, inputs, params).outputs()


class Training:
    def __init__(self, entry, inputs, params):
        self.entry, self.params = entry, params
        self.scaler = entry(*params["settings"])
        count = sum(name.startswith("p") for name in inputs)
        self.weights = [torch.nn.Parameter(inputs[f"p{i}"].clone()) for i in range(count)]
        self.drawn = [inputs[f"g{i}"] for i in range(count)]
        self.optimizers = [self.optimizer(**options) for options in params["optimizers"]]
        self.passes, self.scales, self.stepped, self.recorded = 0, [], [], {}

    def optimizer(self, groups, **options):
        return torch.optim.SGD([{"params": [self.weights[i] for i in group]} for group in groups], **options)

    def outputs(self):
        for step in self.params["program"]:
            getattr(self, f"do_{step[0]}")(*step[1:])
        return {
            **{f"p{i}": weight.detach() for i, weight in enumerate(self.weights)},
            "scales": torch.tensor(self.scales, dtype=torch.float64),
            "stepped": torch.tensor(self.stepped, dtype=torch.int64),
            **self.recorded,
        }

    def do_zero(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)

    def do_backward(self):
        loss = 0
        for i, (weight, drawn) in enumerate(zip(self.weights, self.drawn, strict=True)):
            if [self.passes, i] not in self.params["absent"]:
                loss = loss + (weight.half().float() * drawn[self.passes]).sum()
        self.scaler.scale(loss).backward()
        self.passes += 1

    def do_unscale(self, number):
        self.scaler.unscale_(self.optimizers[number])

    def do_record(self):
        for i, weight in enumerate(self.weights):
            self.recorded[f"g{i}_after_{self.passes}"] = weight.grad.detach().clone()

    def do_clip(self, number, most):
        weights = [weight for group in self.optimizers[number].param_groups for weight in group["params"]]
        torch.nn.utils.clip_grad_norm_(weights, most)

    def do_clamp(self, number, most):
        weights = [weight for group in self.optimizers[number].param_groups for weight in group["params"]]
        torch.nn.utils.clip_grad_value_(weights, most)

    def do_step(self, number):
        said = self.scaler.step(self.optimizers[number])
        self.stepped.append(1 if said is True else 0 if said is False else -1)

    def do_update(self):
        self.scaler.update()
        self.scales.append(float(self.scaler.get_scale()))

    def do_reload(self):
        state = json.loads(json.dumps(self.scaler.state_dict()))
        self.scaler = self.entry(*self.params["settings"])
        self.scaler.load_state_dict(state)
