"""What an honest answer, its framework and our own runner do in a cell: small pieces, each of which must work under the
filter. Whoever wants another call allowed adds the piece that fails without it."""

import ctypes
import gc
import os
import random
import select
import signal
import tempfile
import threading
import time
from collections.abc import Callable


def works(framework: str, close_limits: Callable[[], None]) -> dict[str, Callable[[], None]]:
    own = {name.replace("_", " "): work for name, work in globals().items() if getattr(work, "is_work", False)}
    return {**own, "the second filter": close_limits, **(torch_works() if framework == "pytorch" else numpy_works())}


def work(function):
    function.is_work = True
    return function


# Made before any filter: making a folder is a work of its own.
FOLDER = tempfile.mkdtemp(prefix="honest-")


@work
def files_are_written_and_read():
    path = f"{FOLDER}/file{os.getpid()}"
    with open(path, "w+b", buffering=0) as file:
        file.write(b"0123456789" * 100)
        file.flush()
        file.seek(3)
        assert file.read(2) == b"34"
        os.fsync(file.fileno())
        os.fdatasync(file.fileno())
        os.ftruncate(file.fileno(), 50)
        os.posix_fallocate(file.fileno(), 0, 100)
        assert os.pread(file.fileno(), 2, 4) == b"45"
        os.pwrite(file.fileno(), b"xy", 0)
        os.writev(file.fileno(), [b"a", b"b"])
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        os.readv(file.fileno(), [bytearray(2)])
        os.preadv(file.fileno(), [bytearray(2)], 0)
        os.fstat(file.fileno())
        os.fstatvfs(file.fileno())
    os.unlink(path)


