# id: RS-10
# attack: TensorFlow's own file kernels write until the folder is full
# runs: keras
# expect: judged
# layer: cell (tmpfs of 16 MiB)
import os

import tensorflow as tf
from support import Escaped


def act(x):
    big = tf.constant("x" * (4 << 20))
    try:
        for number in range(8):
            tf.io.write_file(f"/box/{number}", big)
        raise Escaped("never full")
    except tf.errors.OpError:
        for name in os.listdir("/box"):
            os.unlink(f"/box/{name}")
