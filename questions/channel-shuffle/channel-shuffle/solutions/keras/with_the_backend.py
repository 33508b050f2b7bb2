from tensorflow.keras import backend as K


def channel_shuffle(x, groups):
    _, height, width, channels = x.shape.as_list()
    if groups < 1 or channels % groups:
        raise ValueError("the groups must divide the channels")
    grouped = K.reshape(x, (-1, height, width, groups, channels // groups))
    mixed = K.permute_dimensions(grouped, (0, 1, 2, 4, 3))
    return K.reshape(mixed, (-1, height, width, channels))
