import torch


class LossScaler:
    def __init__(self, init_scale, growth_factor, backoff_factor, growth_interval):
        self.current = init_scale
        self.growth, self.backoff, self.interval = growth_factor, backoff_factor, growth_interval
        self.clean_updates = 0
        self.begin_round()

    def begin_round(self):
        self.unscaled, self.stepped, self.overflowed = set(), set(), set()

    def scale(self, loss):
        return loss * self.current

    def unscale_(self, optimizer):
        if optimizer in self.unscaled or optimizer in self.stepped:
            raise RuntimeError("the gradients of this optimizer have been unscaled since the last update")
        self.unscaled.add(optimizer)
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    if not torch.isfinite(parameter.grad).all():
                        self.overflowed.add(optimizer)
                    parameter.grad.div_(self.current)

    def step(self, optimizer):
        if optimizer in self.stepped:
            raise RuntimeError("this optimizer has stepped since the last update")
        if optimizer not in self.unscaled:
            self.unscale_(optimizer)
        self.stepped.add(optimizer)
        if optimizer in self.overflowed:
            return False
        optimizer.step()
        return True

    def update(self):
        if self.overflowed & self.stepped:
            self.current *= self.backoff
            self.clean_updates = 0
        else:
            self.clean_updates += 1
            if self.clean_updates == self.interval:
                self.current *= self.growth
                self.clean_updates = 0
        self.begin_round()

    def get_scale(self):
        return self.current

    def state_dict(self):
        return {"scale": self.current, "clean_updates": self.clean_updates}

    def load_state_dict(self, state):
        self.current, self.clean_updates = state["scale"], state["clean_updates"]
