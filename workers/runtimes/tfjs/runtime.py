"""TensorFlow.js: Node.js cannot be forked once it runs, so each cell is a process of its own, started ahead of time and used
once.

The zygote of this runtime holds the jail and, for the native backend, TensorFlow's library. A fork of it enters the jail and
becomes Node.js, which warms up, puts on its lock and then speaks as every other cell does. The program in there is `cell/`,
bundled by set-up.
"""

import os

from _shared import cell
from _shared.jail import EXECED_PROFILE, WRITABLE_FOLDER

PROFILE = EXECED_PROFILE

# Everything that Node.js and TensorFlow read from an environment, and nothing of ours. Pinned: what is left to them they take
# from the number of cores, and an answer's time would hang on its neighbours.
ENVIRONMENT = {
    "HOME": WRITABLE_FOLDER,
    "LANG": "C.UTF-8",
    "TMPDIR": WRITABLE_FOLDER,
    "NODE_NO_WARNINGS": "1",
    "UV_THREADPOOL_SIZE": "1",
    "UV_USE_IO_URING": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Its allocator waits ten seconds before it believes that there is no more memory; an answer would run out of time instead.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}

# For main.ts: 0 where somebody waits for the cell. The zygote in C says it by itself.
REHEARSES = "CELL_REHEARSES"
# workers/sandbox/node_zygote.c, compiled by set-up.
NATIVE_ZYGOTE, NATIVE_LIBRARY = "node-zygote.so", "libtensorflow_cc.so.2"

_settings = {}


def configure(manifest):
    """manifest: what set-up wrote. Called once, before the root is changed."""
    _settings.update(manifest)


def import_and_warm():
    """Nothing: what is warm here could not be handed on."""


def version():
    return _settings["version"]


def libraries():
    """What the last bits of a result depend on."""
    return _settings.get("libraries", {})


def take_over(jail, ready, own_pid_namespace, own_threads):
    """Becomes a Node.js that waits in front of its `main`, with TensorFlow loaded, and forks from there. Returns where the
    backend has no library to load."""
    if _settings["backend"] != "native":
        return
    for descriptor in (own_pid_namespace, own_threads):
        os.set_inheritable(descriptor, True)
    plan, readable = jail.described()
    environment = {
        "LD_PRELOAD": in_folder(NATIVE_ZYGOTE),
        "ZYGOTE_LIBRARY": in_folder(NATIVE_LIBRARY),
        "ZYGOTE_PLAN": plan,
        "ZYGOTE_READABLE": "\n".join(os.fsdecode(path) for path in readable),
        "ZYGOTE_READY": ready.decode(),
        "ZYGOTE_DESCRIPTORS": f"{own_pid_namespace} {own_threads}",
    }
    become_node(environment)


def live(jail, runtime, warm, job, group_files):
    """Runs in the child of a fork and becomes Node.js. What goes wrong before that is ours, and is said so."""
    try:
        channel = cell.enter(jail, job, group_files)  # noqa: F841 (dropped, it would close the descriptor it stands for)
        become_node({REHEARSES: str(warm)})
    except BaseException as error:
        cell.say(b"E" + f"{type(error).__name__}: {error}".encode())
        os._exit(70)


def become_node(more):
    environment = ENVIRONMENT | _settings.get("environment", {}) | more
    program = [in_folder("start.cjs"), in_folder(_settings.get("bundle", "cell.cjs"))]
    os.execve(_settings["node"], ["node", *_settings["options"], *program, _settings["backend"]], environment)


def in_folder(name):
    return f"{_settings['readable'][0]}/{name}"
