"""Cases and reference of fuse-linear-bn.

Weight and bias are compared with the reference, and the layer's own forward pass beside them: what a hook adds does not
show in the weight. In keras arrays stand for the layers, and the judge applies what came back to an input of its own.
"""

import numpy as np
from harness import Case, Comparison, Expected, Finding, as_float64, batch_norm_scale_shift, normal, unchecked, uniform

ORIGINALS = ("weight", "linear_bias", "running_mean", "running_var", "gamma", "beta")
STRUCTURE = [1, 1, 0, 0, 0]  # plain nn.Linear, one module, no hooks, no buffers, not the module that was given


def cases(rng, runtime):
    if runtime == "keras":
        return keras_cases(rng)
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        case(rng, "public_shared", "shared_feature", (3, 4), 1, visibility="public"),
        case(rng, "public_training", "refusal", (2, 3), training=True, visibility="public", raises="ValueError"),
        case(rng, "plain", "basic_fusion", (few(3, 5), few(7, 8))),
        case(rng, "as_many_in_as_out", "basic_fusion", (5, 5)),
        case(rng, "one_output", "basic_fusion", (4, 1), rank=2),
        case(rng, "with_bias", "linear_bias", (3, few(5, 7)), bias=True, bias_scale=4),
        case(rng, "bias_and_no_affine", "linear_bias", (6, 5), bias=True, affine=False),
        case(rng, "large_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.05, 0.5))),
        case(rng, "tiny_variance", "epsilon", (3, 5), var_range=(0.5e-12, 2e-12), mean_scale=0.01, weight_scale=0.02),
        case(rng, "signs_of_gamma", "affine", (4, 6), gamma="mixed", bias=True),
        case(rng, "no_affine", "affine", (5, 4), affine=False),
        case(rng, "shared", "shared_feature", (few(3, 5), 4), 1, bias=True),
        case(rng, "shared_square", "shared_feature", (6, 6), 1, affine=False),
        case(rng, "double_precision", "precision", (3, 5), dtype="float64", bias=True),
        case(rng, "double_precision_shared", "precision", (5, 4), 1, dtype="float64", eps=1e-3),
        case(rng, "linear_in_training", "one_layer", (3, 4), bias=True, linear_training=True),
        case(rng, "training_mode", "refusal", (3, 4), training=True, bias=True, raises="ValueError"),
        case(rng, "no_running_statistics", "refusal", (3, 4), track=False, raises="ValueError"),
        case(rng, "other_features", "refusal", (3, 6), 3, bias=True, raises="ValueError"),
        case(rng, "one_output_many_features", "refusal", (4, 1), few(4, 5), bias=True, raises="ValueError"),
        case(rng, "small_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
             mean_scale=3e-4, weight_scale=6e-4),
    ]


def case(rng, name, concept, features, normalised=None, *, rank=None, bias=False, eps=1e-5, affine=True, track=True,
         training=False, linear_training=False, dtype="float32", var_range=(0.2, 4.0), mean_scale=1.0, bias_scale=1.0,
         weight_scale=0.5, gamma="positive", **more):  # fmt: skip
    """`normalised` is bn.num_features, the layer's outputs unless said; `rank` is that of x, 3 for a shared channel."""
    features_in, features_out = features
    normalised = features_out if normalised is None else normalised
    rank = rank or (3 if normalised == 1 else 2)
    inputs = {"weight": normal(rng, (features_out, features_in), dtype, scale=weight_scale)}
    if bias:
        inputs["linear_bias"] = normal(rng, (features_out,), dtype, scale=bias_scale)
    if track:
        inputs["running_mean"] = normal(rng, (normalised,), dtype, loc=0.5 * mean_scale, scale=mean_scale)
        inputs["running_var"] = uniform(rng, (normalised,), dtype, low=var_range[0], high=var_range[1])
    if affine:
        inputs["gamma"] = signed(gamma, uniform(rng, (normalised,), dtype, low=0.3, high=2.0))
        inputs["beta"] = normal(rng, (normalised,), dtype)
    inputs["x"] = normal(rng, (7, features_in) if rank == 2 else (7, 1, features_in), dtype)
    params = {
        "linear": {"in_features": features_in, "out_features": features_out, "bias": bias},
        "bn": {"num_features": normalised, "eps": eps, "affine": affine, "track_running_stats": track},
        "bn_training": training,
        "linear_training": linear_training,
    }
    return Case(name, concept, inputs, params=params, reduction_length=features_in, **more)


