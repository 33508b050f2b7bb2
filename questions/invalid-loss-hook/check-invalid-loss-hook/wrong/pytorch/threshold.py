from mmengine.hooks import Hook
from mmengine.registry import HOOKS


@HOOKS.register_module()
class CheckInvalidLossHook(Hook):
    def __init__(self, interval: int = 50):
        self.interval = interval

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        if not self.every_n_train_iters(runner, self.interval):
            return
        loss = outputs["loss"].detach()
        if not loss.abs() < 1e6:
            message = f"The loss is {float(loss)} at iteration {runner.iter + 1}."
            runner.logger.error(message)
            raise RuntimeError(message)
