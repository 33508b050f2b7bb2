# id: FS-02, FS-01, NW-06
# attack: TensorFlow's file kernels, model archives and downloads
# runs: keras
# expect: judged
# layer: cell (the root lacks them, read-only mounts, seccomp)
import sys

import keras
import tensorflow as tf
from support import refused


def act(x):
    fails = (tf.errors.OpError, OSError, Exception)
    refused("read", lambda: tf.io.read_file("/etc/passwd"), *fails)
    for path in (tf.__file__, "/usr/lib/a", sys.prefix + "/a", "/etc/a"):
        refused(path, lambda path=path: tf.io.write_file(path, "x"), *fails)
    for pattern in ("/home/*", "/*", "/etc/*"):
        refused(
            pattern,
            lambda pattern=pattern: tf.io.matching_files(pattern).numpy().tolist() or exec("raise OSError"),
            *fails,
        )
    model = keras.Sequential([keras.layers.Dense(1)])
    model(x)
    model.save("/box/m.keras")
    keras.models.load_model("/box/m.keras")(x)
    refused("save elsewhere", lambda: model.save("/usr/m.keras"), *fails)
    refused("download", lambda: keras.utils.get_file("a", "http://127.0.0.1:9/a", cache_dir="/box"), *fails)
    refused("weights", lambda: keras.applications.MobileNetV2(), *fails)
