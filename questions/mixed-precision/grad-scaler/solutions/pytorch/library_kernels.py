import torch


class LossScaler:
    """The two fused kernels of torch do the arithmetic; what happened since the last update is kept per optimizer."""

    def __init__(self, init_scale, growth_factor, backoff_factor, growth_interval):
        self.number = torch.full((1,), init_scale)
        self.tracker = torch.zeros(1, dtype=torch.int32)
        self.rule = (growth_factor, backoff_factor, growth_interval)
        self.rounds = {}

    def scale(self, loss):
        return loss * self.number[0]

    def unscale_(self, optimizer):
        if optimizer in self.rounds:
            raise RuntimeError("already unscaled in this round")
        record = self.rounds[optimizer] = {"infinite": torch.zeros(1), "stepped": False}
        for group in optimizer.param_groups:
            gradients = [p.grad for p in group["params"] if p.grad is not None]
            if gradients:
                torch._amp_foreach_non_finite_check_and_unscale_(gradients, record["infinite"], 1 / self.number)

    def step(self, optimizer):
        if optimizer not in self.rounds:
            self.unscale_(optimizer)
        record = self.rounds[optimizer]
        if record["stepped"]:
            raise RuntimeError("already stepped in this round")
        record["stepped"] = True
        if record["infinite"].item():
            return False
        optimizer.step()
        return True

    def update(self):
        infinite = sum(record["infinite"] for record in self.rounds.values())
        torch._amp_update_scale_(self.number, self.tracker, infinite, *self.rule)
        self.rounds = {}

    def get_scale(self):
        return self.number.item()

    def state_dict(self):
        return {"scale": self.number.tolist(), "tracker": self.tracker.tolist()}

    def load_state_dict(self, state):
        self.number.copy_(torch.tensor(state["scale"]))
        self.tracker.copy_(torch.tensor(state["tracker"]))
