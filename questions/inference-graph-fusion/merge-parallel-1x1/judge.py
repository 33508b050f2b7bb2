"""Cases and reference of merge-parallel-1x1."""

import numpy as np
from harness import Case, Expected, Finding, as_float64, conv_reference, normal, unchecked

# plain nn.Conv2d, one module, no hooks, no buffers, none of the given modules; in keras plain Conv2D, none of the given layers
STRUCTURE = {"pytorch": [1, 1, 0, 0, 0], "keras": [1, 0]}
ACTIVATIONS = {"linear": lambda z: z, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}


def cases(rng, runtime):
    if runtime == "keras":
        return keras_cases(rng)
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    other = lambda **settings: [{}, settings, {}]  # noqa: E731
    return [
        example_case(),
        case(rng, "public_equal_widths", "weights_in_order", [3, 3], visibility="public"),
        case(rng, "public_refusal", "refusal", [2, 3, 2], each=other(stride=2), visibility="public", raises="ValueError"),
        case(rng, "equal_widths", "weights_in_order", [4, 4, 4], channels=few(3, 5)),
        case(rng, "rising_widths", "weights_in_order", [2, few(3, 4), 5, 7]),
        case(rng, "falling_widths", "weights_in_order", [6, 3, 1], channels=few(2, 7)),
        case(rng, "as_many_out_as_in", "weights_in_order", [5, 5], channels=5),
        case(rng, "all_biases", "biases", [3, 2, 4], biases=[1, 1, 1]),
        case(rng, "first_bias", "biases", [3, 2, 4], biases=[1, 0, 0], channels=1),
        case(rng, "middle_bias", "biases", [2, 3, 3], biases=[0, 1, 0]),
        case(rng, "uneven_stride", "settings", [3, 4], stride=[2, 3], biases=[1, 0]),
        case(rng, "padded", "settings", [2, 5], padding=[1, 2], biases=[1, 1]),
        case(rng, "double_precision", "precision", [3, 2], biases=[1, 0], dtype="float64"),
        case(rng, "single_branch", "one_layer", [4], biases=[1]),
        case(rng, "same_branch_twice", "one_layer", [3, 2, 3], biases=[1, 0, 1], branches=[0, 1, 0]),
        case(rng, "larger_kernel", "refusal", [3, 3, 2], each=[{"kernel": [3, 3], "padding": 1}] * 3, raises="ValueError"),
        case(rng, "oblong_kernel", "refusal", [3, 3], each=[{"kernel": [1, 2]}, {}], raises="ValueError"),
        case(rng, "upright_kernel", "refusal", [3, 3], each=[{"kernel": [2, 1]}] * 2, raises="ValueError"),
        case(rng, "last_kernel_larger", "refusal", [3, 3], each=[{}, {"kernel": [3, 3]}], raises="ValueError"),
        case(rng, "grouped", "refusal", [4, 2], each=[{"groups": 2}] * 2, raises="ValueError"),
        case(rng, "depthwise", "refusal", [4, 4], each=[{"groups": 4}] * 2, raises="ValueError"),
        case(rng, "last_grouped", "refusal", [3, 4], each=[{}, {"groups": 2}], raises="ValueError"),
        case(rng, "other_channels", "refusal", [3, 2, 3], each=[{}, {}, {"channels": few(1, 6)}], raises="ValueError"),
        case(rng, "other_stride", "refusal", [3, 2, 3], each=other(stride=[1, 2]), raises="ValueError"),
        case(rng, "other_stride_in_rows", "refusal", [3, 2, 3], each=other(stride=[2, 1]), raises="ValueError"),
        case(rng, "strides_swapped", "refusal", [3, 2], each=[{"stride": [1, 2]}, {"stride": [2, 1]}], raises="ValueError"),
        case(rng, "other_padding", "refusal", [3, 2, 3], each=[{}, {}, {"padding": [1, 0]}], raises="ValueError"),
        case(rng, "other_padding_in_columns", "refusal", [3, 2, 3], each=[{}, {}, {"padding": [0, 1]}], raises="ValueError"),
        case(rng, "paddings_swapped", "refusal", [3, 2], each=[{"padding": [1, 2]}, {"padding": [2, 1]}], raises="ValueError"),
        case(rng, "no_branch", "refusal", [], raises="ValueError"),
    ]


