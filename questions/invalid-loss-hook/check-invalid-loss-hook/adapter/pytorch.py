"""A small runner that calls the hooks of mmengine at the places and with the arguments of its epoch-based loop, and
nothing else: losses come from the case instead of a model, and the logger keeps what it is told.
"""

import logging

import torch

TEXT_BYTES = 400
NONE, RUNTIME_ERROR, ASSERTION, OTHER = range(4)


class Records(logging.Handler):
    def __init__(self):
        super().__init__()
        self.kept = []

    def emit(self, record):
        self.kept.append((record.levelno, record.getMessage()))


class Runner:
    """What a hook may look at: iter and epoch count completed ones, as they do in mmengine."""

    def __init__(self, lengths, start, logger):
        self.max_epochs, self.max_iters = len(lengths), sum(lengths)
        self.iter, self.epoch = 0, 0
        self.logger = logger
        self.outputs = None
        self._lengths, self._start, self.hooks = lengths, start, []

    def register_hook(self, hook):
        """Hooks of equal priority keep the order of their registration."""
        from mmengine.runner import get_priority

        self.hooks.append(hook)
        self.hooks.sort(key=lambda one: get_priority(one.priority))

    def call_hook(self, stage, **arguments):
        for hook in self.hooks:
            getattr(hook, stage)(self, **arguments)

    def train(self, outputs_of, after_epoch):
        self.call_hook("before_run")
        self.call_hook("before_train")
        for length in self._lengths:
            if self.iter + length <= self._start:  # an epoch that was complete before the run was resumed
                self.iter, self.epoch = self.iter + length, self.epoch + 1
                continue
            self.call_hook("before_train_epoch")
            for batch_idx in range(length):
                batch = {"inputs": torch.zeros(1)}
                self.call_hook("before_train_iter", batch_idx=batch_idx, data_batch=batch)
                outputs = outputs_of(self.iter)
                self.call_hook("after_train_iter", batch_idx=batch_idx, data_batch=batch, outputs=outputs)
                self.iter += 1
            self.call_hook("after_train_epoch")
            self.epoch += 1
            after_epoch()
        self.call_hook("after_train")
        self.call_hook("after_run")

    def validate(self, loss):
        self.call_hook("before_val")
        self.call_hook("before_val_epoch")
        for batch_idx in range(2):
            self.call_hook("before_val_iter", batch_idx=batch_idx, data_batch={})
            self.call_hook("after_val_iter", batch_idx=batch_idx, data_batch={}, outputs={"loss": loss})
        self.call_hook("after_val_epoch", metrics={"accuracy": 0.5})
        self.call_hook("after_val")


def run(entry, inputs, params):
    from mmengine.hooks import Hook
    from mmengine.registry import HOOKS

    logger, records = logging.Logger("runner", level=logging.DEBUG), Records()
    logger.addHandler(records)
    runner = Runner(params["epochs"], params["start"], logger)
    hooks = [HOOKS.build({"type": "CheckInvalidLossHook", **({} if interval is None else {"interval": interval})})
             for interval in params["intervals"]]  # fmt: skip
    for hook in hooks:
        runner.register_hook(hook)
    losses, handed = inputs["losses"], []

    def outputs_of(iteration):
        loss = losses[iteration]
        if params["with_graph"]:
            loss = loss * torch.ones((), dtype=loss.dtype, requires_grad=True)
        rest = {name: torch.tensor(float(value)) for name, value in params["other_outputs"].items()}
        outputs = {**rest, "loss": loss, "note": "step"}
        handed.append((outputs, dict(outputs), [loss.requires_grad, str(float(loss))]))
        return outputs

    stopped, kind, message = -1, NONE, ""
    try:
        runner.train(outputs_of, lambda: runner.validate(torch.tensor(float(params["val_loss"]))))
    except (RuntimeError, AssertionError, ArithmeticError, ValueError) as error:
        if isinstance(error, ZeroDivisionError):
            raise
        stopped, message = runner.iter, str(error)
        kind = RUNTIME_ERROR if isinstance(error, RuntimeError) else ASSERTION if isinstance(error, AssertionError) else OTHER
    errors = [text for level, text in records.kept if level == logging.ERROR]
    return {
        "stopped_at": whole(stopped),
        "kind": whole(kind),
        "is_hook": whole(all(isinstance(hook, Hook) and type(hook) is entry for hook in hooks)),
        "outputs_kept": whole(all(unchanged(*one) for one in handed)),
        "errors_logged": whole(len(errors)),
        "others_logged": whole(len(records.kept) - len(errors)),
        "message": as_bytes(message),
        "logged": as_bytes(errors[0] if errors else ""),
    }


def unchanged(outputs, before, look):
    """The same entries, the very same objects, and the loss as it was."""
    same = list(outputs) == list(before) and all(outputs[name] is value for name, value in before.items())
    loss = before["loss"]
    return same and [loss.requires_grad, str(float(loss))] == look


def whole(number):
    return torch.tensor([int(number)], dtype=torch.int64)


def as_bytes(text):
    data = text.encode()[:TEXT_BYTES]
    return torch.tensor(list(data.ljust(TEXT_BYTES, b"\0")), dtype=torch.uint8)
