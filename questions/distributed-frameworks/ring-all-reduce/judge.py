"""Cases and reference of ring-all-reduce.

Every rank's array is an input x0, x1, …; the adapter plays the ranks and hands back what each returned and everything
that was sent. The results are compared with the sum. The messages are read by the judge: each must be a piece of the sum
of some neighbouring ranks, and together they must carry every element exactly as often as a ring needs.
"""

import numpy as np
from harness import Case, Expected, Finding, as_float64, integers, normal, unchecked

# Partial sums that lie closer than this could be mistaken for one another in a message of one number.
APART = 1e-3


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_even", "sum_everywhere", 4, (8,), visibility="public"),
        case(rng, "public_left_over", "uneven_chunks", 3, (7,), visibility="public"),
        case(rng, "even", "sum_everywhere", few(3, 4, 5), (60,)),
        case(rng, "very_different_ranks", "sum_everywhere", 4, (24,), spread=100),
        case(rng, "traffic", "ring_traffic", 5, (40,)),
        case(rng, "traffic_left_over", "ring_traffic", 4, (4 * few(6, 9, 12) + 1,)),
        case(rng, "one_left_over", "uneven_chunks", 4, (4 * few(3, 5) + 1,)),
        case(rng, "one_missing", "uneven_chunks", 5, (5 * few(3, 5) - 1,)),
        case(rng, "less_than_ranks", "uneven_chunks", 5, (3,)),
        case(rng, "single_number", "uneven_chunks", 4, (1,)),
        case(rng, "nothing", "uneven_chunks", 3, (0,)),
        # ceil(9 / 6) = 2: pieces of that size are used up after 5 ranks, and the last gets none.
        case(rng, "short_of_pieces", "uneven_chunks", 6, (9,)),
        case(rng, "alone", "world_sizes", 1, (5,)),
        case(rng, "pair", "world_sizes", 2, (few(5, 7, 9),)),
        case(rng, "three", "world_sizes", 3, (12,)),
        case(rng, "many_ranks", "world_sizes", few(7, 8, 9), (37,)),
        case(rng, "matrix", "arrays", 3, (4, 5)),
        case(rng, "volume", "arrays", 4, (3, 2, 5)),
        case(rng, "zero_axes", "arrays", 3, ()),
        case(rng, "transposed", "arrays", 3, (3, 7), layout="transposed"),
        case(rng, "reversed", "arrays", 4, (11,), layout="reversed"),
        case(rng, "double_precision", "arrays", 3, (14,), dtype="float64"),
        case(rng, "whole_numbers", "arrays", 3, (10,), dtype="int32"),
        case(rng, "large_whole_numbers", "arrays", 4, (13,), dtype="int64"),
    ]


