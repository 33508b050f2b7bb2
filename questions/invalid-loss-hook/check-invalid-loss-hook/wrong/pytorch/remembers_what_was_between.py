import torch
from mmengine.hooks import Hook
from mmengine.registry import HOOKS


@HOOKS.register_module()
class CheckInvalidLossHook(Hook):
    def __init__(self, interval: int = 50):
        self.interval, self.broken = interval, False

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        loss = outputs["loss"].detach()
        self.broken |= not torch.isfinite(loss)
        if self.broken and self.every_n_train_iters(runner, self.interval):
            message = f"The loss is {float(loss)} at iteration {runner.iter + 1}."
            runner.logger.error(message)
            raise RuntimeError(message)
