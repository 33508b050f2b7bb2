# id: EQ-06
# attack: a symbolic tensor that has no values yet
# runs: keras
# expect: invalid_output
# layer: chan (only eager tensors leave)
import keras
import tensorflow as tf
from support import right


def attack_input(x):
    return keras.Input((3,))


def attack_traced(x):
    kept = []
    tf.function(lambda: kept.append(tf.ones((2, 3))))()
    return kept[0]


def attack_sparse(x):
    return tf.sparse.from_dense(right(x))


def attack_ragged(x):
    return tf.RaggedTensor.from_tensor(right(x))


def twin(x):
    return tf.function(right)(x)