def case(rng, name, concept, ranks, shape, *, dtype="float32", layout="plain", spread=1.0, **more):
    while True:
        if dtype.startswith("int"):
            # Sums of the large ones need more than the 53 bits that a float64 has.
            high = 2**60 if dtype == "int64" else 2**20
            arrays = [integers(rng, shape, dtype, low=high // 2 - high // 4, high=high // 2) for _ in range(ranks)]
        else:
            arrays = [normal(rng, shape, dtype, scale=spread ** float(rng.uniform(0, 1))) for _ in range(ranks)]
        made = Case(name, concept, {f"x{rank}": array for rank, array in enumerate(arrays)},
                    params={"layout": layout}, reduction_length=ranks, **more)  # fmt: skip
        if told_apart(made):
            return made


def example_case():
    """The worked example of the statement."""
    digits = np.array([1, 2, 3, 4], dtype=np.float32)
    inputs = {f"x{rank}": digits * np.float32(10**rank) for rank in range(3)}
    return Case("public_example", "sum_everywhere", inputs, params={"layout": "plain"}, visibility="public", reduction_length=3)


def told_apart(case):
    """Whether every partial sum of a small case differs enough from every other; long messages need no such care."""
    shards = flat(case)
    if shards.shape[1] > 2 * len(shards):
        return True
    for rank in range(len(shards)):
        values = np.sort(partial_sums(shards, rank).ravel())
        if (np.abs(values) < APART).any() or (np.diff(values) < APART).any():  # 0 is what a padded message ends with
            return False
    return True


def flat(case):
    """(ranks, elements) as the ranks see them, in C order: float64, or exact integers."""
    turned = {"plain": lambda x: x, "transposed": lambda x: x.T, "reversed": lambda x: x[..., ::-1]}[case.params["layout"]]
    rows = [turned(x if x.dtype.kind == "i" else as_float64(x)).reshape(-1) for x in case.inputs.values()]
    return np.stack(rows)


def partial_sums(shards, rank):
    """(ranks, elements): row k - 1 is the sum of the k ranks that end with `rank`, going left."""
    return np.cumsum(shards[[(rank - k) % len(shards) for k in range(len(shards))]], axis=0)


def reference(case):
    shards, first = flat(case), case.inputs["x0"]
    ranks, n = shards.shape
    shape = first.T.shape if case.params["layout"] == "transposed" else first.shape
    total = np.broadcast_to(shards.sum(axis=0).reshape(shape), (ranks, *shape))
    slots, width = max(2 * (ranks - 1), 1), max(-(-n // ranks), 1)
    counts = {name: unchecked((ranks,), "int64") for name in ("messages", "largest", "bytes", "elsewhere")}
    return {
        "output": Expected(np.array(total).astype(first.dtype) if first.dtype.kind == "i" else np.array(total), dtype=first.dtype.name),
        "own": unchecked((ranks,), "int64"),
        **counts,
        "sizes": unchecked((ranks, slots), "int64"),
        "payloads": unchecked((ranks, slots, width), first.dtype.name),
    }


def check(case, outputs):
    shards = flat(case)
    ranks, n = shards.shape
    steps, piece = 2 * (ranks - 1), -(-n // ranks)
    most_bytes = steps * piece * case.inputs["x0"].itemsize
    rows = outputs["output"]
    within = (
        (outputs["messages"] <= steps).all()
        and (outputs["largest"] <= piece).all()
        and (outputs["sizes"] >= 0).all()
        and (outputs["sizes"] <= piece).all()
    )
    return [
        Finding("own", bool((outputs["own"] == 1).all()), mistake="not_fresh", concept="arrays",
                message="A rank returned its input, or a view of it, instead of a new array."),
        Finding("neighbour", bool((outputs["elsewhere"] == 0).all()), mistake="wrong_neighbour", concept="ring_traffic",
                message="A rank sent to another one than its right neighbour."),
        Finding("messages", bool((outputs["messages"] <= steps).all()), mistake="too_many_messages", concept="ring_traffic",
                message=f"The ranks sent {outputs['messages'].tolist()} messages; {steps} each are allowed."),
        Finding("largest", bool((outputs["largest"] <= piece).all()), mistake="message_too_large", concept="ring_traffic",
                message=f"A message held {int(outputs['largest'].max())} numbers; {piece} are allowed."),
        Finding("bytes", bool((outputs["bytes"] <= most_bytes).all()), mistake="too_many_bytes", concept="ring_traffic",
                message=f"The ranks sent {outputs['bytes'].tolist()} bytes; {most_bytes} each are allowed."),
        Finding("pieces", not within or carries_what_a_ring_needs(shards, outputs, case), mistake="not_a_ring", concept="ring_traffic",
                message="What was sent is not every element, once for each larger partial sum and once for each rank that still lacks the sum."),
        Finding("same_bits", all(row.tobytes() == rows[0].tobytes() for row in rows), mistake="ranks_differ", concept="sum_everywhere",
                message="The ranks returned sums that differ in their last bits."),
    ]  # fmt: skip


def carries_what_a_ring_needs(shards, outputs, case):
    """For each element: messages with the sums of 1, 2, …, P - 1 ranks, then P - 1 messages with the whole sum."""
    ranks, n = shards.shape
    seen = np.zeros((n, ranks), dtype=np.int64)
    for rank in range(ranks):
        # A rank may have filled its array up with zeros, so that all pieces have the same size.
        filled = np.pad(partial_sums(shards, rank), ((0, 0), (0, -(-n // ranks) * ranks - n)))
        for size, payload in zip(outputs["sizes"][rank], outputs["payloads"][rank], strict=True):
            if size == 0:
                continue
            found = place_of(payload[:size], filled)
            if found is None:
                return False
            terms, start = found
            seen[start : start + size, terms] += 1
    needed = np.array([1] * (ranks - 1) + [ranks - 1])
    return bool((seen == needed).all())


def place_of(payload, filled):
    """(row, column) where the numbers of a message stand among the partial sums, None if nowhere."""
    windows = np.lib.stride_tricks.sliding_window_view(filled, len(payload), axis=1)
    if payload.dtype.kind == "i":
        hits = (windows == payload).all(axis=2)
    else:
        bound = (2e-5 if payload.dtype == np.float32 else 1e-9) * max(1.0, float(np.abs(filled).max()))
        hits = (np.abs(windows - payload.astype(np.float64)) <= bound).all(axis=2)
    places = np.argwhere(hits)
    return tuple(places[0]) if len(places) else None


def mistakes(case):
    """What averaging gives, as is done with gradients."""
    first = case.inputs["x0"]
    if first.dtype.kind == "i" or not first.size:
        return {}
    shards, ranks = flat(case), len(case.inputs)
    shape = (ranks, *(first.T.shape if case.params["layout"] == "transposed" else first.shape))
    total = shards.sum(axis=0)
    mean = np.tile(total / ranks, (ranks, 1))
    return {} if np.allclose(mean, total) else {"mean_not_sum": {"output": mean.reshape(shape)}}
