# id: RS-01
# attack: a loop without end inside of a graph, a data set and a queue
# runs: keras
# expect: time_limit
# layer: sup
# limit: 2
import tensorflow as tf
from support import right


def attack_graph(x):
    @tf.function
    def loop():
        i = tf.constant(0)
        while i >= 0:
            i = i * 1
        return i

    return loop()


def attack_data_set(x):
    for _ in tf.data.Dataset.range(1).repeat():
        pass


def attack_queue(x):
    return tf.queue.FIFOQueue(1, tf.float32).dequeue()


def twin(x):
    total = sum(int(i) for i in tf.data.Dataset.range(4))
    return right(x) if total == 6 else x
