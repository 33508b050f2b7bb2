"""Cases and reference of grad-scaler.

A case is a little program: which calls come in which order. The judge runs it in float64, with the one rounding that
matters: the gradient of a weight passes through float16, where it may vanish or overflow.
"""

import numpy as np
from harness import Case, Expected, Tolerance, as_float64, cast, normal

SGD = {"lr": 0.25, "momentum": 0.0, "weight_decay": 0.0, "groups": [[0, 1]]}
HEAVY = {**SGD, "momentum": 0.875, "weight_decay": 0.125}
ROUND = [["zero"], ["backward"], ["step", 0], ["update"]]
CLIPPED = [["zero"], ["backward"], ["unscale", 0], ["record"], ["clip", 0, 1.5], ["step", 0], ["update"]]
CLAMPED = [["zero"], ["backward"], ["unscale", 0], ["clamp", 0, 1.5], ["step", 0], ["update"]]
LEFT_OUT = [["zero"], ["backward"], ["unscale", 0], ["update"]]
PAIR = [["zero"], ["backward"], ["step", 0], ["step", 1], ["update"]]
TWO = [{**HEAVY, "groups": [[0]]}, {**HEAVY, "lr": 0.5, "groups": [[1], [2]]}]


def cases(rng, runtime):
    make = Maker(rng)
    bad = [np.inf, -np.inf, np.nan]
    return [
        make.example(),
        make.case("public_overflow", "skipping", ROUND * 4, optimizers=[HEAVY], large=[[1, 1]], visibility="public"),
        make.case("public_clipping", "explicit_unscale", CLIPPED * 3, visibility="public"),
        make.case("public_misuse", "protocol", [["zero"], ["backward"], ["unscale", 0], ["unscale", 0]], raises="RuntimeError",
                  visibility="public"),
        make.case("many_rounds", "unscaling", ROUND * 6, optimizers=[HEAVY], scale=2.0**11),
        make.case("scale_of_one", "unscaling", ROUND * 3, scale=1.0),
        make.case("odd_scale", "unscaling", ROUND * 3, scale=float(rng.integers(300, 500)) + 0.5),
        make.case("tiny_gradients", "unscaling", ROUND * 3, optimizers=[{**SGD, "lr": 2.0**24}], size=2.0**-26, scale=2.0**17),
        make.case("added_up", "unscaling", [["zero"], ["backward"], ["backward"], ["backward"], ["step", 0], ["update"]] * 2),
        make.case("clipped", "explicit_unscale", CLIPPED * 4, optimizers=[HEAVY], scale=2.0**12),
        make.case("clipped_or_not", "explicit_unscale", CLIPPED + ROUND + CLIPPED + ROUND, scale=2.0**9),
        make.case("clamped_overflow", "explicit_unscale", CLAMPED * 4, optimizers=[HEAVY], large=[[1, 0]]),
        make.case("clipped_overflow", "explicit_unscale", [one for one in CLIPPED if one != ["record"]] * 4, optimizers=[HEAVY],
                  large=[[1, 0]]),
        *[make.case(f"single_{name}", "detection", ROUND * 3, optimizers=[HEAVY], strange=[[1, int(rng.integers(2)), value]])
          for name, value in zip(("infinity", "minus_infinity", "nan"), bad, strict=True)],
        make.case("in_the_last_group", "detection", ROUND * 3, optimizers=[{**SGD, "groups": [[0], [1], [2]]}], parameters=3,
                  large=[[1, 2]]),
        make.case("of_both_signs", "detection", ROUND * 3, optimizers=[HEAVY], large=[[1, 0]], both_signs=True),
        make.case("nearly_too_large", "detection", ROUND * 2, scale=1024.0, size=30.0, bounded=True),
        make.case("without_gradient", "detection", ROUND * 3, optimizers=[{**HEAVY, "groups": [[0, 1], [2]]}], parameters=3,
                  absent=[[0, 0], [1, 2], [2, 1]]),
        make.case("overflows_between", "skipping", ROUND * 7, optimizers=[HEAVY], large=[[0, 0], [2, 1], [3, 0], [5, 1]], scale=2.0**13),
        make.case("gradients_recover", "skipping", ROUND * 6, optimizers=[HEAVY], steady=[100, 0, 6.0], scale=2.0**16),
        make.case("interval", "schedule", ROUND * 11, interval=3, scale=8.0),
        make.case("interval_of_one", "schedule", ROUND * 4, interval=1, scale=4.0),
        make.case("overflow_resets", "schedule", ROUND * 10, interval=3, scale=2.0**12, large=[[2, 0], [4, 1]]),
        make.case("other_factors", "schedule", ROUND * 9, interval=2, scale=2.0**12, growth=3.0, backoff=0.125, large=[[3, 1]]),
        # Some scalers stop at 1 or at 2**24; the statement knows no such limits.
        make.case("below_one", "schedule", ROUND * 4, scale=1.0, strange=[[0, 0, 1e5], [2, 1, 3e5]]),
        make.case("grows_far", "schedule", ROUND * 7, interval=1, scale=2.0**15, growth=8.0, size=2.0**-31,
                  optimizers=[{**SGD, "lr": 2.0**28}]),
        make.case("two_optimizers", "several_optimizers", PAIR * 5, optimizers=TWO, parameters=3, interval=2),
        make.case("first_overflows", "several_optimizers", PAIR * 5, optimizers=TWO, parameters=3, interval=2, large=[[1, 0]]),
        make.case("second_overflows", "several_optimizers", PAIR * 5, optimizers=TWO, parameters=3, interval=3, large=[[1, 2]]),
        make.case("second_by_hand", "several_optimizers",
                  [["zero"], ["backward"], ["unscale", 1], ["clip", 1, 0.5], ["step", 0], ["step", 1], ["update"]] * 4,
                  optimizers=TWO, parameters=3, large=[[2, 0]]),
        make.case("second_by_hand_later", "several_optimizers",
                  [["zero"], ["backward"], ["step", 0], ["unscale", 1], ["clip", 1, 0.5], ["step", 1], ["update"]] * 3,
                  optimizers=TWO, parameters=3),
        make.case("second_has_none", "several_optimizers", PAIR * 4, optimizers=TWO, parameters=3, interval=2,
                  absent=[[0, 1], [0, 2], [2, 1], [2, 2]]),
        make.case("in_turns", "several_optimizers", [["zero"], ["backward"], ["step", 0], ["update"],
                                                     ["zero"], ["backward"], ["step", 1], ["update"]] * 3,
                  optimizers=TWO, parameters=3, interval=2, large=[[2, 0]]),
        make.case("unscaled_and_left_out", "explicit_unscale", (LEFT_OUT + CLIPPED) * 3, optimizers=[HEAVY], interval=2),
        make.case("overflow_left_out", "explicit_unscale", ROUND + LEFT_OUT + ROUND * 3 + LEFT_OUT, interval=2, large=[[1, 0], [5, 1]]),
        make.case("unscaled_after_step", "protocol", [["zero"], ["backward"], ["step", 0], ["unscale", 0]], raises="RuntimeError"),
        make.case("two_steps", "protocol", [["zero"], ["backward"], ["step", 0], ["step", 0]], raises="RuntimeError"),
        make.case("two_steps_by_hand", "protocol", CLIPPED + [["zero"], ["backward"], ["unscale", 0], ["step", 0], ["step", 0]],
                  raises="RuntimeError"),
        make.case("unscaled_after_overflow", "protocol", [["zero"], ["backward"], ["unscale", 0], ["unscale", 0]], large=[[0, 1]],
                  raises="RuntimeError"),
        make.case("new_rounds", "protocol", (CLIPPED + ROUND) * 2, optimizers=[HEAVY], repeat=True),
        make.case("saved_and_loaded", "resume", ROUND * 2 + [["reload"]] + ROUND * 5, interval=3, scale=2.0**17, size=2.0**-7),
        make.case("loaded_after_overflow", "resume", ROUND * 3 + [["reload"]] + ROUND * 4, interval=2, scale=2.0**12, large=[[1, 0]]),
    ]  # fmt: skip


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def case(self, name, concept, program, *, optimizers=(SGD,), parameters=2, scale=1024.0, growth=2.0, backoff=0.5, interval=1000,
             size=1.0, large=(), strange=(), absent=(), both_signs=False, bounded=False, steady=None, **more):  # fmt: skip
        """large, strange, absent: [round, parameter, …]; round counts the backward passes."""
        rounds = sum(step[0] == "backward" for step in program)
        inputs = {}
        for i, shape in enumerate([(3, 4), (5,), (2, 2)][:parameters]):
            inputs[f"p{i}"] = normal(self.rng, shape)
            drawn = self.rng.uniform(-2, 2, (rounds, *shape)) if bounded else self.rng.normal(0, 1, (rounds, *shape))
            inputs[f"g{i}"] = cast(drawn * size, "float32")
        for at, i in large:  # scaled, beyond float16
            self.put(inputs[f"g{i}"][at], *((300.0, -300.0) if both_signs else (300.0 * self.rng.choice([-1, 1]),)))
        for at, i, value in strange:
            self.put(inputs[f"g{i}"][at], value)
        if steady:
            until, i, value = steady
            inputs[f"g{i}"].reshape(rounds, -1)[:until, 0] = value
        params = {"settings": [scale, growth, backoff, interval], "program": program, "optimizers": list(optimizers),
                  "absent": [list(one) for one in absent]}  # fmt: skip
        return Case(name, concept, inputs, params=params, reduction_length=max(rounds, 1), **more)

    def put(self, gradient, *values):
        flat = gradient.reshape(-1)
        flat[self.rng.choice(flat.size, len(values), replace=False)] = values

    def example(self):
        inputs = {"p0": np.array([1, 2], np.float32), "g0": np.array([[0.5, 0.25], [4, 80], [1, -2]], np.float32)}
        params = {
            "settings": [1024.0, 2.0, 0.5, 2],
            "program": ROUND * 3,
            "optimizers": [{**SGD, "groups": [[0]]}],
            "absent": [],
        }
        return Case("public_example", "unscaling", inputs, params=params, visibility="public")


