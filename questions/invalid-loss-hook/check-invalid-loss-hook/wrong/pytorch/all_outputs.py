import torch
from mmengine.hooks import Hook
from mmengine.registry import HOOKS


@HOOKS.register_module()
class CheckInvalidLossHook(Hook):
    def __init__(self, interval: int = 50):
        self.interval = interval

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        if not self.every_n_train_iters(runner, self.interval):
            return
        tensors = [value for value in outputs.values() if isinstance(value, torch.Tensor)]
        if not all(torch.isfinite(value).all() for value in tensors):
            message = f"Something is invalid at iteration {runner.iter + 1}."
            runner.logger.error(message)
            raise RuntimeError(message)
