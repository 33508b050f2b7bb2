from tensorflow.keras import backend as K


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    _, _, _, filters = kernel.shape.as_list()
    gamma = K.ones_like(mean) if gamma is None else gamma
    beta = K.zeros_like(mean) if beta is None else beta
    bias = K.zeros_like(mean) if bias is None else bias
    scale = gamma / K.sqrt(var + eps)
    return kernel * K.reshape(scale, (1, 1, 1, filters)), beta + (bias - mean) * scale
