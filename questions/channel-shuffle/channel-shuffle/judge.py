"""Cases and reference of channel-shuffle. Everything is compared exactly: a shuffle computes nothing."""

import numpy as np
from harness import Case, distinct, integers, normal, with_specials

# Runtimes whose images are always (N, H, W, C) and whose tensors show no strides.
CHANNELS_LAST = ("tfjs", "keras")


def cases(rng, runtime):
    """Arrays are drawn channels first and laid out for the runtime at the end, so both see the same values."""
    if runtime == "tfjs":
        return tfjs_cases(Maker(rng, runtime), rng)
    make = Maker(rng, runtime)
    g, k = make.unequal_factors()
    height, width = make.unequal_sizes()
    listed = [
        make.case("public_example", "permutation", example(), 3, visibility="public"),
        make.case("public_random", "permutation", normal(rng, (2, 12, 3, 5)), 4, visibility="public"),
        make.case("public_refusal", "refusal", normal(rng, (1, 8, 2, 3)), 3, visibility="public", raises="ValueError"),
        make.case("random_factors", "permutation", distinct(rng, (2, g * k, 3, 4)), g),
        make.case("same_channels_more_groups", "permutation", distinct(rng, (2, 24, 3, 2)), 6, then_groups=4),
        make.case("many_images", "other_axes", distinct(rng, (5, g * k, 2, 3)), g),
        make.case("tall_image", "other_axes", distinct(rng, (2, g * k, height, width)), g),
        make.case("one_group", "edge_groups", distinct(rng, (2, 6, 4, 3)), 1),
        make.case("one_channel_per_group", "edge_groups", distinct(rng, (2, 6, 3, 4)), 6),
        make.case("sliced_memory", "memory_layout", distinct(rng, (2, g * k, 3, 4)), g, layout="sliced"),
        make.case("transposed_memory", "memory_layout", distinct(rng, (2, g * k, 3, 4)), g, layout="transposed"),
        make.case("other_channel_order", "memory_layout", distinct(rng, (2, g * k, 3, 4)), g, layout="other_order"),
        make.case("expanded_memory", "memory_layout", distinct(rng, (1, g * k, 3, 4)), g, layout="expanded", copies=3),
        make.case("large_integers", "values_kept", large_integers(rng, (2, g * k, 2, 3)), g),
        make.case("half_precision", "values_kept", normal(rng, (2, g * k, 3, 2), "float16"), g),
        make.case("double_precision", "values_kept", normal(rng, (2, g * k, 3, 2), "float64"), g),
        make.case("not_finite", "values_kept", not_finite(rng, (2, g * k, 3, 4)), g),
        make.case("bytes", "values_kept", integers(rng, (2, g * k, 3, 2), "uint8", high=256), g),
        make.case("booleans", "values_kept", integers(rng, (2, g * k, 2, 3), "bool", high=2), g),
        make.case("groups_do_not_divide", "refusal", normal(rng, (2, g * k + 1, 3, 2)), g, raises="ValueError"),
        make.case("no_groups", "refusal", normal(rng, (2, 4, 3, 2)), 0, raises="ValueError"),
        make.case("negative_groups", "refusal", normal(rng, (2, 4, 3, 2)), -2, raises="ValueError"),
    ]
    if runtime == "keras":
        listed = [case for case in listed if case.concept != "memory_layout"]
        listed.append(make.case("cube", "other_axes", distinct(rng, (2, 6, 6, 6)), 3))  # no size tells the channels
        listed.append(make.case("brain_precision", "values_kept", normal(rng, (2, g * k, 3, 2), "bfloat16"), g))
    if runtime in ("pytorch", "keras"):
        upstream = distinct(rng, (2, g * k, 3, 4))
        listed.append(make.case("gradient", "gradient", normal(rng, upstream.shape), g, upstream=upstream))
    if runtime == "numpy":
        last = Maker(rng, runtime, "channels_last")
        first = Maker(rng, runtime, "channels_first")
        square = distinct(rng, (2, 6, 6, 6))  # no size tells which axis holds the channels
        listed.append(last.case("cube_channels_last", "other_axes", square, 3))
        listed.append(first.case("cube_channels_first", "other_axes", square, 3))
        listed.append(first.case("column_major_memory", "memory_layout", distinct(rng, (2, g * k, 3, 4)), g, layout="column_major"))
    return listed


