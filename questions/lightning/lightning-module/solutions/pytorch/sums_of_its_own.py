import pytorch_lightning as pl
import torch


class LitClassifier(pl.LightningModule):
    """Adds up losses and hits over the epoch by hand, and steps no scheduler but a rule for the rate."""

    def __init__(self, model, lr, momentum, gamma):
        super().__init__()
        self.model, self.rate, self.momentum, self.gamma = model, lr, momentum, gamma
        self.seen = {"train": [], "val": []}

    def losses(self, batch, kind):
        x, y = batch
        logs = torch.log_softmax(self.model(x), dim=1)
        losses = -logs.gather(1, y[:, None]).squeeze(1)
        self.seen[kind] += [(loss, hit) for loss, hit in zip(losses.tolist(), (logs.argmax(1) == y).tolist(), strict=True)]
        return losses

    def training_step(self, batch, batch_idx):
        return self.losses(batch, "train").mean()

    def validation_step(self, batch, batch_idx):
        self.losses(batch, "val")

    def on_train_epoch_end(self):
        self.log("train_loss", mean(loss for loss, _ in self.seen["train"]))
        self.seen["train"].clear()

    def on_validation_epoch_end(self):
        self.log("val_loss", mean(loss for loss, _ in self.seen["val"]))
        self.log("val_acc", mean(float(hit) for _, hit in self.seen["val"]))
        self.seen["val"].clear()

    def on_train_epoch_start(self):
        for group in self.optimizers().param_groups:
            group["lr"] = self.rate * self.gamma**self.current_epoch

    def predict_step(self, x, batch_idx):
        return self.model(x).argmax(dim=-1)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.rate, momentum=self.momentum)


def mean(values):
    values = list(values)
    return torch.tensor(values, dtype=torch.float64).mean().float()
