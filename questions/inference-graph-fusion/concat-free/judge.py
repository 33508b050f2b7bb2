"""Cases and reference of concat-free. All numbers are small integers, so everything is compared exactly.

That nothing was copied shows in the values: the adapter's branches write after the candidate's function has returned.
"""

import numpy as np
from harness import Case, Finding, integers, unchecked

POISON = -777


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_uneven", "offsets", [2, 3, 1], visibility="public"),
        case(rng, "public_refusal", "refusal", [2, 3], total=6, visibility="public", raises="ValueError"),
        case(rng, "equal_widths", "offsets", [3, 3, 3], images=few(1, 2)),
        case(rng, "uneven_widths", "offsets", [few(2, 3), 5, 1, 4]),
        case(rng, "other_size", "offsets", [3, 1, 2], step=2),
        case(rng, "many_images", "no_copy", [2, 4, 3], images=few(4, 5)),
        case(rng, "one_image", "no_copy", [3, few(1, 2)], images=1),
        case(rng, "inside_a_buffer", "any_memory", [2, 3, 2], memory="inside"),
        case(rng, "channels_last", "any_memory", [3, 1, 2], memory="channels_last"),
        case(rng, "same_branch_twice", "once_each", [2, 3], branches=[0, 1, 0]),
        case(rng, "one_branch", "once_each", [few(3, 4)]),
        case(rng, "double_precision", "result", [2, 1], dtype="float64", low=2**25),
        case(rng, "too_few_channels", "refusal", [3, 2, 2], total=8, raises="ValueError"),
        case(rng, "too_many_channels", "refusal", [3, few(2, 3)], total=4, raises="ValueError"),
        case(rng, "no_branches", "refusal", [], total=2, raises="ValueError"),
    ]


def case(rng, name, concept, widths, *, images=2, channels=3, step=1, memory="plain", branches=None, total=None,
         dtype="float32", low=1, **more):  # fmt: skip
    """`total` is the number of channels of out where it is not what the branches make."""
    branches = list(range(len(widths))) if branches is None else branches
    inputs = {"x": integers(rng, (images, channels, 5, 6), dtype, low=low, high=low + 60)}
    for i, width in enumerate(widths):
        inputs[f"weight_{i}"] = integers(rng, (width, channels), dtype, low=1, high=20)
    made = sum(widths[i] for i in branches)
    size = [images, made if total is None else total, -(-5 // step), -(-6 // step)]
    params = {"branches": branches, "step": step, "memory": memory, "out": size}
    return Case(name, concept, inputs, params=params, **more)


def example_case():
    """The worked example of the statement."""
    inputs = {"x": [[[[1, 2]]]], "weight_0": [[10]], "weight_1": [[1], [5]]}
    inputs = {name: np.array(values, dtype=np.float32) for name, values in inputs.items()}
    params = {"branches": [0, 1], "step": 1, "memory": "plain", "out": [1, 3, 1, 2]}
    return Case("public_example", "offsets", inputs, params=params, visibility="public")


def reference(case):
    given, params = case.inputs, case.params
    x = given["x"][:, :, :: params["step"], :: params["step"]]
    out = np.concatenate([np.einsum("oc,nchw->nohw", given[f"weight_{i}"], x) for i in params["branches"]], axis=1)
    return {
        "buffer": placed(out, params["memory"]),
        "returned_out": unchecked((), "int64"),
        "calls": unchecked((len(given) - 1,), "int64"),
    }


def check(case, outputs):
    wanted = [case.params["branches"].count(i) for i in range(len(case.inputs) - 1)]
    calls = outputs["calls"].tolist()
    return [
        Finding("returned_out", bool(outputs["returned_out"] == 1), mistake="other_object", concept="result",
                message="What was returned is not the object out, but a copy, a view or something else."),
        Finding("calls", calls == wanted, mistake="wrong_number_of_calls", concept="once_each",
                message=f"The branches were called {calls} times; in the list they stand {wanted} times."),
    ]  # fmt: skip


def placed(out, memory):
    """The whole buffer in the end: what lies around out is as it was."""
    n, channels, height, width = out.shape
    if memory == "inside":
        buffer = np.full((n, channels + 3, height + 1, width + 2), POISON, out.dtype)
        buffer[:, 2:-1, 1:, 1:-1] = out
        return buffer
    return np.ascontiguousarray(out.transpose(0, 2, 3, 1)) if memory == "channels_last" else out
