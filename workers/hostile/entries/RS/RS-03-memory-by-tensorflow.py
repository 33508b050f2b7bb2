# id: RS-03
# attack: tensors without end, eager and in a graph
# runs: keras
# expect: memory_limit
# layer: cell (RLIMIT_DATA, memory cgroup)
import tensorflow as tf
from support import right


def attack_many(x):
    kept = []
    while True:
        kept.append(tf.ones((4 << 20,)) + len(kept))


def attack_at_once(x):
    return tf.ones((1 << 40,), tf.uint8)


def attack_graph(x):
    @tf.function
    def product():
        return tf.reduce_sum(tf.random.uniform((1 << 15, 1 << 15)) @ tf.random.uniform((1 << 15, 1 << 15)))

    return product()


def twin(x):
    return right(x) + tf.reduce_sum(tf.zeros((1 << 20,)))