def tfjs_cases(make, rng):
    """Channels last, the three dtypes that TensorFlow.js has, and no memory layouts: there are none to be seen. No gradients
    either: not every backend knows that of a gather, and an answer must be judged alike on all."""
    g, k = make.unequal_factors()
    height, width = make.unequal_sizes()
    return [
        make.case("public_example", "permutation", example(), 3, visibility="public"),
        make.case("public_random", "permutation", normal(rng, (2, 12, 3, 5)), 4, visibility="public"),
        make.case("public_refusal", "refusal", normal(rng, (1, 8, 2, 3)), 3, visibility="public", raises="RangeError"),
        make.case("random_factors", "permutation", distinct(rng, (2, g * k, 3, 4)), g),
        make.case("same_channels_more_groups", "permutation", distinct(rng, (2, 24, 3, 2)), 6, then_groups=4),
        make.case("many_images", "other_axes", distinct(rng, (5, g * k, 2, 3)), g),
        make.case("tall_image", "other_axes", distinct(rng, (2, g * k, height, width)), g),
        make.case("cube", "other_axes", distinct(rng, (2, 6, 6, 6)), 3),
        make.case("one_group", "edge_groups", distinct(rng, (2, 6, 4, 3)), 1),
        make.case("one_channel_per_group", "edge_groups", distinct(rng, (2, 6, 3, 4)), 6),
        make.case("large_integers", "values_kept", large_integers(rng, (2, g * k, 2, 3), "int32"), g),
        make.case("booleans", "values_kept", integers(rng, (2, g * k, 3, 4), "bool", high=2), g),
        make.case("not_finite", "values_kept", not_finite(rng, (2, g * k, 3, 4)), g),
        make.case("groups_do_not_divide", "refusal", normal(rng, (2, g * k + 1, 3, 2)), g, raises="RangeError"),
        make.case("no_groups", "refusal", normal(rng, (2, 4, 3, 2)), 0, raises="RangeError"),
        make.case("negative_groups", "refusal", normal(rng, (2, 4, 3, 2)), -2, raises="RangeError"),
    ]


def reference(case):
    """output, and where it is asked for the gradient: what arrived at out[j*g + i] goes back to x[i*k + j]."""
    x, groups = case.inputs["x"], case.params["groups"]
    axis = channel_axis(case)
    if case.params.get("layout") == "expanded":
        x = np.repeat(x, case.params["copies"], axis=0)
    expected = {"output": x.take(source_channels(x.shape[axis], groups), axis=axis)}
    if "then_groups" in case.params:
        expected["second"] = x.take(source_channels(x.shape[axis], case.params["then_groups"]), axis=axis)
    if "upstream" in case.inputs:
        upstream = np.moveaxis(case.inputs["upstream"], axis, 0)
        gradient = np.empty_like(upstream)
        gradient[source_channels(x.shape[axis], groups)] = upstream
        expected["gradient"] = np.moveaxis(gradient, 0, axis)
    return expected


def mistakes(case):
    """The idea that is wrong most often: g and C/g changed places."""
    if "data_format" in case.params or case.params.get("layout") == "expanded" or case.raises:
        return {}
    x, groups, axis = case.inputs["x"], case.params["groups"], channel_axis(case)
    swapped = source_channels(x.shape[axis], x.shape[axis] // groups)
    return {"inverse_permutation": {"output": x.take(swapped, axis=axis)}}


def channel_axis(case):
    return 3 if case.private.get("channels_last") or case.params.get("data_format") == "channels_last" else 1


def source_channels(channels, groups):
    """[i*k + j for each j, for each i]: where each output channel comes from."""
    per_group = channels // groups
    return np.array([i * per_group + j for j in range(per_group) for i in range(groups)])


class Maker:
    """Makes cases for one runtime. In numpy each case says its data format; without a fixed one they alternate."""

    def __init__(self, rng, runtime, data_format=None):
        self.rng, self.runtime, self.data_format, self.made = rng, runtime, data_format, 0

    def case(self, name, concept, x, groups, *, layout="contiguous", copies=1, then_groups=None, upstream=None, **more):
        channels_last = self.runtime in CHANNELS_LAST
        params = {"groups": groups} if channels_last else {"groups": groups, "layout": layout}
        if layout == "expanded":
            params["copies"] = copies
        if then_groups is not None:
            params["then_groups"] = then_groups
        inputs = {"x": x}
        if upstream is not None:
            inputs["upstream"] = upstream
        if self.runtime == "numpy":
            params["data_format"] = self.next_format()
        if channels_last:
            more["private"] = {"channels_last": True}
        if channels_last or params.get("data_format") == "channels_last":
            inputs = {key: np.ascontiguousarray(np.moveaxis(array, 1, 3)) for key, array in inputs.items()}
        return Case(name, concept, inputs, params=params, **more)

    def next_format(self):
        self.made += 1
        return self.data_format or ("channels_last", "channels_first")[(self.made - 1) % 2]

    def unequal_factors(self):
        """g and k with g != k and both above 1: with g == k the inverse permutation looks right."""
        factors = self.rng.permutation([2, 3, 4, 5])[:2]
        return int(factors[0]), int(factors[1])

    def unequal_sizes(self):
        sizes = self.rng.permutation([3, 5, 7, 8])[:2]
        return int(sizes[0]), int(sizes[1])


def example():
    """Channel c holds 10c and 10c + 1, so each value names its channel."""
    return (10 * np.arange(6)[:, None] + np.arange(2)).astype(np.float32).reshape(1, 6, 1, 2)


def large_integers(rng, shape, dtype="int64"):
    """Odd and beyond 2**53, so that neither float32 nor float64 can hold them; in int32 beyond 2**24, for float32."""
    low = 2**54 if dtype == "int64" else 2**28
    return (integers(rng, shape, low=low, high=2 * low) * 2 + 1).astype(dtype)


def not_finite(rng, shape):
    return with_specials(rng, normal(rng, shape), np.nan, np.inf, -np.inf, np.nan, -0.0)
