"""Cases and reference of train-epoch: gradient descent on a linear model, step by step in float64."""

import numpy as np
from harness import Case, Expected, Finding, Tolerance, as_float64, normal, unchecked

SINGLE = Tolerance(1e-5, 1e-6)


def cases(rng, runtime):
    sizes = lambda count: [int(size) for size in rng.choice(np.arange(2, 10), count, replace=False)]  # noqa: E731
    equal = [int(rng.integers(3, 7))] * 5
    return [
        case(rng, "public_example", "mean", [2, 1], data=([[1], [2], [3]], [[2], [4], [7]], [[0]]), rate=0.1, visibility="public"),
        case(rng, "public_two_epochs", "update", [3, 2], epochs=2, visibility="public"),
        case(rng, "public_no_batch", "refusal", [], visibility="public", raises="ValueError"),
        case(rng, "uneven_batches", "mean", sizes(5)),
        case(rng, "small_last_batch", "mean", [*equal, 1]),
        case(rng, "large_first_batch", "mean", [40, 1, 2, 1]),
        case(rng, "single_batch", "mean", [int(rng.integers(5, 9))]),
        case(rng, "single_precision", "mean", sizes(6), dtype="float32"),
        case(rng, "many_steps", "memory", [2] * 49 + [1]),
        case(rng, "few_steps", "memory", sizes(3)),
        case(rng, "one_step", "memory", [4]),
        case(rng, "two_epochs", "memory", sizes(4), epochs=2),
        case(rng, "plain_steps", "update", sizes(4)),
        case(rng, "momentum", "update", sizes(6), momentum=0.9),
        case(rng, "momentum_of_two_epochs", "update", sizes(3), momentum=0.9, epochs=2),
        case(rng, "left_over_gradients", "update", sizes(3), left_over=float(rng.uniform(2, 4))),
        case(rng, "comes_in_eval_mode", "mode", sizes(4), eval_before=True),
        case(rng, "two_epochs_from_eval", "mode", sizes(2), eval_before=True, epochs=2),
        case(rng, "only_once", "loader", sizes(4)),
        case(rng, "equal_batches", "loader", equal),
        case(rng, "nothing_comes", "refusal", [], raises="ValueError"),
        case(rng, "one_loss_far_above", "update", [4, 5, 3, 5, 4], outlier=(9, 12)),
    ]  # fmt: skip


def case(rng, name, concept, batches, *, data=None, dtype="float64", rate=None, momentum=0.0, left_over=0.0, eval_before=False,
         epochs=1, outlier=(0, 0), **more):  # fmt: skip
    samples, inputs, outputs = sum(batches), int(rng.integers(2, 5)), int(rng.integers(5, 8))
    if data:
        tensors = dict(zip(("x", "y", "weight"), (np.array(one, dtype=dtype) for one in data), strict=True))
    else:
        tensors = {
            "x": normal(rng, (samples, inputs), dtype),
            "y": normal(rng, (samples, outputs), dtype, scale=2) * np.arange(1, samples + 1, dtype=dtype)[:, None] ** 0.5,
            "weight": normal(rng, (outputs, inputs), dtype),
            "bias": normal(rng, (outputs,), dtype),
        }
    tensors["y"][slice(*outlier)] *= 100
    rate = float(round(rng.uniform(0.02, 0.08), 3)) if rate is None else rate
    params = {"batches": batches, "rate": rate, "momentum": momentum, "left_over": left_over, "eval_before": eval_before,
              "epochs": epochs}  # fmt: skip
    tensors = {key: np.ascontiguousarray(value, dtype=dtype) for key, value in tensors.items()}
    return Case(name, concept, tensors, params, **more)


def reference(case):
    means, weight, bias = trained(case)
    dtype = case.inputs["x"].dtype.name
    bound = SINGLE if dtype == "float32" else None
    expected = {
        "mean": Expected(np.array(means), dtype="float64", tolerance=bound),
        "weight_after": Expected(weight, dtype=dtype),
        "facts": unchecked((5,), "int64"),
    }
    return expected if bias is None else {**expected, "bias_after": Expected(bias, dtype=dtype)}


def trained(case, weighted=True):
    """Mean of each epoch, and the parameters afterwards."""
    p, tensors = case.params, {name: as_float64(array) for name, array in case.inputs.items()}
    values = [tensors["weight"], tensors.get("bias")]
    buffers = [np.zeros_like(one) for one in values if one is not None]
    means = []
    for _ in range(p["epochs"]):
        losses, start = [], 0
        for size in p["batches"]:
            x, y = (tensors[name][start : start + size] for name in ("x", "y"))
            start += size
            error = x @ values[0].T + (0 if values[1] is None else values[1]) - y
            twice = 1 + (error > 0)
            losses.append(float(np.mean(twice * error**2)))
            slope = 2 * twice * error / error.size
            for i, gradient in enumerate([slope.T @ x, slope.sum(axis=0)][: len(buffers)]):
                buffers[i] = p["momentum"] * buffers[i] + gradient
                values[i] = values[i] - p["rate"] * buffers[i]
        means.append(float(np.average(losses, weights=p["batches"] if weighted else None)))
    return means, *values


def check(case, outputs):
    is_float, kept, after, model_calls, loss_calls = outputs["facts"].tolist()
    steps = len(case.params["batches"]) * case.params["epochs"]
    yield Finding("is_float", is_float == 1, mistake="wrong_type", concept="mean", message="The result is not a Python float.")
    yield Finding("kept_in_the_loop", kept == 0, mistake="graph_kept", concept="memory",
                  message="A graph of the last step but one, or of an earlier one, was alive when a batch was asked for.")  # fmt: skip
    yield Finding("kept_afterwards", after == 0, mistake="graph_kept", concept="memory",
                  message="A graph was still alive after the function had returned.")  # fmt: skip
    yield Finding("model_calls", model_calls == steps, mistake="wrong_count", concept="update",
                  message="The model must be called once for each batch.")  # fmt: skip
    yield Finding("loss_calls", loss_calls == steps, mistake="wrong_count", concept="update",
                  message="The loss must be computed once for each batch.")  # fmt: skip


def mistakes(case):
    return {"mean_of_means": {"mean": np.array(trained(case, weighted=False)[0])}}
