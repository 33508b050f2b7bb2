def fuse_conv_bn(conv, bn):
    return lambda x: bn(conv(x))
