"""Cases and reference of lightning-module.

The reference trains the same network by its own forward and backward pass in float64, batch by batch, with what the
trainer adds to it: accumulation, clipping, an epoch's scheduler. It shares nothing with torch or Lightning.
"""

import numpy as np
from harness import Case, Expected, as_float64, normal

# Scores closer than this could be ordered otherwise in float32.
MARGIN = 2e-3


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_linear", "training", 12, 4, sizes=(3, 4), visibility="public"),
        case(rng, "public_uneven", "metrics", 10, 4, sizes=(3, 3), val=7, epochs=2, visibility="public"),
        case(rng, "one_batch", "training", 9, 9, sizes=(4, 3)),
        case(rng, "two_layers", "training", 24, 6, sizes=(4, 7, 3), epochs=3),
        case(rng, "left_over_batch", "training", 6 * few(2, 3) + 1, 6, sizes=(5, 4, 3), epochs=2),
        case(rng, "two_classes", "training", 16, 5, sizes=(3, 2), epochs=2),
        case(rng, "momentum", "optimizer", 20, 4, sizes=(4, 5, 3), momentum=float(rng.uniform(0.8, 0.95))),
        case(rng, "schedule", "optimizer", 12, 4, sizes=(3, 5), epochs=few(4, 5), gamma=float(rng.uniform(0.3, 0.6))),
        case(rng, "momentum_and_schedule", "optimizer", 15, 4, sizes=(4, 6, 3), epochs=3, momentum=0.9, gamma=0.5),
        case(rng, "accumulated", "left_to_trainer", 24, 4, sizes=(4, 3), epochs=2, accumulate=3, momentum=0.5),
        case(rng, "accumulated_left_over", "left_to_trainer", 17, 4, sizes=(4, 5, 3), epochs=2, accumulate=2, gamma=0.7),
        case(rng, "clipped", "left_to_trainer", 16, 4, sizes=(4, 3), epochs=2, clip=0.05, momentum=0.3),
        case(rng, "accumulated_and_clipped", "left_to_trainer", 18, 3, sizes=(5, 4, 3), accumulate=2, clip=0.1),
        case(rng, "uneven_epoch", "metrics", 11, 5, sizes=(4, 3), epochs=2, lr=0.5),
        case(rng, "uneven_validation", "metrics", 8, 4, sizes=(4, 3), val=9, val_batch=4, epochs=1),
        case(rng, "last_epoch_counts", "metrics", 10, 3, sizes=(3, 6, 4), val=13, val_batch=5, epochs=4, lr=0.3),
        case(rng, "single_validation_sample", "metrics", 8, 3, sizes=(3, 3), val=1),
        case(rng, "classes", "prediction", 14, 5, sizes=(4, 6, 5), new=17),
        case(rng, "single_new_sample", "prediction", 9, 4, sizes=(5, 4), new=1),
    ]  # fmt: skip


def case(rng, name, concept, n, batch_size, *, sizes, epochs=1, lr=0.1, momentum=0.0, gamma=1.0, accumulate=1, clip=None,
         val=6, val_batch=4, new=6, **more):  # fmt: skip
    """`sizes`: features, hidden units if any, classes."""
    while True:
        inputs = {}
        for prefix, count in (("", n), ("val_", val), ("new_", new)):
            inputs[f"{prefix}x"] = normal(rng, (count, sizes[0]), scale=1.5)
            if prefix != "new_":
                inputs[f"{prefix}y"] = rng.integers(0, sizes[-1], count)
        for number, (into, out) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
            inputs[f"w{number}"] = normal(rng, (out, into), scale=0.8)
            inputs[f"b{number}"] = normal(rng, (out,), scale=0.5)
        params = {"lr": lr, "momentum": momentum, "gamma": gamma, "epochs": epochs, "batch_size": batch_size,
                  "val_batch_size": val_batch, "accumulate": accumulate, "clip": clip}  # fmt: skip
        made = Case(name, concept, inputs, params=params, **more)
        if is_telling(made):
            return made


def example_case():
    """The worked example of the statement: 1 step from scores of 0."""
    f = lambda *values: np.array(values, dtype=np.float32).reshape(-1, 1)  # noqa: E731
    inputs = {"x": f(1), "y": np.array([1]), "val_x": f(2, -2, 4), "val_y": np.array([1, 0, 0]), "new_x": f(3, -3),
              "w1": np.zeros((2, 1), dtype=np.float32), "b1": np.zeros(2, dtype=np.float32)}  # fmt: skip
    params = {"lr": 1.0, "momentum": 0.0, "gamma": 1.0, "epochs": 1, "batch_size": 1, "val_batch_size": 2, "accumulate": 1, "clip": None}
    return Case("public_example", "training", inputs, params=params, visibility="public")


