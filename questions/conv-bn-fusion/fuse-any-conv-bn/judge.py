"""Cases and reference of fuse-any-conv-bn: convolutions of 1 to 3 spatial axes, ordinary and transposed, with groups."""

import itertools

import numpy as np
from harness import (
    Case,
    Expected,
    Finding,
    as_float64,
    batch_norm_reference,
    batch_norm_scale_shift,
    conv_reference,
    normal,
    unchecked,
    uniform,
)

PADDING_MODES = ["zeros", "reflect", "replicate", "circular"]
ORIGINALS = ("weight", "conv_bias", "running_mean", "running_var", "gamma", "beta")
STRUCTURE = [1, 1, 0, 0, 0]  # the very type, one module, no hooks, no buffers, not the module that was given
SPATIAL = {1: (11,), 2: (7, 6), 3: (5, 4, 6)}


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_conv1d", "every_rank", "Conv1d", (3, 5), visibility="public", bias=True),
        case(rng, "public_training", "refusal", "Conv1d", (2, 3), training=True, visibility="public", raises="ValueError"),
        case(rng, "conv1d", "every_rank", "Conv1d", (3, few(4, 5)), padding=2, bias=True),
        case(rng, "conv2d", "every_rank", "Conv2d", (4, 4), bias=True),
        case(rng, "conv3d", "every_rank", "Conv3d", (2, few(3, 5)), kernel=[2, 3, 2]),
        case(rng, "grouped", "groups", "Conv2d", (6, 9), groups=3, bias=True, kernel=2),
        case(rng, "depthwise", "groups", "Conv1d", (4, 8), groups=4, stride=2),
        case(rng, "transposed1d", "transposed", "ConvTranspose1d", (3, 5), bias=True),
        case(rng, "transposed2d_square", "transposed", "ConvTranspose2d", (4, 4), kernel=[4, 2], stride=2),
        case(rng, "transposed3d", "transposed", "ConvTranspose3d", (3, 2), kernel=2, stride=[1, 2, 1], padding=1),
        case(rng, "transposed_grouped", "transposed_groups", "ConvTranspose2d", (4, 6), groups=2, bias=True, kernel=2),
        case(rng, "transposed_groups_narrow", "transposed_groups", "ConvTranspose1d", (few(6, 9), 6), groups=3),
        case(rng, "transposed_depthwise", "transposed_groups", "ConvTranspose2d", (5, 5), groups=5, stride=2, bias=True),
        case(rng, "tiny_variance", "scale_shift", "Conv3d", (2, 3), kernel=2, var_range=(0.5e-12, 2e-12),
             mean_scale=0.01, weight_scale=0.02),
        case(rng, "large_eps_no_affine", "scale_shift", "ConvTranspose1d", (3, 4), affine=False, bias=True,
             eps=float(rng.uniform(0.05, 0.5))),
        case(rng, "signs_of_gamma", "scale_shift", "Conv1d", (3, 6), gamma="mixed", bias=True),
        case(rng, "output_padding", "hyper_parameters", "ConvTranspose2d", (3, 4), kernel=3, stride=[2, 3], padding=1,
             dilation=[1, 2], output_padding=[1, 2]),
        case(rng, "circular_padding", "hyper_parameters", "Conv3d", (2, 3), kernel=2, padding=[1, 2, 1],
             padding_mode="circular"),
        case(rng, "same_padding", "hyper_parameters", "Conv1d", (3, 4), kernel=4, padding="same", dilation=2, bias=True),
        case(rng, "strided_and_dilated", "hyper_parameters", "Conv2d", (2, 4), stride=[3, 2], dilation=[2, 1], padding=[0, 1]),
        case(rng, "double_precision", "precision", "ConvTranspose2d", (4, 6), groups=2, kernel=2, dtype="float64", bias=True),
        case(rng, "double_precision_3d", "precision", "Conv3d", (2, 3), kernel=2, dtype="float64"),
        case(rng, "conv_in_training", "one_layer", "ConvTranspose1d", (3, 4), bias=True, conv_training=True),
        case(rng, "training_mode", "refusal", "ConvTranspose2d", (3, 4), training=True, raises="ValueError"),
        case(rng, "no_running_statistics", "refusal", "Conv3d", (2, 4), kernel=2, track=False, raises="ValueError"),
        case(rng, "one_feature", "refusal", "Conv1d", (2, 4), normalised=1, bias=True, raises="ValueError"),
        case(rng, "features_of_the_input", "refusal", "ConvTranspose1d", (4, 2), normalised=4, raises="ValueError"),
        case(rng, "small_eps", "scale_shift", "Conv2d", (3, 4), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
             mean_scale=3e-4, weight_scale=6e-4),
    ]  # fmt: skip


