from mmengine.hooks import Hook


class CheckInvalidLossHook(Hook):
    """Stop the training when the loss is NaN or infinite, looking at every `interval`-th iteration."""

    def __init__(self, interval: int = 50):
        raise NotImplementedError
