"""Hostile Keras answers: what each does, and the only way it may end. `f` is called once with x, a tensor of shape (2, 3).

`kind` is the outcome, `begins` how its message begins, `prints` what the attack must have printed about how far it came;
ESCAPED must never be printed. `layer` says what has to stop it. What every Python runtime shares is attacked in
workers/judge/cells/tests; here is what TensorFlow adds: native file, thread and network code behind its operations.
"""

from dataclasses import dataclass

PRELUDE = """
import ctypes, os, socket, sys, threading, time
import keras
import numpy as np
import tensorflow as tf

def attempt(what, act):
    try:
        print("ESCAPED", what, str(act())[:80])
    except BaseException as error:
        print(what, "->", type(error).__name__, str(error)[:120].replace(chr(10), " "))

"""


@dataclass(frozen=True)
class Attack:
    id: str
    layer: str
    body: str
    kind: str
    begins: str = ""
    prints: str = ""
    wall_seconds: float = 30.0

    @property
    def source(self) -> str:
        lines = "\n".join("    " + line for line in self.body.strip("\n").splitlines())
        return f"{PRELUDE}\ndef f(x):\n{lines}\n"


def harmless(id, layer, body, prints=""):
    """Whatever it tries, its answer is judged like any other."""
    return Attack(id, layer, body.strip("\n") + "\nreturn tf.identity(x)", "returned", prints=prints)


FILES = [
    harmless("read-kernel", "root: the file is not there", "attempt('read', lambda: tf.io.read_file('/etc/passwd'))",
             "read -> NotFoundError"),
    harmless("read-the-host", "root: neither /proc nor homes nor questions",
             "for path in ('/proc/self/environ', '/proc/1/maps', '/home', '/etc/shadow', '/sys', '/box/../root/.ssh'):\n"
             "    attempt(path, lambda: os.stat(path))", "/proc/self/environ -> FileNotFoundError"),
    harmless("write-kernel", "read-only root, Landlock",
             "import tensorflow\n"
             "for path in (tensorflow.__file__, '/usr/lib/a', sys.prefix + '/a', '/etc/a'):\n"
             "    attempt(path, lambda: tf.io.write_file(path, 'x'))", "/usr/lib/a -> "),
    harmless("match-files", "Landlock: only the runtime may be listed",
             "attempt('match', lambda: tf.io.matching_files('/home/*').numpy().tolist() or exec('raise OSError(0)'))",
             "match -> "),
    harmless("save-and-load-a-model", "its own folder is all that it may write",
             "m = keras.Sequential([keras.layers.Dense(1)])\nm(x)\nm.save('/box/m.keras')\n"
             "keras.models.load_model('/box/m.keras')(x)\nprint('saved in its own folder')\n"
             "attempt('elsewhere', lambda: m.save('/usr/m.keras'))", "saved in its own folder"),
    harmless("fill-its-folder-by-kernel", "tmpfs of 16 MiB",
             "big = tf.constant('x' * (4 << 20))\n"
             "for i in range(8):\n    try: tf.io.write_file(f'/box/{i}', big)\n"
             "    except tf.errors.OpError as error: print('full after', i, type(error).__name__); break\n"
             "else: print('ESCAPED never full')", "full after"),
    harmless("download-weights", "seccomp: no socket",
             "attempt('weights', lambda: keras.applications.MobileNetV2())\n"
             "attempt('file', lambda: keras.utils.get_file('a', 'http://127.0.0.1:9/a', cache_dir='/box'))",
             "file -> "),
]  # fmt: skip

PROCESSES = [
    harmless("fork-and-exec", "seccomp",
             "attempt('fork', os.fork)\nattempt('exec', lambda: os.execv('/usr/bin/env', ['env']))\n"
             "attempt('system', lambda: os.system('id') and exec('raise OSError(1)'))\n"
             "import subprocess\nattempt('subprocess', lambda: subprocess.check_output(['id']))",
             "fork -> PermissionError"),
    harmless("multiprocessing", "seccomp: no fork, no semaphore files",
             "import multiprocessing\nattempt('pool', lambda: multiprocessing.Pool(2))", "pool -> "),
    harmless("py-function-with-threads", "threads are allowed, 64 at most",
             "made = 0\n"
             "try:\n"
             "    while made < 500:\n"
             "        threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); made += 1\n"
             "    print('ESCAPED', made)\n"
             "except RuntimeError: print('refused after', 8 < made < 70)", "refused after True"),
    Attack("thread-pools-without-end", "pids limit; TensorFlow gives up", """
options = tf.data.Options()
options.threading.private_threadpool_size = 4000
data = tf.data.Dataset.range(8).map(lambda a: a + 1, num_parallel_calls=8).with_options(options)
return tf.reduce_sum(next(iter(data.batch(8))))""", "exited"),
    harmless("sockets", "seccomp",
             "attempt('socket', socket.socket)\nattempt('pair', socket.socketpair)\n"
             "attempt('name', lambda: socket.gethostbyname('example.org'))", "socket -> PermissionError"),
    Attack("grpc-server", "seccomp: no socket", """
attempt('server', lambda: tf.distribute.Server({'local': ['127.0.0.1:0']}, start=True))
return tf.identity(x)""", "returned", prints="server -> "),
    harmless("profiler-port", "seccomp: no socket", "attempt('profiler', lambda: tf.profiler.experimental.server.start(6009) or exec('raise OSError(0)'))",
             "profiler -> "),
    Attack("exit", "judge: exit status", "os._exit(0)", "exited"),
    Attack("abort-in-an-operation", "judge: wait status", "tf.numpy_function(lambda: os.abort(), [], tf.float32)", "exited"),
    Attack("ptrace", "seccomp", "ctypes.CDLL(None).ptrace(16, 1, 0, 0)", "security_violation"),
    Attack("new-namespace", "seccomp", "ctypes.CDLL(None).unshare(0x10000000)", "security_violation"),
    harmless("load-an-op-library", "noexec folder",
             "library = next(m.__file__ for m in list(sys.modules.values()) if str(getattr(m, '__file__', '')).endswith('.so'))\n"
             "open('/box/a.so', 'wb').write(open(library, 'rb').read()[:1 << 20])\n"
             "attempt('load', lambda: tf.load_op_library('/box/a.so'))", "load -> NotFoundError"),
]  # fmt: skip

