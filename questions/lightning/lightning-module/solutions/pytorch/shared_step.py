import torch
from lightning.pytorch import LightningModule
from torch import nn


class LitClassifier(LightningModule):
    def __init__(self, model: nn.Module, lr: float, momentum: float, gamma: float):
        super().__init__()
        self.save_hyperparameters(ignore=["model"])
        self.net = model
        self.criterion = nn.CrossEntropyLoss()

    def shared_step(self, batch, stage):
        x, y = batch
        scores = self.net(x)
        loss = self.criterion(scores, y)
        right = scores.softmax(-1).max(-1).indices.eq(y)
        self.log_dict({f"{stage}_loss": loss, f"{stage}_acc": right.double().mean().float()}, on_step=False, on_epoch=True, batch_size=len(y))
        return loss

    def training_step(self, batch):
        return {"loss": self.shared_step(batch, "train")}

    def validation_step(self, batch):
        return self.shared_step(batch, "val")

    def predict_step(self, batch):
        return torch.max(self.net(batch), dim=-1)[1]

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.net.parameters(), self.hparams.lr, self.hparams.momentum)
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: self.hparams.gamma**epoch)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "epoch"}}
