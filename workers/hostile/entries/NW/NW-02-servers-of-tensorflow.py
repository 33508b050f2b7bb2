# id: NW-02
# attack: TensorFlow's own servers
# runs: keras
# expect: judged
# layer: cell (seccomp: no socket)
import tensorflow as tf
from support import refused


def act(x):
    start = lambda: tf.distribute.Server({"local": ["127.0.0.1:0"]}, start=True)
    refused("server", start, tf.errors.OpError, OSError)
    refused("profiler", lambda: tf.profiler.experimental.server.start(6009) or exec("raise OSError(0)"), Exception)
