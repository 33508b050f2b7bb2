"""A process that has imported a framework and forks one cell per answer. Started by the judge; never sees code or
inputs.

It speaks on descriptor 3 (SEQPACKET). In: the set-up as JSON, then `F` + slot, layers, uid, warm (u32 each) with the
job socket and files of the cgroups to join as descriptors. Out: `R` + JSON when warm; `F` + slot with a pidfd for
each cell; `W` + slot, wait status, user and system seconds, largest resident KiB when a cell has ended; `X` + text
before it gives up.
"""

import gc
import importlib.util
import json
import os
import select
import socket
import struct
import sys
import time

CONTROL = 3
FORK_REQUEST = struct.Struct("<cIIII")
FORKED = struct.Struct("<cI")
ENDED = struct.Struct("<cIiddQ")

control = socket.socket(fileno=CONTROL)


def main():
    setup = json.loads(control.recv(1 << 16))
    # Thread counts are read once, when a library loads; a second thread would make every fork a gamble.
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    own_threads = os.open("/proc/self/task", os.O_RDONLY | os.O_DIRECTORY)
    own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)
    own_maps = os.open("/proc/self/maps", os.O_RDONLY)

    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from _shared import cell, huge_pages
    from _shared.jail import DEVICE_PROFILE, FORKED_PROFILE, WRITABLE_FOLDER, Jail

    del sys.path[0]
    runtime = load_runtime(setup["runtime_file"])
    if hasattr(runtime, "configure"):
        runtime.configure(setup["manifest"])
    if setup["device"] != "cpu" and hasattr(runtime, "use_device"):
        runtime.use_device(setup["device"])
    # What looks at /proc and /sys must look now: after the next line there is neither.
    runtime.import_and_warm()
    profile = DEVICE_PROFILE if setup["nodes"] else getattr(runtime, "PROFILE", FORKED_PROFILE)
    jail = Jail(setup["library"], setup["bound"], setup["most"], profile, setup["nodes"])
    jail.build_root(setup["bound"], setup["hidden"])

    leave_no_traces(WRITABLE_FOLDER)
    huge_pages.gather(own_maps)
    os.close(own_maps)
    assert_one_thread(own_threads)
    libraries = runtime.libraries() if hasattr(runtime, "libraries") else {}
    # What a cell can run unread; nothing where cells are programs of their own, in another language.
    bytecode = "" if hasattr(runtime, "live") else importlib.util.MAGIC_NUMBER.hex()
    about = {"version": runtime.version(), "libraries": libraries, "bytecode": bytecode}
    ready = b"R" + json.dumps(about).encode()
    if hasattr(runtime, "take_over"):  # a zygote of the runtime's own, in the place of this one; returns where there is none
        runtime.take_over(jail, ready, own_pid_namespace, own_threads)
    control.send(ready)
    serve(jail, cell, runtime, own_threads, own_pid_namespace)


def load_runtime(path):
    spec = importlib.util.spec_from_file_location("_runtime", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["_runtime"] = module
    spec.loader.exec_module(module)
    return module


def leave_no_traces(home):
    os.environ.clear()
    os.environ["HOME"] = home  # many a library asks for one as it is imported, and a cell is nobody in particular
    sys.argv[:] = ["cell"]
    sys.orig_argv[:] = ["cell"]
    sys.dont_write_bytecode = True
    # Frozen objects are never visited by a child's collector, so their pages stay shared.
    gc.collect()
    gc.freeze()
    gc.disable()


def assert_one_thread(own_threads):
    if len(os.listdir(own_threads)) != 1:
        give_up("the zygote has more than one thread; a fork would copy locks that nobody can release")


def give_up(reason):
    control.send(b"X" + reason.encode())
    os._exit(1)


def serve(jail, cell, runtime, own_threads, own_pid_namespace):
    """Forks until the judge hangs up. Ended cells are noticed by their pidfds: no signal handler, no second thread."""
    poll = select.poll()
    poll.register(CONTROL, select.POLLIN)
    living = {}
    while True:
        for fd, _ in poll.poll():
            if fd != CONTROL:
                poll.unregister(fd)
                report_end(fd, *living.pop(fd))
                continue
            request, passed, _, _ = socket.recv_fds(control, 64, 4)
            if not request:
                os._exit(0)
            _, slot, layers, uid, warm = FORK_REQUEST.unpack(request)
            assert_one_thread(own_threads)
            jail.plan_next(layers, uid)
            pid = fork(jail, cell, runtime, warm, passed, own_pid_namespace)
            for descriptor in passed:
                os.close(descriptor)
            pidfd = os.pidfd_open(pid)  # not reaped yet, so the number is certainly this child's
            living[pidfd] = slot, pid
            poll.register(pidfd, select.POLLIN)
            socket.send_fds(control, [FORKED.pack(b"F", slot)], [pidfd])


def fork(jail, cell, runtime, warm, passed, own_pid_namespace):
    if not jail.is_bare:
        jail.arm_pid_namespace()
    pid = os.fork()
    if pid == 0:
        # A runtime that cannot be forked warm starts its own program in the child. Neither returns.
        getattr(runtime, "live", cell.live)(jail, runtime, warm, passed[0], passed[1:])
    if not jail.is_bare:
        jail.disarm_pid_namespace(own_pid_namespace)
    return pid


def report_end(pidfd, slot, pid):
    _, status, usage = os.wait4(pid, 0)
    os.close(pidfd)
    control.send(ENDED.pack(b"W", slot, status, usage.ru_utime, usage.ru_stime, usage.ru_maxrss))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)  # the judge hung up in the middle of a word; it needs no traceback
    except BaseException as error:
        give_up(f"{type(error).__name__}: {error} ({time.strftime('%H:%M:%S')})")