@work
def files_by_the_C_library():
    libc = ctypes.CDLL(None, use_errno=True)
    path = f"{FOLDER}/c{os.getpid()}".encode()
    descriptor = libc.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    assert descriptor >= 0
    buffer = ctypes.create_string_buffer(8)

    class Piece(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    piece = Piece(ctypes.addressof(buffer), 8)
    assert libc.preadv(descriptor, ctypes.byref(piece), 1, 0) >= 0
    assert libc.access(path, os.R_OK) == 0
    assert libc.rename(path, path + b"2") == 0
    assert libc.unlink(path + b"2") == 0
    assert libc.close(descriptor) == 0


@work
def folders_are_made_and_listed():
    path = f"{FOLDER}/folder{os.getpid()}"
    os.mkdir(path)
    os.rename(path, path + "2")
    assert os.listdir(path + "2") == []
    os.chdir(path + "2")
    assert os.getcwd() == path + "2"
    os.chdir("/")
    os.statvfs(path + "2")
    os.rmdir(path + "2")


@work
def folders_by_descriptor():
    top = os.open(FOLDER, os.O_RDONLY)
    name = f"sub{os.getpid()}"
    os.mkdir(name, dir_fd=top)
    os.rename(name, name + "2", src_dir_fd=top, dst_dir_fd=top)
    assert os.access(name + "2", os.R_OK, dir_fd=top)
    assert os.access(name + "2", os.R_OK, dir_fd=top, effective_ids=True)
    os.stat(name + "2", dir_fd=top)
    assert os.readlink("link", dir_fd=top) == "/usr"
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.renameat2(top, name.encode() + b"2", top, name.encode() + b"3", 1) == 0
    assert libc.renameat2(top, name.encode() + b"3", top, name.encode() + b"2", 0) == 0
    assert libc.statx(top, b"", 0x1000, 0x7FF, ctypes.create_string_buffer(256)) == 0
    assert libc.faccessat(top, name.encode() + b"2", os.R_OK, 0) == 0
    os.rmdir(name + "2", dir_fd=top)
    os.close(top)


@work
def paths_are_looked_at():
    os.stat("/usr/bin")
    os.lstat("/usr/bin")
    assert os.access("/usr/bin", os.R_OK)
    assert os.path.realpath(LINK)
    assert os.readlink(LINK) == "/usr"
    os.umask(os.umask(0o22))


LINK = os.path.join(FOLDER, "link")
os.symlink("/usr", LINK)


@work
def temporary_files():
    with tempfile.TemporaryFile(dir=FOLDER) as file:
        file.write(b"x")
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        assert os.path.isdir(folder)


@work
def threads_and_locks():
    done = []
    threads = [threading.Thread(target=done.append, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    assert not threading.Event().wait(0.01)
    os.sched_yield()


@work
def pipes_and_waiting():
    reader, writer = os.pipe()
    os.write(writer, b"x")
    assert select.select([reader], [], [], 0)[0]
    poll = select.poll()
    poll.register(reader)
    assert poll.poll(0)
    with select.epoll() as many:
        many.register(reader, select.EPOLLIN)
        assert many.poll(0)
    os.close(os.dup(reader))
    os.dup2(reader, 60)
    os.dup2(reader, 61, inheritable=False)
    libc = ctypes.CDLL(None, use_errno=True)
    two = (ctypes.c_int * 2)()
    assert libc.pipe(two) == 0
    assert libc.dup(two[0]) >= 0
    assert libc.ppoll(None, 0, (ctypes.c_long * 2)(0, 1000), None) == 0
    ready = ctypes.create_string_buffer(16)
    assert libc.epoll_pwait(libc.epoll_create1(0), ready, 1, 0, None) == 0
    assert libc.epoll_create1(0) >= 0 and libc.eventfd(0, 0) >= 0


@work
def clocks():
    for clock in (time.CLOCK_MONOTONIC, time.CLOCK_REALTIME, time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID):
        time.clock_gettime(clock)
        time.clock_getres(clock)
    time.sleep(0.001)
    time.time()
    os.times()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.nanosleep((ctypes.c_long * 2)(0, 1000), None) == 0
    assert libc.gettimeofday((ctypes.c_long * 2)(), None) == 0


@work
def signals_to_itself():
    signal.signal(signal.SIGTERM, lambda *a: None)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
    signal.sigpending()
    assert signal.sigtimedwait([signal.SIGUSR2], 0) is None
    signal.setitimer(signal.ITIMER_REAL, 15)
    signal.getitimer(signal.ITIMER_REAL)
    signal.alarm(15)
    assert 0 < signal.alarm(15) <= 15
    import faulthandler

    faulthandler.enable(open("/dev/null", "w"))


IDENTITY = (os.getuid(), os.geteuid(), os.getgid(), os.getegid())


@work
def a_signal_is_handled():
    seen = []
    signal.signal(signal.SIGALRM, lambda *a: seen.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.005)
    for _ in range(200):
        time.sleep(0.005)
        if seen:
            return
    raise AssertionError("no signal came")


@work
def who_and_what_am_i():
    import platform
    import resource

    assert os.getpid() > 0 and os.getppid() > 0 and threading.get_native_id() == os.getpid()
    assert (os.getuid(), os.geteuid(), os.getgid(), os.getegid()) == IDENTITY
    os.getresuid(), os.getresgid(), os.getgroups()
    # 0 where the group's or the session's leader lives outside this pid namespace, as beneath `unshare --pid`; -1 is a refusal.
    assert os.getpgid(0) >= 0 and os.getpgrp() >= 0 and os.getsid(0) >= 0
    assert os.times().elapsed > 0
    os.uname(), platform.platform()
    resource.getrusage(resource.RUSAGE_SELF)
    resource.getrlimit(resource.RLIMIT_DATA)
    os.getpriority(os.PRIO_PROCESS, 0)
    os.cpu_count(), os.sched_getaffinity(0)
    os.sched_getscheduler(0), os.sched_getparam(0)
    os.sched_get_priority_max(os.SCHED_FIFO), os.sched_get_priority_min(os.SCHED_FIFO)
    os.getrandom(8), os.urandom(8), random.SystemRandom().random()
    ctypes.CDLL(None).sched_getcpu()

    class Info(ctypes.Structure):
        _fields_ = [("room", ctypes.c_char * 512)]

    assert ctypes.CDLL(None).sysinfo(ctypes.byref(Info())) == 0


@work
def memory_grows_and_goes():
    kept = [bytearray(1 << 20) for _ in range(64)]
    del kept
    gc.collect()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.malloc.restype = libc.realloc.restype = ctypes.c_void_p
    at = libc.malloc(ctypes.c_size_t(1 << 22))
    at = libc.realloc(ctypes.c_void_p(at), ctypes.c_size_t(1 << 26))
    assert at
    libc.free(ctypes.c_void_p(at))
    libc.malloc_trim(0)
    import mmap

    with mmap.mmap(-1, 1 << 16, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as pages:
        pages[0] = 1
        pages.flush()
        pages.madvise(mmap.MADV_DONTNEED)
        pages.resize(1 << 17)


@work
def memory_is_given_back():
    """Four gigabytes one after the other, where only half of one fits."""
    import resource

    now = next(int(line.split()[1]) << 10 for line in open("/proc/self/status") if line.startswith("VmData:"))
    limit = now + (512 << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    for _ in range(16):
        bytearray(256 << 20)


@work
def the_whole_machine_sleeps():
    """Stopped in the middle of a wait, and woken up: the kernel goes on with the wait by a call of its own."""
    os.write(SLEEPS[0], os.getpid().to_bytes(4, "little"))
    assert select.poll().poll(300) == []
    assert os.read(SLEEPS[1], 1) == b"w"


def stopping_process():
    """Before any filter: somebody who is told a process, stops it for a moment and says so."""
    heard, asked = os.pipe()
    done, said = os.pipe()
    if os.fork() == 0:
        os.close(asked)
        while pid := os.read(heard, 4):
            time.sleep(0.05)
            os.kill(int.from_bytes(pid, "little"), signal.SIGSTOP)
            time.sleep(0.05)
            os.kill(int.from_bytes(pid, "little"), signal.SIGCONT)
            os.write(said, b"w")
        os._exit(0)
    return asked, done


SLEEPS = stopping_process()


@work
def waits_for_no_child():
    for wait in (lambda: os.waitpid(-1, os.WNOHANG), lambda: os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG)):
        try:
            wait()
        except ChildProcessError:
            pass


@work
def a_message_on_the_job_socket():
    CELL.settimeout(1)
    os.write(JUDGE.fileno(), b"C")
    assert CELL.recvmsg(16)[0] == b"C"
    os.write(CELL.fileno(), b"R")


def sockets():
    import socket

    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


JUDGE, CELL = sockets()


@work
def a_clean_end():
    import atexit

    atexit._run_exitfuncs()
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


@work
def a_thread_of_the_C_library_ends():
    """Python never waits for the end of a thread itself; others do."""
    libc = ctypes.CDLL(None)
    thread, until = ctypes.c_ulong(), (ctypes.c_long * 2)(int(time.time()) + 3, 0)
    assert libc.pthread_create(ctypes.byref(thread), None, libc.sched_yield, None) == 0
    assert libc.pthread_timedjoin_np(thread, None, until) == 0


def numpy_works() -> dict[str, Callable[[], None]]:
    import numpy as np

    def linear_algebra():
        x = np.random.default_rng(0).normal(size=(64, 64))
        np.linalg.svd(x), np.linalg.solve(x, x), np.fft.fft(x), np.einsum("ij,jk", x, x)

    def arrays_in_files():
        path = f"{FOLDER}/a{os.getpid()}.npy"
        np.save(path, np.arange(1000))
        assert np.load(path).sum() == 499500
        os.unlink(path)

    return {"linear algebra": linear_algebra, "arrays in files": arrays_in_files}


def torch_works() -> dict[str, Callable[[], None]]:
    import torch

    def convolution_and_gradient():
        x = torch.randn(2, 3, 16, 16, requires_grad=True)
        torch.nn.Conv2d(3, 8, 3)(x).relu().sum().backward()

    def training():
        model = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Dropout(), torch.nn.Linear(8, 1))
        optimizer = torch.optim.Adam(model.parameters())
        for _ in range(3):
            model(torch.randn(4, 8)).sum().backward()
            optimizer.step()

    def own_threads():
        torch.set_num_threads(2)
        (torch.randn(512, 512) @ torch.randn(512, 512)).sum()

    def tensors_in_files():
        path = f"{FOLDER}/t{os.getpid()}.pt"
        torch.save({"a": torch.ones(1000)}, path)
        assert torch.load(path)["a"].sum() == 1000
        os.unlink(path)

    return {
        "convolution and gradient": convolution_and_gradient,
        "training": training,
        "threads of its own": own_threads,
        "tensors in files": tensors_in_files,
    }
