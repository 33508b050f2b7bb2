from collections import defaultdict
from enum import Enum

import torch


class Stage(Enum):
    SCALED = 0
    UNSCALED = 1
    DONE = 2


class LossScaler:
    """Keeps scale and counter in tensors, and one fact per optimizer: 1 where something was not finite."""

    def __init__(self, init_scale, growth_factor, backoff_factor, growth_interval):
        self._scale = torch.tensor(init_scale, dtype=torch.float32)
        self._counter = torch.tensor(0)
        self._factors = (growth_factor, backoff_factor)
        self._interval = growth_interval
        self._stage = defaultdict(lambda: Stage.SCALED)
        self._found = {}

    def scale(self, loss):
        return self._scale * loss

    @torch.no_grad()
    def unscale_(self, optimizer):
        if self._stage[id(optimizer)] is not Stage.SCALED:
            raise RuntimeError("unscale_ comes once between updates, and before step")
        gradients = [p.grad for group in optimizer.param_groups for p in group["params"] if p.grad is not None]
        sizes = [torch.zeros(()), *(gradient.abs().max() for gradient in gradients)]
        self._found[id(optimizer)] = torch.stack(sizes).isfinite().logical_not().any()
        if gradients:
            torch._foreach_mul_(gradients, self._scale.double().reciprocal().float())
        self._stage[id(optimizer)] = Stage.UNSCALED

    def step(self, optimizer):
        stage = self._stage[id(optimizer)]
        if stage is Stage.DONE:
            raise RuntimeError("step comes once between updates")
        if stage is Stage.SCALED:
            self.unscale_(optimizer)
        self._stage[id(optimizer)] = Stage.DONE
        fine = not self._found[id(optimizer)].item()
        if fine:
            optimizer.step()
        return fine

    def update(self):
        growth, backoff = self._factors
        found = torch.stack(list(self._found.values())).any()
        self._counter = torch.where(found, 0, self._counter + 1)
        grows = self._counter >= self._interval
        self._scale = self._scale * torch.where(found, backoff, torch.where(grows, growth, 1.0))
        self._counter = torch.where(grows, 0, self._counter)
        self._stage.clear()
        self._found.clear()

    def get_scale(self):
        return self._scale.item()

    def state_dict(self):
        return {"scale": self._scale.item(), "counter": self._counter.item()}

    def load_state_dict(self, state):
        self._scale = torch.tensor(state["scale"], dtype=torch.float32)
        self._counter = torch.tensor(state["counter"])
