import keras
from keras import ops


def fuse_linear_bn(kernel, bias, gamma, beta, mean, var, eps):
    outputs = kernel.shape[-1]
    if tuple(mean.shape) not in {(1,), (outputs,)}:
        raise ValueError("sizes do not fit")

    def wide(vector):
        return ops.broadcast_to(vector, (outputs,))

    gain = wide(ops.rsqrt(var + eps))
    if gamma is not None:
        gain = gain * wide(gamma)
    zeros = keras.ops.zeros_like(kernel[:1])
    # Homogeneous coordinates: the bias is one more row of the kernel.
    rows = ops.concatenate([kernel, zeros if bias is None else bias[None]], axis=0)
    rows = ops.concatenate([rows[:-1], rows[-1:] - wide(mean)], axis=0) @ ops.diag(gain)
    return rows[:-1], rows[-1] if beta is None else rows[-1] + wide(beta)
