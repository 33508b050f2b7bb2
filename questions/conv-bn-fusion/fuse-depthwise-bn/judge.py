"""Cases, reference and the judge's own convolution of fuse-depthwise-bn.

Filter m of channel c stands at kernel[:, :, c, m] and gives output channel c * M + m. The judge convolves an input that
the cell never saw with what came back, channel by channel.
"""

import numpy as np
from harness import (
    Case,
    Comparison,
    Expected,
    as_float64,
    batch_norm_reference,
    batch_norm_scale_shift,
    conv_reference,
    normal,
    uniform,
)


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_multiplied", "multiplier", (3, 2), visibility="public"),
        case(rng, "plain", "basic_fusion", (few(5, 7), 1)),
        case(rng, "oblong_kernel", "basic_fusion", (4, 1), kernel=(2, 5)),
        case(rng, "pointwise", "basic_fusion", (6, 1), kernel=(1, 1)),
        case(rng, "far_mean", "basic_fusion", (3, 1), mean_scale=20),
        case(rng, "kernel_as_large_as_channels", "basic_fusion", (3, 1), kernel=(3, 3)),
        case(rng, "single_channel", "multiplier", (1, few(4, 6))),
        case(rng, "as_many_as_channels", "multiplier", (3, 3)),
        case(rng, "more_than_channels", "multiplier", (2, few(3, 5)), kernel=(3, 2)),
        case(rng, "fewer_than_channels", "multiplier", (few(4, 5), 3), kernel=(1, 1)),
        case(rng, "with_bias", "conv_bias", (4, 1), bias=True, bias_scale=5),
        case(rng, "multiplied_bias", "conv_bias", (3, 2), bias=True, bias_scale=5),
        case(rng, "bias_and_no_affine", "conv_bias", (2, 3), bias=True, scale=False, center=False),
        case(rng, "large_eps", "epsilon", (3, 2), eps=float(rng.uniform(0.05, 0.5))),
        case(rng, "tiny_variance", "epsilon", (3, 2), eps=1e-5, var_range=(0.5e-12, 2e-12), mean_scale=0.01, weight_scale=0.02),
        case(rng, "signs_of_gamma", "affine", (3, 2), gamma="mixed", bias=True),
        case(rng, "no_gamma", "affine", (4, 2), scale=False),
        case(rng, "no_beta", "affine", (2, 3), center=False, bias=True),
        case(rng, "neither", "affine", (5, 1), scale=False, center=False),
        case(rng, "double_precision", "precision", (3, 2), dtype="float64", bias=True, eps=2**-10),
        case(rng, "double_precision_plain", "precision", (4, 1), dtype="float64", eps=2**-16),
        case(rng, "double_precision_alone", "precision", (2, 3), dtype="float64", scale=False, center=False, eps=2**-12),
        case(rng, "small_eps", "epsilon", (3, 2), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
             mean_scale=3e-4, weight_scale=6e-4),
    ]  # fmt: skip


def case(rng, name, concept, channels, *, kernel=(3, 3), bias=False, eps=1e-3, scale=True, center=True, dtype="float32",
         var_range=(0.2, 4.0), mean_scale=1.0, bias_scale=1.0, weight_scale=0.5, gamma="positive", **more):  # fmt: skip
    outputs = (channels[0] * channels[1],)
    inputs = {"kernel": normal(rng, (*kernel, *channels), dtype, scale=weight_scale)}
    if bias:
        inputs["bias"] = normal(rng, outputs, dtype, scale=bias_scale)
    if scale:
        inputs["gamma"] = signed(gamma, uniform(rng, outputs, dtype, low=0.3, high=2.0))
    if center:
        inputs["beta"] = normal(rng, outputs, dtype)
    inputs["mean"] = normal(rng, outputs, dtype, scale=mean_scale)
    inputs["var"] = uniform(rng, outputs, dtype, low=var_range[0], high=var_range[1])
    private = {"probe": normal(rng, (2, channels[0], 7, 6), "float64")}
    size = kernel[0] * kernel[1]
    return Case(name, concept, inputs, params={"eps": eps}, reduction_length=size, private=private, **more)


def example_case():
    """The worked example of the statement: 2 channels with 2 filters each, and round numbers."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "kernel": f32(2, -1, 4, 1).reshape(1, 1, 2, 2), "bias": f32(1, 0, 0.5, -1), "gamma": f32(3, 2, 1, -1),
        "beta": f32(1, -1, 0, 2), "mean": f32(0.5, 2, 1, 0), "var": f32(3.75, 0.75, 0, 3.75),
    }  # fmt: skip
    private = {"probe": np.arange(12, dtype=np.float64).reshape(1, 2, 2, 3) - 5}
    return Case("public_example", "multiplier", inputs, params={"eps": 0.25}, visibility="public", private=private)


def signed(how, gamma):
    """mixed: a negative one, a zero and a positive one are certainly there."""
    if how == "mixed":
        gamma[::3] *= -1
        gamma[1::3] = 0
    return gamma


def reference(case):
    kernel = as_float64(case.inputs["kernel"])
    dtype = case.inputs["kernel"].dtype.name
    scale, shift = scale_shift(case)
    bias = as_float64(case.inputs["bias"]) * scale if "bias" in case.inputs else 0
    return {
        "kernel": Expected(kernel * scale.reshape(kernel.shape[2:]), dtype=dtype, reduction_length=1),
        "bias": Expected(bias + shift, dtype=dtype, reduction_length=1),
    }


def check(case, outputs):
    """Convolution and normalisation, never fused, against one convolution with what came back."""
    given, probe = case.inputs, case.private["probe"]
    z = depthwise(probe, given["kernel"], given.get("bias"))
    right = batch_norm_reference(z, given["mean"], given["var"], given.get("gamma"), given.get("beta"), eps=case.params["eps"])
    returned = depthwise(probe, outputs["kernel"], outputs["bias"])
    yield Comparison("own_convolution", right, returned, dtype=given["kernel"].dtype.name, reduction_length=case.reduction_length)


def mistakes(case):
    """Kernel and bias as the usual wrong ideas give them."""
    right = {name: one.values for name, one in reference(case).items()}
    scale, shift = scale_shift(case)
    kernel = as_float64(case.inputs["kernel"])
    crossed = scale.reshape(kernel.shape[:1:-1]).T
    found = {"multiplier_order": {**right, "kernel": kernel * crossed}}
    if "bias" in case.inputs:
        found["forgot_conv_bias"] = {**right, "bias": shift}
        found["conv_bias_not_scaled"] = {**right, "bias": shift + as_float64(case.inputs["bias"])}
    return found


def scale_shift(case):
    given = case.inputs
    return batch_norm_scale_shift(given["mean"], given["var"], given.get("gamma"), given.get("beta"), eps=case.params["eps"])


def depthwise(x, kernel, bias):
    """Each channel by itself, so that the order of the outputs is written out: all filters of a channel, then the next."""
    kernel = as_float64(kernel)
    parts = [conv_reference(x[:, c : c + 1], np.moveaxis(kernel[:, :, c], -1, 0)[:, None]) for c in range(kernel.shape[2])]
    out = np.concatenate(parts, axis=1)
    return out if bias is None else out + as_float64(bias).reshape(1, -1, 1, 1)
