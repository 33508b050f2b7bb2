"""Cases and reference of sync-bn-stats.

Every rank's shard is an input x0, x1, …; the adapter runs the candidate once per rank and hands out what the others gave.
Mean, variance and count are compared with all data put together, for every rank. How often and how much was given is the
adapter's record: it can only be wrong in the candidate's favour when the candidate attacks the process that it runs in.
"""

import numpy as np
from harness import EXACT, Case, Expected, Finding, as_float64, normal, unchecked


def cases(rng, runtime):
    """Shards differ in mean and spread, so that what is left out of the merging shows."""
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    listed = [
        example_case(),
        case(rng, "public_three_ranks", "merged_statistics", [(2, 3, 4), (1, 3, 2), (3, 3, 1)], visibility="public"),
        case(rng, "equal_shards", "merged_statistics", [(3, 4, 2, 5)] * 3),
        case(rng, "many_channels", "merged_statistics", [(few(2, 3), 65, 3, 2), (1, 65, 4, 3)]),
        case(rng, "far_apart", "between_shards", [(4, 3, 2)] * few(2, 3), apart=20, spread=0.5),
        case(rng, "constant_shards", "between_shards", [(2, 4, 3), (5, 4, 1)], spread=0),
        case(rng, "uneven", "uneven_shards", [(7, 3, 2, 3), (1, 3, 1, 2), (3, 3, 5, 1)], apart=3),
        case(rng, "empty_shard", "uneven_shards", [(2, 3, 4), (0, 3, 4), (3, 3, 2)], apart=3),
        case(rng, "empty_first", "uneven_shards", [(0, 5, 2, 2), (0, 5, 1, 4), (few(2, 3), 5, 3, 1)]),
        case(rng, "one_element_each", "uneven_shards", [(1, 6)] * few(3, 4)),
        case(rng, "many_ranks", "one_exchange", [(n, 4, 3) for n in rng.permutation([1, 2, 3, 4, 6]).tolist()]),
        case(rng, "alone", "one_exchange", [(4, 5, 3)]),
        case(rng, "large_mean", "stability", [(6, 3, 5), (4, 3, 7)], offset=float(rng.uniform(800, 1500)), spread=0.05, apart=0.05),
        case(rng, "small_variance", "stability", [(5, 4, 6), (3, 4, 4), (4, 4, 5)], offset=-300, spread=0.01, apart=0.01),
        case(rng, "alone_with_large_mean", "stability", [(7, 3, 6)], offset=float(rng.uniform(800, 1500)), spread=0.05, apart=0.05),
        case(rng, "half_precision", "dtypes", [(6, 3, 8, 9), (4, 3, 10, 7)], dtype="float16", offset=90, spread=30, apart=20),
        case(rng, "alone_in_half", "dtypes", [(6, 3, 8, 9)], dtype="float16", offset=90, spread=30),
        case(rng, "double_precision", "dtypes", [(4, 3, 2), (0, 3, 5), (2, 3, 5)], dtype="float64", offset=5),
        case(rng, "matrices", "any_shape", [(few(5, 7), 4), (0, 4), (3, 4)]),
        case(rng, "volumes", "any_shape", [(2, 3, 2, 3, 4), (1, 3, 4, 2, 3)]),
    ]  # fmt: skip
    if runtime == "pytorch":
        listed.append(case(rng, "brain_floats", "dtypes", [(5, 3, 6), (8, 3, 4)], dtype="bfloat16", offset=3))
    return listed


def case(rng, name, concept, shapes, *, dtype="float32", offset=0.0, spread=1.0, apart=1.5, **more):
    inputs = {}
    for rank, shape in enumerate(shapes):
        # Means that go up and down from rank to rank by at least half of `apart`: no shard speaks for all.
        loc = offset + apart * (1 if rank % 2 else -1) * float(rng.uniform(0.5, 1.5))
        inputs[f"x{rank}"] = normal(rng, shape, dtype, loc=loc, scale=spread * float(rng.uniform(0.6, 1.6)))
    n = sum(array.size for array in inputs.values()) // shapes[0][1]
    return Case(name, concept, inputs, reduction_length=n, **more)


def example_case():
    """The worked example of the statement."""
    shards = ([1, 3, 8], [0])
    inputs = {f"x{rank}": np.array(shard, dtype=np.float32).reshape(-1, 1) for rank, shard in enumerate(shards)}
    return Case("public_example", "merged_statistics", inputs, visibility="public", reduction_length=4)


def reference(case):
    mean, var, count = statistics(channels_first(case))
    world = len(case.inputs)
    dtype = "float64" if case.inputs["x0"].dtype == np.float64 else "float32"
    return {
        "mean": Expected(np.tile(mean, (world, 1)), dtype=dtype),
        "var": Expected(np.tile(var, (world, 1)), dtype=dtype),
        "count": Expected(np.full(world, float(count)), dtype="float64", tolerance=EXACT),
        "calls": unchecked((world,), "int64"),
        "numbers": unchecked((world,), "int64"),
    }


def check(case, outputs):
    world, channels = len(case.inputs), case.inputs["x0"].shape[1]
    calls, numbers = outputs["calls"], outputs["numbers"]
    least = 0 if world == 1 else 1
    return [
        Finding("calls", bool((calls <= 1).all()), mistake="too_many_calls", concept="one_exchange",
                message=f"The ranks made {calls.tolist()} calls of comm; 1 is allowed."),
        Finding("no_calls", bool((calls >= least).all()), mistake="no_exchange", concept="one_exchange",
                message="The ranks never exchanged anything."),
        Finding("numbers", bool((numbers <= 2 * channels + 1).all()), mistake="too_many_numbers", concept="one_exchange",
                message=f"A rank gave {int(numbers.max())} numbers; 2 * {channels} + 1 are allowed."),
    ]  # fmt: skip


def mistakes(case):
    """What the usual wrong ways of merging give on every rank, where that differs from the truth."""
    parts = [statistics(shard) for shard in channels_first(case, split=True) if shard.shape[1]]
    counts = np.array([count for *_, count in parts], dtype=np.float64)[:, None]
    means, variances = (np.array([part[place] for part in parts]) for place in (0, 1))
    mean, var, n = statistics(channels_first(case))
    ways = {
        "mean_of_means": ("mean", means.mean(0), mean),
        "no_variance_between_shards": ("var", (counts * variances).sum(0) / n, var),
        "mean_of_variances": ("var", variances.mean(0), var),
        "unbiased_variance": ("var", var * n / max(n - 1, 1), var),
    }
    world = len(case.inputs)
    return {
        way: {output: np.tile(wrong, (world, 1))}
        for way, (output, wrong, right) in ways.items()
        if not np.allclose(wrong, right, rtol=1e-2, atol=1e-3)
    }


def channels_first(case, split=False):
    """(C, n) of all ranks together, or one such array per rank, in float64."""
    shards = [np.moveaxis(as_float64(array), 1, 0) for array in case.inputs.values()]
    shards = [shard.reshape(len(shard), -1) if shard.size else np.zeros((len(shard), 0)) for shard in shards]
    return shards if split else np.concatenate(shards, axis=1)


def statistics(values):
    """(mean, biased variance, count) of (C, n) in two passes."""
    mean = values.mean(axis=1)
    return mean, ((values - mean[:, None]) ** 2).mean(axis=1), values.shape[1]