def is_telling(case):
    """No two scores so close that rounding decides."""
    trained = train(case)
    scores = np.concatenate([forward(trained["weights"], as_float64(case.inputs[name]))[-1] for name in ("val_x", "new_x")])
    ordered = np.sort(scores, axis=1)
    return bool((ordered[:, -1] - ordered[:, -2] > MARGIN).all())


def reference(case):
    trained = train(case)
    scores = forward(trained["weights"], as_float64(case.inputs["val_x"]))[-1]
    labels = case.inputs["val_y"]
    losses, _ = cross_entropy(scores, labels)
    single = lambda value: Expected(np.array([value], dtype=np.float64), dtype="float32")  # noqa: E731
    return {
        "parameters": Expected(np.concatenate([array.ravel() for array in trained["weights"]]), dtype="float32"),
        "train_loss": single(trained["loss"]),
        "val_loss": single(losses.mean()),
        "val_acc": single((scores.argmax(axis=1) == labels).mean()),
        "predictions": forward(trained["weights"], as_float64(case.inputs["new_x"]))[-1].argmax(axis=1),
    }


def mistakes(case):
    """Means over batches in place of samples, and the last batch alone."""
    if case.name == "public_example":
        return {}
    trained = train(case)
    means = {"mean_of_batch_means": np.mean(trained["batch_losses"]), "last_batch_only": trained["batch_losses"][-1]}
    return {way: {"train_loss": np.array([value])} for way, value in means.items() if abs(value - trained["loss"]) > 1e-3}


def train(case):
    """weights after all epochs, mean loss of the last epoch over samples, and its losses by batch."""
    p = case.params
    weights = [as_float64(case.inputs[name]) for name in ("w1", "b1", "w2", "b2") if name in case.inputs]
    x, y = as_float64(case.inputs["x"]), case.inputs["y"]
    starts = range(0, len(x), p["batch_size"])
    velocity, gathered = None, [0.0] * len(weights)
    for epoch in range(p["epochs"]):
        lr = p["lr"] * p["gamma"] ** epoch
        total, batch_losses = 0.0, []
        for number, start in enumerate(starts, start=1):
            rows = slice(start, start + p["batch_size"])
            losses, gradients = loss_and_gradients(weights, x[rows], y[rows])
            total += losses.sum()
            batch_losses.append(losses.mean())
            # The trainer divides by the number of batches that it gathers, a smaller last group too.
            gathered = [g + new / p["accumulate"] for g, new in zip(gathered, gradients, strict=True)]
            if number % p["accumulate"] and number < len(starts):
                continue
            step = clipped(gathered, p["clip"])
            velocity = step if velocity is None else [p["momentum"] * v + g for v, g in zip(velocity, step, strict=True)]
            weights = [w - lr * v for w, v in zip(weights, velocity, strict=True)]
            gathered = [0.0] * len(weights)
    return {"weights": weights, "loss": total / len(x), "batch_losses": batch_losses}


def clipped(gradients, limit):
    if limit is None:
        return gradients
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * min(1.0, limit / (norm + 1e-6)) for g in gradients]


def forward(weights, x):
    """Inputs of each layer, then the scores."""
    if len(weights) == 2:
        return [x, x @ weights[0].T + weights[1]]
    hidden = np.tanh(x @ weights[0].T + weights[1])
    return [x, hidden, hidden @ weights[2].T + weights[3]]


def cross_entropy(scores, labels):
    """(losses per row, softmax)."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return log_sum - shifted[np.arange(len(labels)), labels], np.exp(shifted - log_sum[:, None])


def loss_and_gradients(weights, x, labels):
    """Losses of the rows, and the gradients of their mean in the order of the weights."""
    *inputs, scores = forward(weights, x)
    losses, shares = cross_entropy(scores, labels)
    shares[np.arange(len(labels)), labels] -= 1
    d_scores = shares / len(labels)
    last = [d_scores.T @ inputs[-1], d_scores.sum(axis=0)]
    if len(inputs) == 1:
        return losses, last
    d_hidden = (d_scores @ weights[2]) * (1 - inputs[1] ** 2)
    return losses, [d_hidden.T @ x, d_hidden.sum(axis=0), *last]
