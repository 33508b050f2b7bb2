import keras


def merge_parallel(convs):
    if not convs or len({(conv.kernel_size, conv.groups, conv.strides, conv.activation, conv.kernel.shape[2]) for conv in convs}) > 1:
        raise ValueError("the branches differ")
    if convs[0].kernel_size != (1, 1) or convs[0].groups > 1:
        raise ValueError("no 1x1 convolutions")
    splits = [conv.filters for conv in convs]
    return keras.layers.Conv2D(sum(splits), 1, strides=convs[0].strides, activation=convs[0].activation), splits
