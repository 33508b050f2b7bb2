"""Cases and reference of warmup-schedule: the four rules in order, for every step of a case."""

import numpy as np
from harness import Case, Expected


def cases(rng, runtime):
    number = lambda low, high: int(rng.integers(low, high))  # noqa: E731
    peak = lambda: float(round(rng.uniform(0.05, 5), 3))  # noqa: E731
    floor = lambda: float(round(rng.uniform(0.005, 0.04), 4))  # noqa: E731
    warm, rest, constant = number(5, 12), number(13, 25), number(6, 14)
    long, late = number(20, 30), number(1500, 3000)
    return [
        case("public_example", "decay", range(9), 0.4, 4, 8, floor=0.04, visibility="public"),
        case("public_constant", "after_the_end", range(7), 0.3, 3, 5, decay="constant", floor=0.1, visibility="public"),
        case("public_refusal", "refusal", [-1], 0.1, 2, 5, visibility="public", raises="ValueError"),
        case("ramp_to_cosine", "ramp", range(warm), peak(), warm, warm + rest, floor=floor()),
        case("ramp_to_constant", "ramp", range(constant), peak(), constant, 3 * constant, decay="constant", floor=floor()),
        case("small_first_rate", "ramp", range(4), peak(), number(400, 900), 2000, floor=0.04),
        case("cosine", "decay", range(warm, warm + rest), peak(), warm, warm + rest, floor=floor()),
        case("cosine_to_zero", "decay", range(constant, constant + rest), peak(), constant, constant + rest),
        case("long_run", "decay", rng.integers(late, 40 * late, 60), peak(), late, 40 * late, floor=floor()),
        case("past_the_end", "after_the_end", [long, long + 1, long + 2, 2 * long, 3 * long, 1_000_000], peak(), 5, long, floor=floor()),
        case("constant_for_ever", "after_the_end", [constant, long, long + 1, 1_000_000], peak(), constant, long, decay="constant",
             floor=floor()),
        case("no_warmup", "odd_lengths", range(rest + 2), peak(), 0, rest, floor=floor()),
        case("no_warmup_constant", "odd_lengths", range(4), peak(), 0, rest, decay="constant"),
        case("all_warmup", "odd_lengths", range(warm + 2), peak(), warm, warm, floor=floor()),
        case("longer_than_training", "odd_lengths", range(rest + 3), peak(), rest, warm, floor=floor()),
        case("no_training", "odd_lengths", [0, 1], peak(), 0, 0, floor=floor()),
        case("one_step_each", "odd_lengths", [0, 1, 2], peak(), 1, 2, floor=floor()),
        case("floor_is_peak", "odd_lengths", range(warm + rest), 0.02, warm, warm + rest, floor=0.02),
        case("any_order", "stateless", rng.permutation(np.repeat(np.arange(warm + rest + 2), 2)), peak(), warm, warm + rest, floor=floor()),
        case("resumed", "stateless", range(warm + 3, warm + rest), peak(), warm, warm + rest, floor=floor(), repeat=True),
        case("negative_step", "refusal", [-1], peak(), warm, warm + rest, decay="constant", raises="ValueError"),
        case("negative_warmup", "refusal", [3], peak(), -1, rest, raises="ValueError"),
        case("negative_total", "refusal", [3], peak(), 0, -1, raises="ValueError"),
        case("negative_total_constant", "refusal", [3], peak(), 0, -1, decay="constant", raises="ValueError"),
        case("negative_total_in_warmup", "refusal", [1], peak(), warm, -1, raises="ValueError"),
        case("negative_warmup_constant", "refusal", [3], peak(), -1, rest, decay="constant", raises="ValueError"),
        case("negative_step_without_warmup", "refusal", [-1], peak(), 0, rest, raises="ValueError"),
        case("unknown_decay_after_the_end", "refusal", [3 * rest], peak(), 0, rest, decay="linear", raises="ValueError"),
        case("unknown_decay", "refusal", [rest], peak(), warm, 2 * rest, decay="linear", raises="ValueError"),
        case("unknown_beginning", "refusal", [rest], peak(), warm, 2 * rest, decay="cos", raises="ValueError"),
        case("unknown_decay_in_warmup", "refusal", [1], peak(), warm, 2 * rest, decay="Cosine", raises="ValueError"),
    ]  # fmt: skip


def case(name, concept, steps, peak, warmup, total, *, decay="cosine", floor=0.0, **more):
    params = {"peak": peak, "warmup": warmup, "total": total, "decay": decay, "floor": floor}
    return Case(name, concept, {"steps": np.array(steps, dtype=np.int64)}, params, **more)


def reference(case):
    return {"rates": Expected(rates(case), dtype="float64")}


def rates(case, *, first=1, start=None, end=None):
    """The stated rates. `first`, `start` and `end` are only moved to recognise wrong ideas."""
    p = case.params
    steps, peak, warmup, floor = case.inputs["steps"].astype(np.float64), p["peak"], p["warmup"], p["floor"]
    ramp = peak * (steps + first) / max(warmup, 1)
    if p["decay"] == "constant":
        after = np.full(steps.shape, peak)
    else:
        start, end = (warmup if start is None else start), (p["total"] if end is None else end)
        progress = (steps - start) / max(end - start, 1)
        after = np.where(steps < p["total"], floor + (peak - floor) / 2 * (1 + np.cos(np.pi * progress)), floor)
    return np.where(steps < warmup, ramp, after)


def mistakes(case):
    """Rates as some wrong ideas give them."""
    warmup, total = case.params["warmup"], case.params["total"]
    return {
        "first_rate_is_zero": {"rates": rates(case, first=0)},
        "progress_counted_from_zero": {"rates": rates(case, start=0)},
        "warmup_not_in_total": {"rates": rates(case, end=total + warmup)},
        "off_by_one": {"rates": rates(case, end=total - 1)},
    }
