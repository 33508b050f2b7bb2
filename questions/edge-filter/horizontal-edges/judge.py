"""Cases and reference of horizontal-edges: three pixels below minus three above, wherever the window fits."""

import numpy as np
from harness import Case, as_float64, integers, normal


def cases(rng, runtime):
    """Images are drawn (N, C, H, W) and laid out for the runtime at the end."""
    whole = "int32" if runtime == "tfjs" else "uint8"
    refused = "RangeError" if runtime == "tfjs" else "ValueError"
    height, width = (int(size) for size in rng.permutation([4, 6, 7, 9])[:2])
    at = int(rng.integers(3, 6))

    def case(name, concept, images, **more):
        return made(runtime, name, concept, images, **more)

    listed = [
        case("public_example", "direction", step(6, 6, 3, 0, 10), visibility="public", bare=True),
        case("public_random", "sign_and_scale", normal(rng, (2, 3, 5, 7)), visibility="public"),
        case("public_bytes", "dtypes", integers(rng, (1, 2, 4, 5), whole, high=256), visibility="public"),
        case("public_refusal", "refusal", normal(rng, (1, 1, 2, 5)), visibility="public", raises=refused),
        case("left_and_right", "direction", np.ascontiguousarray(step(8, 7, at, 2, 9).swapaxes(2, 3)), bare=True),
        case("above_and_below", "direction", step(9, 5, at, 3, 11), bare=True),
        case(
            "both_directions", "direction", integers(rng, (1, 1, height, width), "float32", low=-50, high=50), bare=True
        ),
        case("darker_below", "sign_and_scale", step(8, 6, at, 20, 4), bare=True),
        case("random", "sign_and_scale", normal(rng, (2, 2, height, width), scale=3)),
        case("smallest", "shape", normal(rng, (2, 2, 3, 3))),
        case("one_row", "shape", normal(rng, (1, 2, 3, 8))),
        case("one_column", "shape", normal(rng, (1, 2, 8, 3))),
        case("bright_border", "shape", integers(rng, (1, 1, height, width), "float32", low=30, high=51), bare=True),
        case("many_channels", "independence", normal(rng, (2, 7, height, width))),
        case("many_images", "independence", normal(rng, (6, 1, 5, 4))),
        case("bytes", "dtypes", integers(rng, (2, 3, height, width), whole, high=256)),
        case("too_low", "refusal", normal(rng, (2, 3, 2, 6)), raises=refused),
        case("too_narrow", "refusal", normal(rng, (2, 3, 6, 2)), raises=refused),
        case("single_pixel", "refusal", normal(rng, (2, 3, 1, 1)), raises=refused),
    ]
    if runtime != "tfjs":
        listed.append(case("double_precision", "dtypes", normal(rng, (2, 3, height, width), "float64")))
    if runtime == "numpy":
        listed.append(case("stack_of_grey", "independence", normal(rng, (5, 1, height, width)), grey=True))
    return listed


def made(runtime, name, concept, images, *, bare=False, grey=False, **more):
    """`bare` asks for (H, W) and `grey` for (N, H, W), where the runtime has such images."""
    if runtime in ("keras", "tfjs"):
        images = np.ascontiguousarray(np.moveaxis(images, 1, 3))
    elif runtime == "numpy" and bare:
        images = images[0, 0]
    elif grey:
        images = images[:, 0]
    floating = images.dtype if images.dtype.kind == "f" else np.dtype("float32")
    return Case(name, concept, {"images": images}, output_dtypes={"output": floating.name}, reduction_length=6,
                private={"rows": 1 if runtime in ("keras", "tfjs") else images.ndim - 2}, **more)  # fmt: skip


def reference(case):
    return {"output": response(case)}


def mistakes(case):
    rows = case.private["rows"]
    return {
        "wrong_sign": {"output": -response(case)},
        "vertical_edges": {"output": summed(differences(image(case), rows + 1), rows)},
        "averaged": {"output": response(case) / 3},
    }


def response(case):
    rows = case.private["rows"]
    return summed(differences(image(case), rows), rows + 1)


def image(case):
    return as_float64(case.inputs["images"])


def differences(x, axis):
    """What is two places further on this axis, minus what is here."""
    x = np.moveaxis(x, axis, 0)
    return np.moveaxis(x[2:] - x[:-2], 0, axis)


def summed(x, axis):
    """Sums of three neighbours on this axis."""
    x = np.moveaxis(x, axis, 0)
    return np.moveaxis(x[:-2] + x[1:-1] + x[2:], 0, axis)


def step(height, width, at, above, below):
    """One grey image: `above` in the first `at` rows, `below` in the others."""
    rows = np.where(np.arange(height) < at, above, below).astype(np.float32)
    return np.broadcast_to(rows[:, None], (1, 1, height, width)).copy()