def reference(case):
    return simulated(case)


def mistakes(case):
    if case.raises:
        return {}
    return {"steps_at_overflow": simulated(case, skips=False), "never_unscaled": simulated(case, unscales=False)}


def simulated(case, skips=True, unscales=True):
    run = Run(case, skips, unscales)
    for step in case.params["program"]:
        getattr(run, f"do_{step[0]}")(*step[1:])
    expected = {f"p{i}": one for i, one in enumerate(run.weights)}
    expected["scales"] = Expected(np.array(run.scales), dtype="float64")
    expected["stepped"] = np.array(run.stepped, dtype=np.int64)
    for name, gradient in run.recorded.items():  # tiny or not, to the digits of float32
        expected[name] = Expected(gradient, dtype="float32", tolerance=Tolerance(3e-6, 1e-12))
    return expected


class Run:
    """What the calls of a program do, by the statement."""

    def __init__(self, case, skips, unscales):
        self.skips, self.unscales = skips, unscales
        self.scale, self.growth, self.backoff, self.interval = case.params["settings"]
        self.optimizers, self.absent = case.params["optimizers"], case.params["absent"]
        count = sum(name.startswith("p") for name in case.inputs)
        self.weights = [as_float64(case.inputs[f"p{i}"]) for i in range(count)]
        self.drawn = [case.inputs[f"g{i}"] for i in range(count)]
        self.gradients, self.buffers = [None] * count, [None] * count
        self.good, self.passes = 0, 0
        self.unscaled, self.overflowed = set(), set()
        self.scales, self.stepped, self.recorded = [], [], {}

    def of(self, optimizer):
        return [i for group in self.optimizers[optimizer]["groups"] for i in group]

    def do_zero(self):
        self.gradients = [None] * len(self.gradients)

    def do_backward(self):
        for i, drawn in enumerate(self.drawn):
            if [self.passes, i] in self.absent:
                continue
            with np.errstate(all="ignore"):
                scaled = as_float64(cast(drawn[self.passes] * np.float32(self.scale), "float16"))
                self.gradients[i] = scaled if self.gradients[i] is None else self.gradients[i] + scaled
        self.passes += 1

    def do_unscale(self, optimizer):
        if optimizer in self.unscaled:
            return
        self.unscaled.add(optimizer)
        for i in self.of(optimizer):
            if self.gradients[i] is not None:
                if not np.isfinite(self.gradients[i]).all():
                    self.overflowed.add(optimizer)
                self.gradients[i] = self.gradients[i] / (self.scale if self.unscales else 1)

    def do_record(self):
        for i, gradient in enumerate(self.gradients):
            self.recorded[f"g{i}_after_{self.passes}"] = gradient

    def do_clip(self, optimizer, most):
        gradients = [self.gradients[i] for i in self.of(optimizer)]
        with np.errstate(all="ignore"):
            factor = min(1.0, most / (np.sqrt(sum(np.square(one).sum() for one in gradients)) + 1e-6))
            for i in self.of(optimizer):
                self.gradients[i] = self.gradients[i] * factor

    def do_clamp(self, optimizer, most):
        """What was infinite is finite afterwards; that it was not counts all the same."""
        for i in self.of(optimizer):
            self.gradients[i] = np.clip(self.gradients[i], -most, most)

    def do_step(self, optimizer):
        self.do_unscale(optimizer)
        fine = optimizer not in self.overflowed
        self.stepped.append(int(fine))
        if fine or not self.skips:
            self.sgd(self.optimizers[optimizer], self.of(optimizer))

    def sgd(self, options, indices):
        for i in indices:
            if self.gradients[i] is None:
                continue
            change = self.gradients[i] + options["weight_decay"] * self.weights[i]
            if options["momentum"]:
                held = self.buffers[i]
                change = self.buffers[i] = change if held is None else options["momentum"] * held + change
            self.weights[i] = self.weights[i] - options["lr"] * change

    def do_update(self):
        if self.overflowed:
            self.scale, self.good = self.scale * self.backoff, 0
        else:
            self.good += 1
            if self.good == self.interval:
                self.scale, self.good = self.scale * self.growth, 0
        self.unscaled, self.overflowed = set(), set()
        self.scales.append(self.scale)

    def do_reload(self):
        """A saved and loaded scaler goes on as if nothing had happened."""
