# id: SV-08
# attack: aborts inside of an operation of TensorFlow
# runs: keras
# expect: runtime_error
# layer: sup
import os

import tensorflow as tf


def attack(x):
    return tf.numpy_function(lambda: os.abort(), [], tf.float32)


def twin(x):
    return tf.numpy_function(lambda y: y + y, [x], tf.float32)
