# id: FR-08, EQ-05
# attack: a tensor class that lies about its shape: more than there is
# runs: keras
# expect: output_limit
# layer: chan (sizes before bytes)
import tensorflow as tf
from support import right


def attack(x):
    y = tf.identity(x)
    type(y).shape = property(lambda self: tf.TensorShape([1 << 30, 1 << 30]))
    return y


def twin(x):
    return right(x) if x.shape.rank == 2 else x