def case(rng, name, concept, widths, *, channels=4, stride=1, padding=0, biases=None, each=None, branches=None,
         dtype="float32", **more):  # fmt: skip
    """`each` overrides settings branch by branch; `branches` says which convolution stands where in the list."""
    settings, inputs = [], {}
    for i, width in enumerate(widths):
        own = {"channels": channels, "stride": stride, "padding": padding, "kernel": [1, 1], "groups": 1}
        own |= each[i] if each else {}
        own["bias"] = bool(biases and biases[i])
        own["width"] = width
        inputs[f"weight_{i}"] = normal(rng, (width, own["channels"] // own["groups"], *own["kernel"]), dtype)
        if own["bias"]:
            inputs[f"bias_{i}"] = normal(rng, (width,), dtype, scale=2)
        settings.append(own)
    inputs["x"] = normal(rng, (2, channels, 5, 7), dtype)
    params = {"convs": settings, "branches": list(range(len(widths))) if branches is None else branches}
    return Case(name, concept, inputs, params=params, reduction_length=channels, **more)


def example_case():
    """The worked example of the statement."""
    f32 = lambda values, *shape: np.array(values, dtype=np.float32).reshape(shape)  # noqa: E731
    inputs = {
        "weight_0": f32([1, 2], 1, 2, 1, 1), "bias_0": f32([0.5], 1),
        "weight_1": f32([3, 0, -1, 1], 2, 2, 1, 1), "x": f32([1, 2, 3, 4], 1, 2, 1, 2),
    }  # fmt: skip
    own = {"channels": 2, "stride": 1, "padding": 0, "kernel": [1, 1], "groups": 1}
    settings = [{**own, "bias": True, "width": 1}, {**own, "bias": False, "width": 2}]
    params = {"convs": settings, "branches": [0, 1]}
    return Case("public_example", "biases", inputs, params=params, visibility="public", reduction_length=2)


def keras_cases(rng):
    """Channels last, padding in words, and an activation that a layer may have in itself."""
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    other = lambda **settings: [{}, settings, {}]  # noqa: E731
    return [
        keras_example(),
        keras_case(rng, "public_equal_widths", "weights_in_order", [3, 3], visibility="public"),
        keras_case(rng, "public_refusal", "refusal", [2, 3, 2], each=other(stride=[2, 2]), visibility="public", raises="ValueError"),
        keras_case(rng, "equal_widths", "weights_in_order", [4, 4, 4], channels=few(3, 5)),
        keras_case(rng, "rising_widths", "weights_in_order", [2, few(3, 4), 5, 7]),
        keras_case(rng, "falling_widths", "weights_in_order", [6, 3, 1], channels=few(2, 7)),
        keras_case(rng, "as_many_out_as_in", "weights_in_order", [5, 5], channels=5),
        keras_case(rng, "all_biases", "biases", [3, 2, 4], biases=[1, 1, 1]),
        keras_case(rng, "first_bias", "biases", [3, 2, 4], biases=[1, 0, 0], channels=1),
        keras_case(rng, "middle_bias", "biases", [2, 3, 3], biases=[0, 1, 0]),
        keras_case(rng, "uneven_stride", "settings", [3, 4], stride=[2, 3], biases=[1, 0]),
        keras_case(rng, "same_padding", "settings", [2, 5], padding="same", stride=[2, 2], biases=[1, 1]),
        keras_case(rng, "mixed_padding", "settings", [2, 3, 2], each=other(padding="same"), stride=[2, 1], biases=[1, 0, 1]),
        keras_case(rng, "with_activation", "settings", [3, 4], activation="relu", biases=[1, 0]),
        keras_case(rng, "other_activation_for_all", "settings", [2, 3], activation="tanh", biases=[0, 1]),
        keras_case(rng, "double_precision", "precision", [3, 2], biases=[1, 0], dtype="float64"),
        keras_case(rng, "single_branch", "one_layer", [4], biases=[1]),
        keras_case(rng, "same_branch_twice", "one_layer", [3, 2, 3], biases=[1, 0, 1], branches=[0, 1, 0]),
        keras_case(rng, "larger_kernel", "refusal", [3, 3, 2], each=[{"kernel": [3, 3]}] * 3, raises="ValueError"),
        keras_case(rng, "oblong_kernel", "refusal", [3, 3], each=[{"kernel": [1, 2]}, {}], raises="ValueError"),
        keras_case(rng, "upright_kernel", "refusal", [3, 3], each=[{"kernel": [2, 1]}] * 2, raises="ValueError"),
        keras_case(rng, "last_kernel_larger", "refusal", [3, 3], each=[{}, {"kernel": [3, 3]}], raises="ValueError"),
        keras_case(rng, "grouped", "refusal", [4, 2], each=[{"groups": 2}] * 2, raises="ValueError"),
        keras_case(rng, "last_grouped", "refusal", [3, 4], each=[{}, {"groups": 2}], raises="ValueError"),
        keras_case(rng, "other_channels", "refusal", [3, 2, 3], each=[{}, {}, {"channels": few(1, 6)}], raises="ValueError"),
        keras_case(rng, "other_stride", "refusal", [3, 2, 3], each=other(stride=[1, 2]), raises="ValueError"),
        keras_case(rng, "other_stride_in_rows", "refusal", [3, 2, 3], each=other(stride=[2, 1]), raises="ValueError"),
        keras_case(rng, "strides_swapped", "refusal", [3, 2], each=[{"stride": [1, 2]}, {"stride": [2, 1]}], raises="ValueError"),
        keras_case(rng, "other_activation", "refusal", [3, 2, 3], each=other(activation="relu"), raises="ValueError"),
        keras_case(rng, "no_branch", "refusal", [], raises="ValueError"),
    ]  # fmt: skip


def keras_case(rng, name, concept, widths, *, channels=4, stride=(1, 1), padding="valid", activation="linear", biases=None, each=None,
               branches=None, dtype="float32", **more):  # fmt: skip
    settings, inputs = [], {}
    for i, width in enumerate(widths):
        own = {"channels": channels, "stride": list(stride), "padding": padding, "activation": activation, "kernel": [1, 1], "groups": 1}
        own |= each[i] if each else {}
        own["bias"] = bool(biases and biases[i])
        own["width"] = width
        inputs[f"kernel_{i}"] = normal(rng, (*own["kernel"], own["channels"] // own["groups"], width), dtype)
        if own["bias"]:
            inputs[f"bias_{i}"] = normal(rng, (width,), dtype, scale=2)
        settings.append(own)
    inputs["x"] = normal(rng, (2, 5, 7, channels), dtype)
    params = {"convs": settings, "branches": list(range(len(widths))) if branches is None else branches}
    return Case(name, concept, inputs, params=params, reduction_length=channels, **more)


def keras_example():
    """The worked example in keras: the same numbers, channels last."""
    f32 = lambda values, *shape: np.array(values, dtype=np.float32).reshape(shape)  # noqa: E731
    inputs = {
        "kernel_0": f32([1, 2], 1, 1, 2, 1), "bias_0": f32([0.5], 1),
        "kernel_1": f32([3, -1, 0, 1], 1, 1, 2, 2), "x": f32([1, 3, 2, 4], 1, 1, 2, 2),
    }  # fmt: skip
    own = {"channels": 2, "stride": [1, 1], "padding": "valid", "activation": "linear", "kernel": [1, 1], "groups": 1}
    settings = [{**own, "bias": True, "width": 1}, {**own, "bias": False, "width": 2}]
    params = {"convs": settings, "branches": [0, 1]}
    return Case("public_example", "biases", inputs, params=params, visibility="public", reduction_length=2)


def keras_reference(case):
    """As with PyTorch, and transposed; a 1x1 kernel needs no padding, whatever word is given for it."""
    dtype = case.inputs["x"].dtype.name
    x = np.moveaxis(as_float64(case.inputs["x"]), -1, 1)
    kernels, biases, outputs = [], [], []
    for i in case.params["branches"]:
        own, kernel = case.params["convs"][i], as_float64(case.inputs[f"kernel_{i}"])
        bias = as_float64(case.inputs[f"bias_{i}"]) if own["bias"] else np.zeros(own["width"])
        z = conv_reference(x, kernel.transpose(3, 2, 0, 1), bias, stride=own["stride"])
        outputs.append(np.moveaxis(ACTIVATIONS[own["activation"]](z), 1, -1))
        kernels.append(kernel)
        biases.append(bias)
    return {
        "kernel": Expected(np.concatenate(kernels, axis=-1), dtype=dtype, reduction_length=1),
        "bias": Expected(np.concatenate(biases), dtype=dtype, reduction_length=1),
        "splits": np.array([len(bias) for bias in biases], dtype=np.int64),
        "output": Expected(np.concatenate(outputs, axis=-1), dtype=dtype),
        "settings": unchecked((8,), "int64"),
        "structure": unchecked((2,), "int64"),
        "originals": unchecked(originals(case).shape, "float64"),
    }


def reference(case):
    if in_keras(case):
        return keras_reference(case)
    weights, biases, outputs, splits = [], [], [], []
    dtype = case.inputs["x"].dtype.name
    for i in case.params["branches"]:
        own, weight = case.params["convs"][i], as_float64(case.inputs[f"weight_{i}"])
        bias = as_float64(case.inputs[f"bias_{i}"]) if own["bias"] else np.zeros(len(weight))
        outputs.append(conv_reference(case.inputs["x"], weight, bias, stride=own["stride"], padding=own["padding"]))
        weights.append(weight)
        biases.append(bias)
        splits.append(len(weight))
    return {
        "weight": Expected(np.concatenate(weights), dtype=dtype, reduction_length=1),
        "bias": Expected(np.concatenate(biases), dtype=dtype, reduction_length=1),
        "splits": np.array(splits, dtype=np.int64),
        "output": Expected(np.concatenate(outputs, axis=1), dtype=dtype),
        "settings": unchecked((10,), "int64"),
        "structure": unchecked((len(STRUCTURE["pytorch"]),), "int64"),
        "originals": unchecked(originals(case).shape, "float64"),
    }


def check(case, outputs):
    structure = STRUCTURE["keras" if in_keras(case) else "pytorch"]
    return [
        Finding("structure", np.array_equal(outputs["structure"], structure), mistake="structure", concept="one_layer",
                message="The result must be one new convolution layer: no subclass, no hooks, no inner modules, no buffers."),
        Finding("settings", np.array_equal(outputs["settings"], settings(case)), mistake="hyper_parameters",
                concept="settings", message="An attribute of the merged layer (channels, kernel size, stride, padding, "
                "dilation, groups, activation) is not what the branches ask for."),
        Finding("originals", np.array_equal(outputs["originals"], originals(case)), mistake="input_mutated",
                concept="one_layer", message="A given convolution was changed, or shares memory with the merged one."),
    ]  # fmt: skip


def settings(case):
    """in, out, kernel 2, stride 2, padding 2, dilation, groups of the merged layer; in keras number of the activation at
    the end in place of padding and dilation."""
    own = [case.params["convs"][i] for i in case.params["branches"]]
    if in_keras(case):
        activation = list(ACTIVATIONS).index(own[0]["activation"])
        return np.array([own[0]["channels"], sum(one["width"] for one in own), 1, 1, *own[0]["stride"], 1, activation])
    stride, padding = pair(own[0]["stride"]), pair(own[0]["padding"])
    return np.array([own[0]["channels"], sum(one["width"] for one in own), 1, 1, *stride, *padding, 1, 1])


def originals(case):
    """Every tensor of the given convolutions in the order in which the adapter reads them back."""
    names = [name for name in case.inputs if name != "x"]
    return np.concatenate([as_float64(case.inputs[name]).ravel() for name in names] + [[len(names)]])


def in_keras(case):
    return any(name.startswith("kernel_") for name in case.inputs)


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)
