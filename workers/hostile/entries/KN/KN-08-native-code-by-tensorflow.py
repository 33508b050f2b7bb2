# id: KN-08
# attack: a library of operations of its own
# runs: keras
# expect: judged
# layer: cell (noexec)
import os
import sys

import tensorflow as tf
from support import refused


def act(x):
    files = [str(getattr(module, "__file__", "")) for module in list(sys.modules.values())]
    library = next(file for file in files if file.endswith(".so"))
    with open("/box/a.so", "wb") as file:
        file.write(open(library, "rb").read()[: 1 << 20])
    refused("its own operations", lambda: tf.load_op_library("/box/a.so"), tf.errors.OpError)
    os.unlink("/box/a.so")
