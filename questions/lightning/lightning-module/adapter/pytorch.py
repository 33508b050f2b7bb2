"""Lets the real Trainer of Lightning train the candidate's module on the CPU, and reads what came of it."""

import logging
import sys
import warnings

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def run(entry, inputs, params):
    model = built(inputs)
    module = entry(model, params["lr"], params["momentum"], params["gamma"])
    trainer = trainer_for(module, params)
    train = loader(TensorDataset(inputs["x"], inputs["y"]), params["batch_size"])
    val = loader(TensorDataset(inputs["val_x"], inputs["val_y"]), params["val_batch_size"])
    trainer.fit(module, train, val)
    # Before predict, which begins with empty metrics.
    metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
    predicted = trainer.predict(module, loader(Rows(inputs["new_x"]), params["val_batch_size"]))
    return {
        "parameters": torch.cat([parameter.detach().reshape(-1) for parameter in model.parameters()]),
        **{name: torch.tensor([metrics.get(name, float("nan"))]) for name in ("train_loss", "val_loss", "val_acc")},
        "predictions": torch.cat(list(predicted)),
    }


class Rows(torch.utils.data.Dataset):
    """Inputs without labels: a batch is a tensor, and no list of tensors."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        return self.rows[place]


def loader(data, batch_size):
    return DataLoader(data, batch_size=batch_size, shuffle=False)


def built(inputs):
    """Linear, or linear - tanh - linear, with the given weights."""
    layers = []
    for weight, bias in (("w1", "b1"), ("w2", "b2")):
        if weight in inputs:
            layer = nn.Linear(*reversed(inputs[weight].shape))
            layer.load_state_dict({"weight": inputs[weight].clone(), "bias": inputs[bias].clone()})
            layers += [nn.Tanh(), layer] if layers else [layer]
    return nn.Sequential(*layers)


def trainer_for(module, params):
    """`lightning` and `pytorch_lightning` hold the same classes twice, and a module fits the trainer of its own."""
    older = sys.modules.get("pytorch_lightning")
    if older is not None and isinstance(module, older.LightningModule):
        trainer_class = older.Trainer
    else:
        from lightning.pytorch import Trainer as trainer_class  # noqa: N813
    warnings.simplefilter("ignore")
    for name in ("lightning.pytorch", "pytorch_lightning"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return trainer_class(
        accelerator="cpu",
        devices=1,
        max_epochs=params["epochs"],
        accumulate_grad_batches=params["accumulate"],
        gradient_clip_val=params["clip"],
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        default_root_dir="/box",
    )