RESOURCES = [
    Attack("endless-loop", "judge's clock", "while True: pass", "time_limit", wall_seconds=1),
    Attack("endless-loop-in-a-graph", "judge's clock", """
@tf.function
def g():
    i = tf.constant(0)
    while i >= 0:
        i = i * 1
    return i
g()""", "time_limit", wall_seconds=3),
    Attack("endless-dataset", "judge's clock", "for _ in tf.data.Dataset.range(1).repeat(): pass", "time_limit", wall_seconds=2),
    Attack("queue-that-stays-empty", "judge's clock",
           "return tf.queue.FIFOQueue(1, tf.float32).dequeue()", "time_limit", wall_seconds=2),
    Attack("memory-by-tensors", "memory limit", "kept = []\nwhile True: kept.append(tf.ones((4 << 20,)) + len(kept))", "memory_limit"),
    Attack("memory-at-once", "memory limit, at once", "return tf.ones((1 << 40,), tf.uint8)", "memory_limit", wall_seconds=5),
    Attack("memory-in-a-graph", "memory limit", """
@tf.function
def g():
    return tf.reduce_sum(tf.random.uniform((1 << 15, 1 << 15)) @ tf.random.uniform((1 << 15, 1 << 15)))
return g()""", "memory_limit"),
    Attack("memory-by-python", "memory limit", "kept = []\nwhile True: kept.append(bytearray(16 << 20))", "memory_limit"),
    Attack("too-large-an-output", "output arena", "return tf.zeros((9 << 20,), tf.uint8)", "output_limit"),
    harmless("a-gigabyte-of-text", "capped memory file", "for _ in range(1 << 12): tf.print('A' * 65535, output_stream=sys.stdout)", "AAAA"),
    harmless("native-text-too", "capped memory file",
             "for _ in range(64): tf.print('A' * 65535)", ""),
]  # fmt: skip

FORGERIES = [
    Attack("say-done", "judge: nonce in the header", "os.write(3, b'R'); time.sleep(60)", "invalid_output"),
    Attack("flood", "judge: one message, then the end", "while True: os.write(3, b'Z' * 4000)", "invalid_output"),
    Attack("close-the-channel", "judge: silence is an end", "os.close(3); time.sleep(60)", "exited"),
    Attack("lie-about-the-shape", "runtime reads the bytes, judge compares sizes", """
y = tf.identity(x)
type(y).shape = property(lambda self: tf.TensorShape([1 << 30, 1 << 30]))
return y""", "output_limit"),
    Attack("lie-small", "judge: shape and bytes must agree", """
import _runtime
_runtime.to_bytes = lambda name, value: (2, (1 << 20,), b'1234')
return x""", "invalid_output"),
    harmless("replace-the-runner", "judge in another process",
             "import _shared.arena, _shared.cell, _runtime\n"
             "_shared.arena.Inputs.changed = lambda self: {}\n"
             "frame = sys._getframe()\n"
             "while frame: frame.f_globals['verdict'] = 'accepted'; frame = frame.f_back"),
    harmless("patched-operations", "judge compares in another process",
             "tf.reduce_all = lambda *a, **k: True\nnp.array_equal = lambda *a, **k: True\n"
             "np.testing.assert_array_equal = lambda *a, **k: None"),
    Attack("traced-tensor-hidden-in-a-variable", "only eager tensors leave", """
kept = []
tf.function(lambda: kept.append(tf.ones((2, 3))))()
return kept[0]""", "invalid_output", "output must be a tf.Tensor"),
]  # fmt: skip

ALL = [*FILES, *PROCESSES, *RESOURCES, *FORGERIES]