def case(rng, name, concept, kind, channels, *, kernel=3, stride=1, padding=0, dilation=1, groups=1, output_padding=0,
         padding_mode="zeros", bias=False, eps=1e-5, affine=True, track=True, training=False, conv_training=False,
         normalised=None, dtype="float32", var_range=(0.2, 4.0), mean_scale=1.0, weight_scale=0.5, gamma="positive",
         **more):  # fmt: skip
    rank, (channels_in, channels_out) = int(kind[-2]), channels
    size = each(kernel, rank)
    normalised = channels_out if normalised is None else normalised
    conv = {"in_channels": channels_in, "out_channels": channels_out, "kernel_size": size, "stride": stride,
            "padding": padding, "dilation": dilation, "groups": groups, "bias": bias, "padding_mode": padding_mode}  # fmt: skip
    if transposed(kind):
        conv["output_padding"] = output_padding
        shape = (channels_in, channels_out // groups, *size)
    else:
        shape = (channels_out, channels_in // groups, *size)
    inputs = {"weight": normal(rng, shape, dtype, scale=weight_scale)}
    if bias:
        inputs["conv_bias"] = normal(rng, (channels_out,), dtype, scale=2)
    if track:
        inputs["running_mean"] = normal(rng, (normalised,), dtype, scale=mean_scale)
        inputs["running_var"] = uniform(rng, (normalised,), dtype, low=var_range[0], high=var_range[1])
    if affine:
        inputs["gamma"] = signed(gamma, uniform(rng, (normalised,), dtype, low=0.3, high=2.0))
        inputs["beta"] = normal(rng, (normalised,), dtype)
    inputs["x"] = normal(rng, (2, channels_in, *SPATIAL[rank]), dtype)
    params = {
        "kind": kind,
        "conv": conv,
        "bn": {"num_features": normalised, "eps": eps, "affine": affine, "track_running_stats": track},
        "bn_training": training,
        "conv_training": conv_training,
    }
    return Case(name, concept, inputs, params=params, reduction_length=channels_in // groups * int(np.prod(size)), **more)


def example_case():
    """The worked example of the statement: round numbers, so that it can be followed by hand."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "weight": f32(1, 2, 3, 4).reshape(2, 2, 1), "conv_bias": f32(1, 0.5, 2, 0),
        "running_mean": f32(0.5, 2, 0, 1), "running_var": f32(3.75, 0.75, 0.75, 3.75),
        "gamma": f32(3, 2, 1, 4), "beta": f32(1, -1, 0, 2), "x": f32(0, 1, 2, 3).reshape(1, 2, 2),
    }  # fmt: skip
    params = {
        "kind": "ConvTranspose1d",
        "conv": {"in_channels": 2, "out_channels": 4, "kernel_size": [1], "stride": 1, "padding": 0, "dilation": 1,
                 "groups": 2, "bias": True, "padding_mode": "zeros", "output_padding": 0},
        "bn": {"num_features": 4, "eps": 0.25, "affine": True, "track_running_stats": True},
        "bn_training": False,
        "conv_training": False,
    }  # fmt: skip
    return Case("public_example", "transposed_groups", inputs, params=params, visibility="public")


def signed(how, gamma):
    """mixed: a negative one, a zero and a positive one are certainly there."""
    if how == "mixed":
        gamma[::3] *= -1
        gamma[1::3] = 0
    return gamma


def transposed(kind):
    return kind.startswith("ConvTranspose")


def reference(case):
    weight, bias = fused(case)
    dtype = case.inputs["weight"].dtype.name
    return {
        "weight": Expected(weight, dtype=dtype, reduction_length=1),
        "bias": Expected(bias, dtype=dtype, reduction_length=1),
        "output": Expected(unfused(case), dtype=dtype),
        "settings": unchecked(settings(case).shape, "int64"),
        "structure": unchecked((len(STRUCTURE),), "int64"),
        "originals": unchecked(originals(case).shape, "float64"),
    }


def check(case, outputs):
    same_settings = np.array_equal(comparable(outputs["settings"]), comparable(settings(case)))
    return [
        Finding("structure", np.array_equal(outputs["structure"], STRUCTURE), mistake="structure", concept="one_layer",
                message="The result must be one new layer of the type of conv: no subclass, hooks, inner modules, buffers."),
        Finding("settings", same_settings, mistake="hyper_parameters", concept="hyper_parameters",
                message="An attribute of the returned layer (channels, kernel size, stride, padding, dilation, groups, "
                "padding mode, output padding) differs from the convolution that was given."),
        Finding("originals", np.array_equal(outputs["originals"], originals(case)), mistake="input_mutated",
                concept="one_layer", message="The given convolution or normalisation was changed."),
    ]  # fmt: skip


def mistakes(case):
    """Weight and bias as the usual wrong ideas give them."""
    weight, right = fused(case)
    scale, shift = scale_shift(case)
    found = {"forgot_running_mean": {"weight": weight, "bias": right + as_float64(case.inputs["running_mean"]) * scale}}
    if "conv_bias" in case.inputs:
        found["forgot_conv_bias"] = {"weight": weight, "bias": shift}
        found["conv_bias_not_scaled"] = {"weight": weight, "bias": shift + as_float64(case.inputs["conv_bias"])}
    return found


def fused(case):
    """Weight and bias in float64, one output channel after the other."""
    conv, weight = case.params["conv"], as_float64(case.inputs["weight"])
    scale, shift = scale_shift(case)
    outputs, groups = conv["out_channels"], conv["groups"]
    for o in range(outputs):
        if transposed(case.params["kind"]):
            group, place = divmod(o, outputs // groups)
            width = conv["in_channels"] // groups
            weight[group * width : (group + 1) * width, place] *= scale[o]
        else:
            weight[o] *= scale[o]
    bias = as_float64(case.inputs["conv_bias"]) if "conv_bias" in case.inputs else np.zeros(outputs)
    return weight, bias * scale + shift


def scale_shift(case):
    given = case.inputs
    return batch_norm_scale_shift(given["running_mean"], given["running_var"], given.get("gamma"), given.get("beta"),
                                  eps=case.params["bn"]["eps"])  # fmt: skip


def unfused(case):
    """The truth: convolution, then normalisation, never fused."""
    given, conv = case.inputs, case.params["conv"]
    if transposed(case.params["kind"]):
        y = transposed_reference(given["x"], given["weight"], given.get("conv_bias"), conv)
    else:
        y = conv_reference(given["x"], given["weight"], given.get("conv_bias"), stride=conv["stride"],
                           padding=conv["padding"], dilation=conv["dilation"], groups=conv["groups"],
                           padding_mode=conv["padding_mode"])  # fmt: skip
    return batch_norm_reference(y, given["running_mean"], given["running_var"], given.get("gamma"), given.get("beta"),
                                eps=case.params["bn"]["eps"])  # fmt: skip


def transposed_reference(x, weight, bias, conv):
    """Every input element adds its multiple of the kernel to the output; `padding` is what is cut off afterwards."""
    x, weight = as_float64(x), as_float64(weight)
    rank = x.ndim - 2
    stride, padding, dilation, extra = (each(conv[key], rank) for key in ("stride", "padding", "dilation", "output_padding"))
    kernel, sizes = weight.shape[2:], x.shape[2:]
    full = [(n - 1) * s + d * (k - 1) + 1 + e for n, s, d, k, e in zip(sizes, stride, dilation, kernel, extra, strict=True)]
    groups, per_in, per_out = conv["groups"], x.shape[1] // conv["groups"], weight.shape[1]
    y = np.zeros((x.shape[0], conv["out_channels"], *full))
    for group, at in itertools.product(range(groups), np.ndindex(*kernel)):
        place = tuple(slice(a * d, a * d + (n - 1) * s + 1, s) for a, d, n, s in zip(at, dilation, sizes, stride, strict=True))
        mine = x[:, group * per_in : (group + 1) * per_in]
        taps = weight[(slice(group * per_in, (group + 1) * per_in), slice(None), *at)]
        y[(slice(None), slice(group * per_out, (group + 1) * per_out), *place)] += np.einsum("nc...,co->no...", mine, taps)
    cut = tuple(slice(p, size - p) for p, size in zip(padding, full, strict=True))
    y = y[(slice(None), slice(None), *cut)]
    return y if bias is None else y + as_float64(bias).reshape(1, -1, *[1] * rank)


def settings(case):
    """The vector that the adapter reads off the returned layer, as it must be."""
    conv, rank = case.params["conv"], int(case.params["kind"][-2])
    kernel, stride, dilation = (each(conv[key], rank) for key in ("kernel_size", "stride", "dilation"))
    padding = conv["padding"]
    if padding == "same":
        totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        sides = [side for total in totals for side in (total // 2, total - total // 2)]
    else:
        sides = [side for side in each(padding, rank) for _ in range(2)]
    mode = PADDING_MODES.index(conv["padding_mode"])
    head = [transposed(case.params["kind"]), conv["in_channels"], conv["out_channels"], conv["groups"], mode]
    return np.array([*head, *kernel, *stride, *dilation, *each(conv.get("output_padding", 0), rank), *sides], dtype=np.int64)


def comparable(vector):
    """Without padding, the padding mode says nothing. Of 5 + 6 * rank numbers the last 2 * rank are the padding."""
    vector = np.array(vector, dtype=np.int64)
    if not vector[-((len(vector) - 5) // 3) :].any():
        vector[4] = 0
    return vector


def originals(case):
    """Every tensor of both modules in the order in which the adapter reads them back, how many there are, both modes."""
    names = [name for name in ORIGINALS if name in case.inputs]
    parts = [as_float64(case.inputs[name]).ravel() for name in names]
    modes = [float(case.params["conv_training"]), float(case.params["bn_training"])]
    return np.concatenate([*parts, [len(names)], modes])


def each(value, rank):
    return [value] * rank if isinstance(value, int) else list(value)