def example_case():
    """The worked example of the statement: round numbers, so that it can be followed by hand."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "weight": f32(2, 0, -1, 1, 4, 0.5).reshape(2, 3), "linear_bias": f32(1, 0.5),
        "running_mean": f32(0.5, 2), "running_var": f32(3.75, 0.75),
        "gamma": f32(3, 2), "beta": f32(1, -1), "x": f32(1, 0, 0, 1, 2, 3).reshape(2, 3),
    }  # fmt: skip
    params = {
        "linear": {"in_features": 3, "out_features": 2, "bias": True},
        "bn": {"num_features": 2, "eps": 0.25, "affine": True, "track_running_stats": True},
        "bn_training": False,
        "linear_training": False,
    }
    return Case("public_example", "linear_bias", inputs, params=params, visibility="public")


def keras_cases(rng):
    """Arrays in place of layers: the kernel is (I, O), and either both learned parameters or one may be absent."""
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        keras_example(),
        keras_case(rng, "public_shared", "shared_feature", (3, 4), 1, visibility="public"),
        keras_case(rng, "public_refusal", "refusal", (2, 3), 2, visibility="public", raises="ValueError"),
        keras_case(rng, "plain", "basic_fusion", (few(3, 5), few(7, 8))),
        keras_case(rng, "as_many_in_as_out", "basic_fusion", (5, 5)),
        keras_case(rng, "one_output", "basic_fusion", (4, 1)),
        keras_case(rng, "one_input", "basic_fusion", (1, few(3, 5))),
        keras_case(rng, "with_bias", "linear_bias", (3, few(5, 7)), bias=True, bias_scale=4),
        keras_case(rng, "bias_and_no_affine", "linear_bias", (6, 5), bias=True, scale=False, center=False),
        keras_case(rng, "large_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.05, 0.5))),
        keras_case(rng, "tiny_variance", "epsilon", (3, 5), eps=1e-5, var_range=(0.5e-12, 2e-12), mean_scale=0.01, weight_scale=0.02),
        keras_case(rng, "signs_of_gamma", "affine", (4, 6), gamma="mixed", bias=True),
        keras_case(rng, "no_gamma", "affine", (5, 4), scale=False),
        keras_case(rng, "no_beta", "affine", (3, 6), center=False, bias=True),
        keras_case(rng, "shared", "shared_feature", (few(3, 5), 4), 1, bias=True),
        keras_case(rng, "shared_square", "shared_feature", (6, 6), 1, scale=False, center=False),
        keras_case(rng, "double_precision", "precision", (3, 5), dtype="float64", bias=True, eps=2**-10),
        keras_case(rng, "double_precision_shared", "precision", (5, 4), 1, dtype="float64", eps=2**-8),
        keras_case(rng, "double_precision_alone", "precision", (4, 3), dtype="float64", scale=False, center=False, eps=2**-9),
        keras_case(rng, "other_features", "refusal", (3, 6), 3, bias=True, raises="ValueError"),
        keras_case(rng, "one_output_many_features", "refusal", (4, 1), few(4, 5), bias=True, raises="ValueError"),
        keras_case(rng, "small_eps", "epsilon", (3, 5), eps=float(rng.uniform(0.5e-8, 2e-8)), var_range=(0.5e-12, 2e-12),
                   mean_scale=3e-4, weight_scale=6e-4),
    ]  # fmt: skip


def keras_case(rng, name, concept, features, normalised=None, *, bias=False, eps=1e-3, scale=True, center=True, dtype="float32",
               var_range=(0.2, 4.0), mean_scale=1.0, bias_scale=1.0, weight_scale=0.5, gamma="positive", **more):  # fmt: skip
    features_in, features_out = features
    each = (features_out if normalised is None else normalised,)
    inputs = {"kernel": normal(rng, features, dtype, scale=weight_scale)}
    if bias:
        inputs["bias"] = normal(rng, (features_out,), dtype, scale=bias_scale)
    if scale:
        inputs["gamma"] = signed(gamma, uniform(rng, each, dtype, low=0.3, high=2.0))
    if center:
        inputs["beta"] = normal(rng, each, dtype)
    inputs["mean"] = normal(rng, each, dtype, loc=0.5 * mean_scale, scale=mean_scale)
    inputs["var"] = uniform(rng, each, dtype, low=var_range[0], high=var_range[1])
    private = {"probe": normal(rng, (7, features_in), "float64")}
    return Case(name, concept, inputs, params={"eps": eps}, reduction_length=features_in, private=private, **more)


def keras_example():
    """The worked example in keras: the same numbers, with the kernel transposed."""
    f32 = lambda *values: np.array(values, dtype=np.float32)  # noqa: E731
    inputs = {
        "kernel": f32(2, 1, 0, 4, -1, 0.5).reshape(3, 2), "bias": f32(1, 0.5), "gamma": f32(3, 2), "beta": f32(1, -1),
        "mean": f32(0.5, 2), "var": f32(3.75, 0.75),
    }  # fmt: skip
    private = {"probe": np.array([[1.0, 0.0, 0.0], [1.0, 2.0, 3.0]])}
    return Case("public_example", "linear_bias", inputs, params={"eps": 0.25}, visibility="public", private=private)


def signed(how, gamma):
    """mixed: a negative one, a zero and a positive one are certainly there."""
    if how == "mixed":
        gamma[::3] *= -1
        gamma[1::3] = 0
    return gamma


def reference(case):
    weight, bias = fused(case)
    if "kernel" in case.inputs:
        dtype = case.inputs["kernel"].dtype.name
        return {name: Expected(array, dtype=dtype, reduction_length=1) for name, array in (("kernel", weight.T), ("bias", bias))}
    dtype = case.inputs["weight"].dtype.name
    return {
        "weight": Expected(weight, dtype=dtype, reduction_length=1),
        "bias": Expected(bias, dtype=dtype, reduction_length=1),
        "output": Expected(unfused(case), dtype=dtype),
        "sizes": np.array(weight.shape[::-1]),
        "structure": unchecked((len(STRUCTURE),), "int64"),
        "originals": unchecked(originals(case).shape, "float64"),
    }


def check(case, outputs):
    if "kernel" in case.inputs:
        probe, kernel = case.private["probe"], as_float64(outputs["kernel"])
        returned = probe @ kernel + as_float64(outputs["bias"])
        return [Comparison("own_forward_pass", unfused(case, probe), returned, dtype=case.inputs["kernel"].dtype.name,
                           reduction_length=case.reduction_length)]  # fmt: skip
    return [
        Finding("structure", np.array_equal(outputs["structure"], STRUCTURE), mistake="structure", concept="one_layer",
                message="The result must be one new nn.Linear: no subclass, no hooks, no inner modules, no buffers."),
        Finding("originals", np.array_equal(outputs["originals"], originals(case)), mistake="input_mutated",
                concept="one_layer", message="The given layer or normalisation was changed."),
    ]  # fmt: skip


def mistakes(case):
    """Weight and bias as the usual wrong ideas give them."""
    scale, shift = scale_shift(case)
    weight, right = fused(case)
    if "kernel" in case.inputs:
        return keras_mistakes(case, weight.T, right, scale, shift)
    mean = as_float64(case.inputs["running_mean"])
    found = {"forgot_running_mean": {"weight": weight, "bias": right + mean * scale}}
    if "linear_bias" in case.inputs:
        bias = as_float64(case.inputs["linear_bias"])
        found["forgot_linear_bias"] = {"weight": weight, "bias": np.broadcast_to(shift, bias.shape)}
        found["linear_bias_not_scaled"] = {"weight": weight, "bias": shift + bias}
    return found


def keras_mistakes(case, kernel, right, scale, shift):
    found = {"forgot_running_mean": {"kernel": kernel, "bias": right + as_float64(case.inputs["mean"]) * scale}}
    if "bias" in case.inputs:
        bias = as_float64(case.inputs["bias"])
        found["forgot_linear_bias"] = {"kernel": kernel, "bias": np.broadcast_to(shift, bias.shape)}
        found["linear_bias_not_scaled"] = {"kernel": kernel, "bias": shift + bias}
    return found


def layer(case):
    """(weight, bias) as PyTorch writes them, in float64; the bias 0 where there is none."""
    given = case.inputs
    weight = as_float64(given["kernel"]).T if "kernel" in given else as_float64(given["weight"])
    bias = given.get("bias", given.get("linear_bias"))
    return weight, np.zeros(len(weight)) if bias is None else as_float64(bias)


def fused(case):
    """Each row of the weight times its scale; a single scale holds for every row."""
    scale, shift = scale_shift(case)
    weight, bias = layer(case)
    return weight * scale.reshape(-1, 1), bias * scale + shift


def scale_shift(case):
    given = case.inputs
    mean, var = (given.get(name, given.get(f"running_{name}")) for name in ("mean", "var"))
    eps = case.params["eps"] if "kernel" in given else case.params["bn"]["eps"]
    return batch_norm_scale_shift(mean, var, given.get("gamma"), given.get("beta"), eps=eps)


def unfused(case, x=None):
    """The truth: the linear layer on the last axis, then the normalisation over axis 1, never fused."""
    weight, bias = layer(case)
    z = as_float64(case.inputs["x"] if x is None else x) @ weight.T + bias
    scale, shift = scale_shift(case)
    channel = (-1, *[1] * (z.ndim - 2))
    return z * scale.reshape(channel) + shift.reshape(channel)


def originals(case):
    """Every tensor of both modules in the order in which the adapter reads them back, how many there are, both modes."""
    names = [name for name in ORIGINALS if name in case.inputs]
    parts = [as_float64(case.inputs[name]).ravel() for name in names]
    modes = [float(case.params["linear_training"]), float(case.params["bn_training"])]
    return np.concatenate([*parts, [len(names)], modes])
