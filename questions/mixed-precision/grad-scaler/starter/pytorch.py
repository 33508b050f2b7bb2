import torch


class LossScaler:
    def __init__(self, init_scale: float, growth_factor: float, backoff_factor: float, growth_interval: int):
        raise NotImplementedError

    def scale(self, loss: torch.Tensor) -> torch.Tensor:
        """The loss times the scale, to call backward on."""
        raise NotImplementedError

    def unscale_(self, optimizer: torch.optim.Optimizer) -> None:
        """Divide the gradients of the optimizer's parameters by the scale, in place."""
        raise NotImplementedError

    def step(self, optimizer: torch.optim.Optimizer) -> bool:
        """Step the optimizer with unscaled gradients, unless one of them is not finite; tell whether it stepped."""
        raise NotImplementedError

    def update(self) -> None:
        """End the round: change the scale."""
        raise NotImplementedError

    def get_scale(self) -> float:
        raise NotImplementedError

    def state_dict(self) -> dict:
        raise NotImplementedError

    def load_state_dict(self, state: dict) -> None:
        raise NotImplementedError
