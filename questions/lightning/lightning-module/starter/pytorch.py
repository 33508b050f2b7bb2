import lightning as L
from torch import nn


class LitClassifier(L.LightningModule):
    """Train `model`, which gives scores for classes, with SGD; log losses and accuracy; predict classes."""

    def __init__(self, model: nn.Module, lr: float, momentum: float, gamma: float):
        raise NotImplementedError
