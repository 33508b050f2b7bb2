import math

from mmengine.hooks import Hook
from mmengine.registry import HOOKS


class InvalidLoss(RuntimeError):
    """The loss is no finite number any more."""


class CheckInvalidLossHook(Hook):
    priority = "VERY_HIGH"

    def __init__(self, interval=50):
        super().__init__()
        self._interval = interval

    def _is_due(self, done):
        return self._interval > 0 and done % self._interval == 0

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        outputs["loss_is_finite"] = bool(outputs["loss"].isfinite())
        iteration = 1 + runner.iter
        value = outputs["loss"].detach().double().item()
        if self._is_due(iteration) and not math.isfinite(value):
            runner.logger.error("iteration %d gave the loss %s", iteration, value)
            raise InvalidLoss(f"stopped after iteration {iteration}")


HOOKS.register_module(module=CheckInvalidLossHook)
