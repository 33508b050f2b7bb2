"""Cases and reference of check-invalid-loss-hook.

The losses of all iterations are the input; what must come back is the iteration in which the training stopped. The
judge finds it by the rule alone: the first iteration i, counted from 1, for which some interval divides i and the loss is
not finite. Texts come back as bytes and are read here.
"""

import re

import numpy as np
from harness import Case, Finding, as_float64, cast, unchecked, uniform

NAN, INF = float("nan"), float("inf")
TEXT_BYTES = 400
RUNTIME_ERROR, ASSERTION = 1, 2


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    whole = lambda low, high: int(rng.integers(low, high + 1))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_between", "interval", [8], 4, {3: NAN, 6: INF}, visibility="public"),
        case(rng, "built_from_config", "registered_hook", [12], 3, {9: NAN}),
        case(rng, "default_interval", "registered_hook", [52], None, {10: NAN, 20: NAN, 25: INF, 49: NAN, 50: INF}),
        case(rng, "two_hooks", "registered_hook", [30], [5, 7], {6: NAN, 10: INF, 14: NAN}),
        case(rng, "nan", "not_finite", [9], 1, {whole(2, 8): NAN}),
        case(rng, "infinite", "not_finite", [9], 1, {whole(2, 8): INF}),
        case(rng, "minus_infinite", "not_finite", [9], 1, {whole(2, 8): -INF}),
        case(rng, "large", "not_finite", [9], 1, {2: 3e38, 5: -3e38, 7: 0.0}),
        case(rng, "large_double", "not_finite", [9], 1, {3: 1e300, 7: 5e-324}, dtype="float64"),
        case(rng, "half_precision", "not_finite", [9], 1, {3: 65504.0, 8: INF}, dtype="float16"),
        case(rng, "brain_floats", "not_finite", [9], 1, {3: 3e38, 7: NAN}, dtype="bfloat16"),
        case(rng, "with_graph", "not_finite", [8], 2, {6: NAN}, with_graph=True),
        case(rng, "never_wrong", "interval", [20], few(1, 3)),
        case(rng, "first_iteration", "interval", [6], 1, {1: NAN}),
        case(rng, "not_the_first", "interval", [9], 4, {1: NAN, 5: NAN, 8: INF}),
        case(rng, "not_checked", "interval", [20], 6, {i: NAN for i in range(1, 20) if i % 6}),
        # Lengths that the interval does not divide, so that counting within an epoch goes astray.
        case(rng, "second_epoch", "interval", [7, 7, 7], 5, {12: NAN, 15: INF}),
        case(rng, "resumed", "interval", [6, 6, 6], 4, {8: INF, 10: NAN, 16: NAN}, start=6),
        case(rng, "resumed_between", "interval", [7, 7, 7], 3, {9: NAN}, start=7),
        case(rng, "switched_off", "interval", [12], 0, {i: NAN for i in range(1, 13)}),
        case(rng, "negative_interval", "interval", [12], -3, {i: NAN for i in range(1, 13)}),
        case(rng, "longer_than_training", "interval", [9], 50, {9: NAN}),
        case(rng, "validation_loss", "only_training", [4, 4], 1, val_loss="nan"),
        case(rng, "validation_and_training", "only_training", [4, 4], 2, {6: INF}, val_loss="inf"),
        case(rng, "other_outputs", "only_training", [6], 1, {5: NAN}, other_outputs={"loss_aux": "nan", "grad_norm": "inf"}),
        case(rng, "says_where", "loud", [40], few(6, 9), {i: NAN for i in range(30, 41)}),
        case(rng, "says_where_second_epoch", "loud", [11, 11], 7, {14: INF}),
        case(rng, "quiet_otherwise", "loud", [10], 1),
    ]  # fmt: skip


def case(rng, name, concept, epochs, intervals, at=None, *, dtype="float32", start=0, with_graph=False, val_loss="0.5",
         other_outputs=None, **more):  # fmt: skip
    """`at`: iteration, counted from 1 -> loss in the place of an ordinary one."""
    losses = uniform(rng, (sum(epochs),), "float64", low=0.1, high=3)
    for iteration, loss in (at or {}).items():
        losses[iteration - 1] = loss
    params = {"epochs": epochs, "intervals": intervals if isinstance(intervals, list) else [intervals], "start": start,
              "with_graph": with_graph, "val_loss": val_loss, "other_outputs": other_outputs or {}}  # fmt: skip
    return Case(name, concept, {"losses": cast(losses, dtype)}, params=params, **more)


def example_case():
    """The worked example of the statement."""
    losses = np.array([2.5, 1.5, 1, 0.75, 0.5, NAN, NAN, NAN], dtype=np.float32)
    params = {"epochs": [8], "intervals": [2], "start": 0, "with_graph": False, "val_loss": "0.5", "other_outputs": {}}
    return Case("public_example", "not_finite", {"losses": losses}, params=params, visibility="public")


def stops_at(case):
    """Completed iterations when the training stops, -1 if it does not."""
    intervals = [50 if interval is None else interval for interval in case.params["intervals"]]
    losses = as_float64(case.inputs["losses"])
    for done in range(case.params["start"], len(losses)):
        if not np.isfinite(losses[done]) and any(n > 0 and (done + 1) % n == 0 for n in intervals):
            return done
    return -1


def reference(case):
    return {
        "stopped_at": np.array([stops_at(case)], dtype=np.int64),
        "kind": unchecked((1,), "int64"),
        "is_hook": np.array([1], dtype=np.int64),
        "outputs_kept": unchecked((1,), "int64"),
        "errors_logged": unchecked((1,), "int64"),
        "others_logged": unchecked((1,), "int64"),
        "message": unchecked((TEXT_BYTES,), "uint8"),
        "logged": unchecked((TEXT_BYTES,), "uint8"),
    }


def check(case, outputs):
    yield Finding("outputs_kept", outputs["outputs_kept"][0] == 1, mistake="outputs_changed", concept="only_training",
                  message="The outputs were changed; the runner and other hooks read them afterwards.")  # fmt: skip
    yield from after_the_stop(case, outputs)


def after_the_stop(case, outputs):
    at = stops_at(case)
    kind, errors, others = (int(outputs[name][0]) for name in ("kind", "errors_logged", "others_logged"))
    if int(outputs["stopped_at"][0]) != at:
        return []  # that is said already; what it said about a wrong place teaches nothing
    if at < 0:
        return [Finding("silent", errors == 0 and others == 0, mistake="needless_log", concept="loud",
                        message=f"{errors + others} records were logged although nothing happened.")]  # fmt: skip
    message, logged = text(outputs["message"]), text(outputs["logged"])
    return [
        Finding("kind", kind == RUNTIME_ERROR, mistake="assertion" if kind == ASSERTION else "other_exception", concept="loud",
                message="The training must end with a RuntimeError."),
        Finding("message", names(at + 1, message), mistake="iteration_not_named", concept="loud",
                message=f"The message of the exception does not name iteration {at + 1}: {message!r}"),
        Finding("logged", errors == 1 and others == 0, mistake="not_logged_once", concept="loud",
                message=f"{errors} records of level ERROR and {others} others were logged; 1 and 0 are asked."),
        Finding("logged_text", names(at + 1, logged), mistake="iteration_not_named", concept="loud",
                message=f"The record does not name iteration {at + 1}: {logged!r}"),
    ]  # fmt: skip


def names(number, said):
    return str(number) in re.findall(r"\d+", said)


def text(values):
    return bytes(values.tolist()).rstrip(b"\0").decode("utf-8", "replace")
