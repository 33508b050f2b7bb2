"""Cases and reference of channel-unshuffle. Everything is compared exactly: nothing is computed, only moved."""

import numpy as np
from harness import Case, distinct, integers, normal, with_specials


def cases(rng, runtime):
    """Arrays are drawn channels first and laid out for the runtime at the end, so both see the same values."""
    g, k = (
        int(n) for n in rng.permutation([2, 3, 4, 5])[:2]
    )  # never equal: with g = k a second shuffle is the inverse
    height, width = (int(n) for n in rng.permutation([3, 5, 7, 8])[:2])
    c = g * k

    def case(name, concept, x, groups, **more):
        return made(runtime, name, concept, x, groups, **more)

    listed = [
        case("public_example", "inverse", example(), 3, visibility="public"),
        case("public_random", "inverse", normal(rng, (2, 12, 3, 5)), 4, visibility="public"),
        case("public_signal", "ranks", normal(rng, (2, 6, 4)), 2, visibility="public"),
        case("public_refusal", "refusal", normal(rng, (1, 8, 2, 3)), 3, visibility="public", raises="ValueError"),
        case("random_factors", "inverse", distinct(rng, (2, c, 3, 4)), g),
        case("same_channels_other_groups", "inverse", distinct(rng, (2, 24, 3, 2)), 6, then_groups=3),
        case("many_images", "other_axes", distinct(rng, (5, c, 2, 3)), g),
        case("tall_image", "other_axes", distinct(rng, (2, c, height, width)), g),
        case("cube", "other_axes", distinct(rng, (6, 6, 6, 6)), 3),  # no size tells the axes apart
        case("signal", "ranks", distinct(rng, (3, c, 7)), g),
        case("volume", "ranks", distinct(rng, (2, c, 3, 5, 4)), g),
        case("one_group", "edge_groups", distinct(rng, (2, 6, 4, 3)), 1),
        case("one_channel_per_group", "edge_groups", distinct(rng, (2, 6, 3, 4)), 6),
        case("large_integers", "values_kept", integers(rng, (2, c, 2, 3), low=2**54, high=2**55) * 2 + 1, g),
        case("half_precision", "values_kept", normal(rng, (2, c, 3, 2), "float16"), g),
        case("double_precision", "values_kept", normal(rng, (2, c, 3, 2), "float64"), g),
        case("not_finite", "values_kept", not_finite(rng, (2, c, 3, 4)), g),
        case("gradient", "gradient", normal(rng, (2, c, 3, 4)), g, upstream=distinct(rng, (2, c, 3, 4))),
        case(
            "gradient_of_volume", "gradient", normal(rng, (1, c, 2, 3, 4)), g, upstream=distinct(rng, (1, c, 2, 3, 4))
        ),
        case("groups_do_not_divide", "refusal", normal(rng, (2, c + 1, 3, 2)), g, raises="ValueError"),
        case("more_groups_than_channels", "refusal", normal(rng, (2, c, 3, 2)), 2 * c, raises="ValueError"),
        case("no_groups", "refusal", normal(rng, (2, 4, 3, 2)), 0, raises="ValueError"),
        case("negative_groups", "refusal", normal(rng, (2, 4, 3, 2)), -2, raises="ValueError"),
    ]
    if runtime == "keras":
        listed.append(case("brain_precision", "values_kept", normal(rng, (2, c, 3, 2), "bfloat16"), g))
    else:
        listed += [
            case("sliced_memory", "memory_layout", distinct(rng, (2, c, 3, 4)), g, layout="sliced"),
            case("transposed_memory", "memory_layout", distinct(rng, (2, c, 3, 4)), g, layout="transposed"),
            case("channels_last_memory", "memory_layout", distinct(rng, (2, c, 3, 4)), g, layout="channels_last"),
            case("expanded_memory", "memory_layout", distinct(rng, (1, c, 3, 4)), g, layout="expanded", copies=3),
        ]
    return listed


def made(runtime, name, concept, x, groups, *, layout="contiguous", copies=1, then_groups=None, upstream=None, **more):
    params = {"groups": groups}
    if runtime == "pytorch":
        params |= {"layout": layout, "copies": copies}
    if then_groups is not None:
        params["then_groups"] = then_groups
    inputs = {"x": x} if upstream is None else {"x": x, "upstream": upstream}
    axis = -1 if runtime == "keras" else 1
    inputs = {key: np.ascontiguousarray(np.moveaxis(array, 1, axis)) for key, array in inputs.items()}
    return Case(name, concept, inputs, params=params, private={"axis": axis}, **more)


def reference(case):
    """out[i*k + j] = x[j*g + i]; a gradient goes the other way, as the shuffle does."""
    axis, groups = case.private["axis"], case.params["groups"]
    x = np.repeat(case.inputs["x"], case.params.get("copies", 1), axis=0)
    channels = x.shape[axis]
    expected = {"output": x.take(places(channels, groups), axis=axis)}
    if "then_groups" in case.params:
        expected["second"] = x.take(places(channels, case.params["then_groups"]), axis=axis)
    if "upstream" in case.inputs:
        expected["gradient"] = case.inputs["upstream"].take(np.argsort(places(channels, groups)), axis=axis)
    return expected


def mistakes(case):
    """The idea that is wrong most often: shuffling once more with the same number of groups."""
    if case.params.get("copies", 1) > 1:
        return {}
    x, groups, axis = case.inputs["x"], case.params["groups"], case.private["axis"]
    again = np.argsort(places(x.shape[axis], groups))
    return {"shuffled_again": {"output": x.take(again, axis=axis)}}


def places(channels, groups):
    """Where channel i*k + j of the original stands in the shuffled tensor: j*g + i."""
    original = np.arange(channels)
    return original % (channels // groups) * groups + original // (channels // groups)


def example():
    """The shuffled form of channels of which channel c holds 10c and 10c + 1."""
    original = 10 * np.arange(6)[:, None] + np.arange(2)
    return original[[0, 2, 4, 1, 3, 5]].astype(np.float32).reshape(1, 6, 1, 2)


def not_finite(rng, shape):
    return with_specials(rng, normal(rng, shape), np.nan, np.inf, -np.inf, np.nan, -0.0)
