from torch.nn.utils.fusion import fuse_conv_bn_eval as fuse_conv_bn  # noqa: F401
