import logging

from mmengine.hooks import Hook
from mmengine.logging import print_log
from mmengine.registry import HOOKS


@HOOKS.register_module(name="CheckInvalidLossHook")
class CheckInvalidLossHook(Hook):
    def __init__(self, interval: int = 50):
        self.interval = interval

    def _after_iter(self, runner, batch_idx, data_batch=None, outputs=None, mode="train"):
        """All of the base class's methods for iterations end here."""
        if mode != "train" or not self.every_n_train_iters(runner, self.interval):
            return
        # Infinity times 0 is NaN, and NaN is unequal to all.
        if outputs["loss"].detach() * 0 != 0:
            said = f"invalid loss in training iteration {runner.iter + 1}"
            print_log(said, logger=runner.logger, level=logging.ERROR)
            raise RuntimeError(said)
