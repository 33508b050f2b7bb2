# id: RS-08
# attack: thread pools of thousands; TensorFlow gives up where none is left
# runs: keras
# expect: runtime_error
# layer: cell (pids cgroup, RLIMIT_NPROC)
import tensorflow as tf
from support import right


def pooled(size):
    options = tf.data.Options()
    options.threading.private_threadpool_size = size
    data = tf.data.Dataset.range(8).map(lambda a: a + 1, num_parallel_calls=2).with_options(options)
    return tf.reduce_sum(next(iter(data.batch(8))))


def attack(x):
    return pooled(4000)


def twin(x):
    return right(x) if int(pooled(2)) == 36 else x
