"""Cases, reference and the judge's own convolution of fuse-conv-bn.

Beside comparing weight and bias, the judge convolves an input that the cell never saw with what came back. The layer's
own forward pass in the cell is compared too: attributes can promise a padding that the layer does not apply.
"""

import numpy as np
from harness import (
    Case,
    Comparison,
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
SETTINGS = 14  # in, out, kernel 2, stride 2, padding 4 (top, bottom, left, right), dilation 2, groups, padding mode
ORIGINALS = ("weight", "conv_bias", "running_mean", "running_var", "gamma", "beta")
HWIO = (2, 3, 1, 0)  # the axes of (O, I, H, W), in the order that Keras and TensorFlow.js have them in
STRUCTURE = [1, 1, 0, 0, 0]  # plain nn.Conv2d, one module, no hooks, no buffers, not the module that was given


def cases(rng, runtime):
    if runtime != "pytorch":
        return array_cases(rng, runtime)
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_plain", "basic_fusion", (3, 8), visibility="public"),
        case(rng, "public_strided", "hyper_parameters", (3, 4), stride=2, padding=1, visibility="public"),
        case(rng, "public_training", "refusal", (2, 3), training=True, visibility="public", raises="ValueError"),
        case(rng, "plain", "basic_fusion", (few(3, 5), few(7, 8))),
        case(rng, "pointwise", "basic_fusion", (5, 3), kernel=1),
        case(rng, "as_many_in_as_out", "basic_fusion", (4, 4)),
        case(rng, "single_channel", "basic_fusion", (1, 1)),
        case(rng, "far_mean", "basic_fusion", (3, 6), mean_scale=20),
        case(rng, "with_bias", "conv_bias", (3, few(5, 7)), bias=True),
        case(rng, "large_bias", "conv_bias", (4, 6), bias=True, bias_scale=20),
        case(rng, "bias_and_no_affine", "conv_bias", (2, 5), bias=True, affine=False),
        case(rng, "large_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.05, 0.5))),
        case(rng, "tiny_variance", "epsilon", (3, 5), var_range=(0.5e-12, 2e-12), mean_scale=0.01, weight_scale=0.02),
        case(rng, "negative_gamma", "affine", (3, 6), gamma="negative"),
        case(rng, "zero_gamma", "affine", (4, 6), gamma="some_zero", bias=True),
        case(rng, "no_affine", "affine", (3, 4), affine=False),
        case(rng, "uneven_stride", "hyper_parameters", (3, 4), stride=[2, 3], padding=[2, 1]),
        case(rng, "dilated", "hyper_parameters", (2, 4), dilation=[2, 3], bias=True),
        case(rng, "oblong_kernel", "hyper_parameters", (2, 5), kernel=[2, 5], padding=[0, 2]),
        case(rng, "same_padding", "hyper_parameters", (3, 4), kernel=[2, 4], padding="same"),
        case(rng, "same_padding_dilated", "hyper_parameters", (2, 3), kernel=[3, 2], padding="same", dilation=[2, 3]),
        case(rng, "valid_padding", "hyper_parameters", (3, 4), padding="valid", stride=2),
        case(rng, "reflect_padding", "hyper_parameters", (3, 4), padding=[2, 1], padding_mode="reflect"),
        case(rng, "replicate_padding", "hyper_parameters", (2, 4), padding=[1, 3], padding_mode="replicate", bias=True),
        case(rng, "circular_padding", "hyper_parameters", (2, 4), padding=[1, 2], padding_mode="circular"),
        case(rng, "circular_same_padding", "hyper_parameters", (2, 3), kernel=[2, 3], padding="same",
             padding_mode="circular"),
        case(rng, "grouped", "groups", (6, 9), groups=3, bias=True),
        case(rng, "grouped_pointwise", "groups", (8, 4), kernel=1, groups=2),
        case(rng, "depthwise", "groups", (5, 5), groups=5, padding=1),
        case(rng, "depthwise_multiplied", "groups", (3, 6), groups=3, bias=True, stride=2),
        case(rng, "double_precision", "precision", (3, 5), dtype="float64", bias=True),
        case(rng, "double_precision_grouped", "precision", (4, 6), dtype="float64", groups=2, eps=1e-3, padding=1),
        case(rng, "conv_in_training", "one_layer", (3, 4), bias=True, conv_training=True),
        case(rng, "nothing_else", "one_layer", (2, 3)),
        case(rng, "training_mode", "refusal", (3, 4), training=True, bias=True, raises="ValueError"),
        case(rng, "no_running_statistics", "refusal", (3, 4), track=False, raises="ValueError"),
        case(rng, "no_statistics_no_affine", "refusal", (2, 4), track=False, affine=False, raises="ValueError"),
        case(rng, "small_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
             mean_scale=3e-4, weight_scale=6e-4),
    ]  # fmt: skip


def case(rng, name, concept, channels, *, kernel=3, stride=1, padding=0, dilation=1, groups=1, padding_mode="zeros",
         bias=False, eps=1e-5, affine=True, track=True, training=False, conv_training=False, dtype="float32",
         var_range=(0.2, 4.0), mean_scale=1.0, bias_scale=1.0, weight_scale=0.5, gamma="positive", **more):  # fmt: skip
    channels_in, channels_out = channels
    size = [kernel, kernel] if isinstance(kernel, int) else kernel
    fan = channels_in // groups * size[0] * size[1]
    inputs = {"weight": normal(rng, (channels_out, channels_in // groups, *size), dtype, scale=weight_scale)}
    if bias:
        inputs["conv_bias"] = normal(rng, (channels_out,), dtype, scale=bias_scale)
    if track:
        inputs["running_mean"] = normal(rng, (channels_out,), dtype, scale=mean_scale)
        inputs["running_var"] = uniform(rng, (channels_out,), dtype, low=var_range[0], high=var_range[1])
    if affine:
        inputs["gamma"] = signed(gamma, uniform(rng, (channels_out,), dtype, low=0.3, high=2.0))
        inputs["beta"] = normal(rng, (channels_out,), dtype)
    inputs["x"] = normal(rng, (2, channels_in, 9, 11), dtype)
    params = {
        "conv": {"in_channels": channels_in, "out_channels": channels_out, "kernel_size": size, "stride": stride,
                 "padding": padding, "dilation": dilation, "groups": groups, "bias": bias, "padding_mode": padding_mode},
        "bn": {"eps": eps, "affine": affine, "track_running_stats": track},
        "bn_training": training,
        "conv_training": conv_training,
    }  # fmt: skip
    probe = normal(rng, (3, channels_in, 12, 10), "float64")
    return Case(name, concept, inputs, params=params, reduction_length=fan, private={"probe": probe}, **more)


def array_cases(rng, runtime):
    """Arrays in place of layers, and nothing is said about stride or padding."""
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    make = Maker(rng, runtime)
    listed = [
        make.example(),
        make.case("public_plain", "basic_fusion", (3, 8), visibility="public"),
        make.case("plain", "basic_fusion", (few(3, 5), few(7, 8))),
        make.case("pointwise", "basic_fusion", (5, 3), kernel=[1, 1]),
        make.case("oblong_kernel", "basic_fusion", (2, 5), kernel=[2, 5]),
        make.case("as_many_in_as_out", "basic_fusion", (4, 4)),
        make.case("single_channel", "basic_fusion", (1, 1)),
        make.case("far_mean", "basic_fusion", (3, 6), mean_scale=20),
        make.case("with_bias", "conv_bias", (3, few(5, 7)), bias=True),
        make.case("large_bias", "conv_bias", (4, 6), bias=True, bias_scale=20),
        make.case("bias_and_no_affine", "conv_bias", (2, 5), bias=True, scale=False, center=False),
        make.case("large_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.05, 0.5))),
        make.case("tiny_variance", "epsilon", (3, 5), var_range=(0.5e-12, 2e-12), mean_scale=0.01, weight_scale=0.02),
        make.case("negative_gamma", "affine", (3, 6), gamma="negative"),
        make.case("zero_gamma", "affine", (4, 6), gamma="some_zero", bias=True),
        make.case("no_gamma", "affine", (3, 4), scale=False),
        make.case("no_beta", "affine", (3, 4), center=False, bias=True),
        make.case("small_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
                  mean_scale=3e-4, weight_scale=6e-4),
    ]
    if runtime == "tfjs":  # neither groups nor float64
        return listed
    return [
        *listed,
        make.case("grouped", "groups", (6, 9), groups=3, bias=True),
        make.case("grouped_to_as_many", "groups", (8, 4), groups=2),
        make.case("double_precision", "precision", (3, 5), dtype="float64", bias=True, eps=2**-10),
        make.case("double_precision_grouped", "precision", (4, 6), dtype="float64", groups=2, eps=2**-8),
        make.case("double_precision_alone", "precision", (2, 4), dtype="float64", scale=False, center=False, eps=2**-9),
        *([make.case("as_many_out_as_columns", "basic_fusion", (2, 3))] if runtime == "numpy" else []),
    ]


class Maker:
    """Cases of arrays; kernels are (H, W, I / groups, O), in numpy (O, I / groups, H, W)."""

    def __init__(self, rng, runtime):
        self.rng = rng
        self.axes = (0, 1, 2, 3) if runtime == "numpy" else HWIO

    def case(self, name, concept, channels, *, kernel=(3, 3), groups=1, bias=False, eps=1e-3, scale=True, center=True,
             dtype="float32", var_range=(0.2, 4.0), mean_scale=1.0, bias_scale=1.0, weight_scale=0.5, gamma="positive",
             **more):  # fmt: skip
        channels_in, channels_out = channels
        each, rng = (channels_out,), self.rng
        weight = normal(rng, (channels_out, channels_in // groups, *kernel), dtype, scale=weight_scale)
        inputs = {"kernel": self.laid_out(weight)}
        if bias:
            inputs["bias"] = normal(rng, each, dtype, scale=bias_scale)
        if scale:
            inputs["gamma"] = signed(gamma, uniform(rng, each, dtype, low=0.3, high=2.0))
        if center:
            inputs["beta"] = normal(rng, each, dtype)
        inputs["mean"] = normal(rng, each, dtype, scale=mean_scale)
        inputs["var"] = uniform(rng, each, dtype, low=var_range[0], high=var_range[1])
        private = self.private(normal(rng, (3, channels_in, 12, 10), "float64"), groups)
        fan = channels_in // groups * kernel[0] * kernel[1]
        return Case(name, concept, inputs, params={"eps": eps}, reduction_length=fan, private=private, **more)

    def example(self):
        """The worked example with the same numbers."""
        f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
        inputs = {
            "kernel": self.laid_out(f32(2, -1).reshape(2, 1, 1, 1)), "bias": f32(1, 0.5), "gamma": f32(3, 2),
            "beta": f32(1, -1), "mean": f32(0.5, 2), "var": f32(3.75, 0.75),
        }  # fmt: skip
        private = self.private(np.arange(12, dtype=np.float64).reshape(1, 1, 3, 4) - 5, 1)
        return Case("public_example", "conv_bias", inputs, params={"eps": 0.25}, visibility="public", private=private)

    def laid_out(self, weight):
        return np.ascontiguousarray(weight.transpose(self.axes))

    def private(self, probe, groups):
        return {"probe": probe, "conv": plain_conv(groups), "axes": self.axes}


def plain_conv(groups):
    """How the judge convolves its probe where the candidate never hears of a layer."""
    return {"stride": 1, "padding": 0, "dilation": 1, "groups": groups, "padding_mode": "zeros"}


def example_case():
    """The worked example of the statement: round numbers, so that it can be followed by hand."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "weight": f32(2, -1).reshape(2, 1, 1, 1), "conv_bias": f32(1, 0.5),
        "running_mean": f32(0.5, 2), "running_var": f32(3.75, 0.75),
        "gamma": f32(3, 2), "beta": f32(1, -1), "x": f32(0, 1, 2, 3, 4, 5).reshape(1, 1, 2, 3),
    }  # fmt: skip
    params = {
        "conv": {"in_channels": 1, "out_channels": 2, "kernel_size": [1, 1], "stride": 1, "padding": 0, "dilation": 1,
                 "groups": 1, "bias": True, "padding_mode": "zeros"},
        "bn": {"eps": 0.25, "affine": True, "track_running_stats": True},
        "bn_training": False,
        "conv_training": False,
    }  # fmt: skip
    probe = np.arange(12, dtype=np.float64).reshape(1, 1, 3, 4) - 5
    return Case("public_example", "conv_bias", inputs, params=params, visibility="public", private={"probe": probe})


def signed(how, gamma):
    if how == "negative":
        return -gamma
    if how == "some_zero":
        gamma[::2] = 0
    return gamma


def reference(case):
    weight, bias = fused(case)
    dtype = given(case)["weight"].dtype.name
    if of_arrays(case):
        return {
            "kernel": Expected(weight.transpose(case.private["axes"]), dtype=dtype, reduction_length=1),
            "bias": Expected(bias, dtype=dtype, reduction_length=1),
        }
    output = unfused(case, case.inputs["x"])
    return {
        "weight": Expected(weight, dtype=dtype, reduction_length=1),
        "bias": Expected(bias, dtype=dtype, reduction_length=1),
        "output": Expected(output, dtype=dtype),
        "settings": unchecked((SETTINGS,), "int64"),
        "structure": unchecked((len(STRUCTURE),), "int64"),
        "originals": unchecked(originals(case).shape, "float64"),
    }


def check(case, outputs):
    if of_arrays(case):
        return [unseen_input(case, oihw(case, outputs["kernel"]), outputs["bias"])]
    same_settings = np.array_equal(comparable(outputs["settings"]), comparable(settings(case)))
    findings = [
        Finding("settings", same_settings, mistake="hyper_parameters", concept="hyper_parameters",
                message="An attribute of the returned layer (channels, kernel size, stride, padding, dilation, groups, "
                "padding mode) differs from the convolution that was given."),
        Finding("structure", np.array_equal(outputs["structure"], STRUCTURE), mistake="structure", concept="one_layer",
                message="The result must be one new nn.Conv2d: no subclass, no hooks, no inner modules, no buffers."),
        Finding("originals", np.array_equal(outputs["originals"], originals(case)), mistake="input_mutated",
                concept="one_layer", message="The given convolution or normalisation was changed."),
    ]  # fmt: skip
    if not same_settings:
        return findings  # numbers from the cell are no sizes to allocate by
    return [unseen_input(case, outputs["weight"], outputs["bias"]), *findings]


def unseen_input(case, weight, bias):
    """A convolution by the judge with what came back, on an input that the cell never saw."""
    probe = case.private["probe"]
    returned = convolve(case, probe, weight, bias)
    dtype = given(case)["weight"].dtype.name
    return Comparison("unseen_input", unfused(case, probe), returned, dtype=dtype, reduction_length=case.reduction_length)


def mistakes(case):
    """Weight and bias as the usual wrong ideas give them."""
    scale, shift = scale_shift(case)
    arrays = given(case)
    weight, right = fused(case)
    biases = {"forgot_running_mean": right + as_float64(arrays["running_mean"]) * scale}
    if "conv_bias" in arrays:
        biases["forgot_conv_bias"] = shift
        biases["conv_bias_not_scaled"] = shift + as_float64(arrays["conv_bias"])
    scaled = {"kernel": weight.transpose(case.private["axes"])} if of_arrays(case) else {"weight": weight}
    return {mistake: {**scaled, "bias": bias} for mistake, bias in biases.items()}


def of_arrays(case):
    return "kernel" in case.inputs


def given(case):
    """The arrays under PyTorch's names and with its order of axes, whatever the runtime calls them."""
    if not of_arrays(case):
        return case.inputs
    names = {"kernel": "weight", "bias": "conv_bias", "mean": "running_mean", "var": "running_var"}
    arrays = {names.get(name, name): array for name, array in case.inputs.items()}
    return {**arrays, "weight": oihw(case, arrays["weight"])}


def oihw(case, kernel):
    return kernel.transpose(np.argsort(case.private["axes"]))


def fused(case):
    """weight * scale and conv_bias * scale + shift, per output channel, in float64."""
    scale, shift = scale_shift(case)
    arrays = given(case)
    weight = as_float64(arrays["weight"]) * scale[:, None, None, None]
    bias = as_float64(arrays["conv_bias"]) if "conv_bias" in arrays else np.zeros_like(shift)
    return weight, bias * scale + shift


def scale_shift(case):
    arrays = given(case)
    return batch_norm_scale_shift(arrays["running_mean"], arrays["running_var"], arrays.get("gamma"), arrays.get("beta"),
                                  eps=eps_of(case))  # fmt: skip


def eps_of(case):
    return case.params["eps"] if of_arrays(case) else case.params["bn"]["eps"]


def unfused(case, x):
    """The truth: convolution, then normalisation, never fused."""
    arrays = given(case)
    y = convolve(case, x, arrays["weight"], arrays.get("conv_bias"))
    return batch_norm_reference(y, arrays["running_mean"], arrays["running_var"], arrays.get("gamma"), arrays.get("beta"),
                                eps=eps_of(case))  # fmt: skip


def convolve(case, x, weight, bias):
    conv = case.private["conv"] if of_arrays(case) else case.params["conv"]
    return conv_reference(x, weight, bias, stride=conv["stride"], padding=conv["padding"], dilation=conv["dilation"],
                          groups=conv["groups"], padding_mode=conv["padding_mode"])  # fmt: skip


def settings(case):
    """The vector that the adapter reads off the returned layer, as it must be."""
    conv = case.params["conv"]
    kernel, stride, dilation = (pair(conv[name]) for name in ("kernel_size", "stride", "dilation"))
    padding = conv["padding"]
    if padding == "valid":
        sides = [0, 0, 0, 0]
    elif padding == "same":
        totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        sides = [side for total in totals for side in (total // 2, total - total // 2)]
    else:
        sides = [side for side in pair(padding) for _ in range(2)]
    mode = PADDING_MODES.index(conv["padding_mode"])
    return np.array([conv["in_channels"], conv["out_channels"], *kernel, *stride, *sides, *dilation, conv["groups"], mode])


def comparable(vector):
    """Without padding, the padding mode says nothing."""
    vector = np.array(vector, dtype=np.int64)
    if not vector[6:10].any():
        vector[13] = 0
    return vector


def originals(case):
    """Every tensor of both modules in the order in which the adapter reads them back, how many there are, both modes."""
    names = [name for name in ORIGINALS if name in case.inputs]
    parts = [as_float64(case.inputs[name]).ravel() for name in names]
    modes = [float(case.params["conv_training"]), float(case.params["bn_training"])]
    return np.concatenate([*parts, [len(names)], modes])


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)
