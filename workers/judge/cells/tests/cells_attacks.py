"""Hostile answers: what each does, and the only ways it may end. `f` is called once, without inputs.

Expected is an outcome kind, with the beginning of its message where that tells which layer held. `prints` must occur in
the text that the attack printed: it says there how far it came.
"""

from dataclasses import dataclass

PRELUDE = """
import ctypes, errno, os, sys, threading, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)

def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    return result if result >= 0 else errno.errorcode[ctypes.get_errno()]

def count_until_refused(act, most=5000):
    for done in range(most):
        try:
            act(done)
        except (OSError, RuntimeError) as error:
            print(type(error).__name__, "after", done)
            return done
    print("never refused")
    return most

"""


@dataclass(frozen=True)
class Attack:
    name: str
    body: str
    kind: str
    begins: str = ""
    prints: str = ""
    wall_seconds: float = 20.0

    @property
    def source(self) -> str:
        lines = self.body.strip("\n").splitlines()
        if not any(line.startswith("def f(") for line in lines):
            lines = ["def f():", *("    " + line for line in lines)]
        return PRELUDE + "\n".join(lines) + "\n"


def refused(name, body, error="PermissionError"):
    return Attack(name, body, "raised", error)


def deadly(name, body):
    return Attack(name, body, "security_violation")


def harmless(name, body, prints=""):
    """Whatever it tries, its answer is judged like any other."""
    return Attack(name, body + "\nreturn np.zeros(3, np.float32)", "returned", prints=prints)


PROCESSES = [
    refused("fork", "os.fork()"),
    refused("posix_spawn", "os.posix_spawn('/usr/bin/env', ['env'], {})"),
    refused("execv", "os.execv('/usr/bin/env', ['env'])"),
    refused("subprocess", "import subprocess; subprocess.check_output(['id'])"),
    harmless("fork bomb", "count_until_refused(lambda _: os.fork())", prints="PermissionError after 0"),
    harmless(
        "thread bomb",
        "sleeper = lambda _: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "made = count_until_refused(sleeper)\n"
        "assert 8 < made < 70",
        prints="RuntimeError after",
    ),
    harmless("leave threads behind", "threading.Thread(target=lambda: [time.sleep(1) for _ in iter(int, 1)]).start()"),
    harmless(
        "kill everybody",
        "for pid in (-1, 0, 2, 3, os.getppid()):\n"
        "    try: os.kill(pid, 9); print('killed', pid)\n"
        "    except PermissionError: pass\n"
        "    except ProcessLookupError: pass\n"
        "print('done')",
        prints="done",
    ),
    harmless("stop and kill itself", "for s in (19, 9, 15): os.kill(os.getpid(), s)\nprint('alive')", prints="alive"),
    Attack("exit early", "os._exit(0)", "exited"),
    Attack("raise SystemExit", "sys.exit(0)", "raised", "SystemExit"),
    Attack("raise KeyboardInterrupt", "raise KeyboardInterrupt('x')", "raised", "KeyboardInterrupt"),
    Attack("abort", "os.abort()", "exited"),
    Attack("segfault", "ctypes.string_at(8)", "exited"),
    Attack("endless recursion", "def f():\n    return f()", "raised", "RecursionError"),
    Attack("deep native recursion", "sys.setrecursionlimit(10**9)\nr = lambda n: list(map(r, [n]))\nr(0)", "exited"),
    Attack("exit while its exception is printed",
           "class E(BaseException):\n    def __str__(self): os._exit(3)\nraise E()", "exited"),
    Attack("hang while its exception is printed",
           "class E(BaseException):\n    def __str__(self): time.sleep(99)\nraise E()", "time_limit", wall_seconds=0.5),
]  # fmt: skip

KERNEL = [
    deadly("ptrace", "libc.ptrace(16, 1, 0, 0)"),
    deadly("process_vm_readv", "libc.process_vm_readv(1, 0, 0, 0, 0, 0)"),
    deadly("mount", "libc.mount(b't', b'/box', b'tmpfs', 0, 0)"),
    deadly("unshare", "libc.unshare(0x10000000)"),
    deadly("setns", "libc.setns(0, 0)"),
    deadly("chroot", "os.chroot('/box')"),
    deadly("io_uring", "call(425, 4, 0)"),
    deadly("keyring", "call({'x86_64': 250, 'aarch64': 219}[os.uname().machine], 0, 0)"),
    deadly("bpf", "call({'x86_64': 321, 'aarch64': 280}[os.uname().machine], 0, 0, 0)"),
    deadly("perf", "call({'x86_64': 298, 'aarch64': 241}[os.uname().machine], 0, 0, -1, -1, 0)"),
    deadly("userfaultfd", "call({'x86_64': 323, 'aarch64': 282}[os.uname().machine], 0)"),
    deadly("clone into a user namespace",
           "call({'x86_64': 56, 'aarch64': 220}[os.uname().machine], 0x10000011, 0, 0, 0, 0)"),
    deadly("open_tree", "call(428, -100, b'/', 1)"),
    harmless("clone3", "print(call(435, 0, 0))", prints="ENOSYS"),
    harmless("pidfd_open", "print(call(434, 1, 0))", prints="EPERM"),
    harmless("memfd_create", "print(libc.memfd_create(b'a', 0))", prints="-1"),
    harmless("memfd_secret", "print(call(447, 0))", prints="EPERM"),
    harmless("become root", "try: os.setuid(0); print('root')\nexcept PermissionError: print('no')", prints="no"),
    harmless("dumpable again", "print(libc.prctl(4, 1, 0, 0, 0))", prints="-1"),
    harmless("raise a limit",
             "import resource\n"
             "try: resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2); print('raised')\n"
             "except (ValueError, PermissionError): print('no')", prints="no"),
    harmless("lower its CPU limit to look killed by somebody else",
             "import resource\n"
             "try: resource.setrlimit(resource.RLIMIT_CPU, (0, 0)); print('lowered')\n"
             "except (ValueError, PermissionError): print('no')\n"
             "resource.getrlimit(resource.RLIMIT_CPU)\nfor _ in range(10**6): pass", prints="no"),
    harmless("install a filter of its own",
             "print(call({'x86_64': 317, 'aarch64': 277}[os.uname().machine], 1, 0, 0))", prints="EPERM"),
    harmless("pin itself",
             "try: os.sched_setaffinity(0, {0}); print('pinned')\nexcept PermissionError: print('no')", prints="no"),
    harmless("shared memory that no limit counts",
             "import mmap\n"
             "try: mmap.mmap(-1, 1 << 30); print('got it')\nexcept PermissionError: print('no')", prints="no"),
    harmless("native code from its folder",
             "import glob\n"
             "files = [str(getattr(m, '__file__', '')) for m in list(sys.modules.values())]\n"
             "library = next(file for file in files if file.endswith('.so'))\n"
             "open('/box/a.so', 'wb').write(open(library, 'rb').read())\n"
             "try: ctypes.CDLL('/box/a.so'); print('loaded')\nexcept OSError: print('no')", prints="no"),
]  # fmt: skip

FILES = [
    Attack("read /proc", "open('/proc/self/maps')", "raised", "FileNotFoundError"),
    Attack("read its parent's environment", "open('/proc/1/environ')", "raised", "FileNotFoundError"),
    Attack("read accounts", "open('/etc/passwd')", "raised", "FileNotFoundError"),
    Attack("read /sys", "os.listdir('/sys')", "raised", "FileNotFoundError"),
    Attack("read a disk", "open('/dev/vda')", "raised", "FileNotFoundError"),
    Attack("shared memory folder", "os.listdir('/dev/shm')", "raised", "FileNotFoundError"),
    refused("list the root", "os.listdir('/')"),
    harmless("write elsewhere",
             "import numpy\n"
             "paths = ['/a', '/usr/lib/a', '/usr/bin/env', '/dev/a', '/etc/a', numpy.__file__, sys.prefix + '/a']\n"
             "for path in paths:\n"
             "    try: open(path, 'r+' if os.path.exists(path) else 'w'); print('ESCAPED', path)\n"
             "    except OSError: pass\n"
             "print('done')", prints="done"),
    harmless("fill its folder",
             "written = 0\n"
             "with open('/box/a', 'wb', 0) as file:\n"
             "    try:\n        while True: written += file.write(b'x' * 65536)\n"
             "    except OSError as error: print(errno.errorcode[error.errno], written <= 16 << 20)",
             prints="ENOSPC True"),
    harmless("use up inodes", "count_until_refused(lambda i: os.mkdir(f'/box/{i}'))", prints="OSError after"),
    harmless("use up descriptors", "count_until_refused(lambda i: os.open('/dev/null', 0))", prints="OSError after"),
    harmless("look around",
             "print(sorted(os.environ), sys.argv, os.getcwd(), set(os.getgroups()) <= {65534}, os.listdir('/box'))",
             prints="[] ['cell'] /box True []"),
    harmless("inherited descriptors",
             "print([fd for fd in range(64) if libc.fcntl(fd, 1) >= 0])", prints="[0, 1, 2, 3, 4, 5]"),
]  # fmt: skip

NETWORK = [
    refused("internet socket", "import socket; socket.socket()"),
    refused("unix socket", "import socket; socket.socket(socket.AF_UNIX)"),
    refused("netlink socket", "import socket; socket.socket(16, 3)"),
    refused("vsock", "import socket; socket.socket(40, 1)"),
    refused("socket pair", "import socket; socket.socketpair()"),
    Attack("resolve a name", "import socket; socket.gethostbyname('example.org')", "raised", "gaierror"),
]

RESOURCES = [
    Attack("endless loop", "while True: pass", "time_limit", wall_seconds=0.5),
    Attack("sleep", "time.sleep(3600)", "time_limit", wall_seconds=0.5),
    Attack("ignore signals and loop",
           "import signal\n"
           "for s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass\n"
           "while True:\n    try: time.sleep(1)\n    except BaseException: pass", "time_limit", wall_seconds=0.5),
    Attack("heap bomb", "a = []\nwhile True: a.append(bytearray(16 << 20))", "memory_limit"),
    Attack("array bomb", "a = []\nwhile True: a.append(np.ones(4 << 20))", "memory_limit"),
    harmless("a gigabyte of text", "for _ in range(1 << 14): print('A' * 65535)", prints="AAAA"),
    harmless("a gigabyte to the descriptor",
             "n = 0\n"
             "try:\n    while n < 1 << 30: n += os.write(1, b'A' * 65536)\nexcept OSError: pass\n"
             "assert n <= 65536"),
    Attack("too large an output", "return np.zeros(9 << 20, np.uint8)", "output_limit"),
    Attack("a view that claims a petabyte",
           "return np.broadcast_to(np.zeros(1, np.uint8), (1 << 50,))", "output_limit"),
]  # fmt: skip

FORGERIES = [
    Attack("say done without an answer", "os.write(3, b'R'); time.sleep(60)", "invalid_output"),
    Attack("say loaded in a case", "os.write(3, b'L'); time.sleep(60)", "invalid_output"),
    Attack("send garbage", "os.write(3, b'Z' * 4000); time.sleep(60)", "invalid_output"),
    Attack("flood", "while True: os.write(3, b'Z' * 4000)", "invalid_output"),
    Attack("close its channel", "os.close(3); time.sleep(60)", "exited"),
    Attack("close everything", "os.closerange(0, 64); time.sleep(60)", "exited"),
    Attack("absurd header",
           "import struct\n"
           "for fd in range(4, 32):\n"
           "    try: os.pwrite(fd, struct.pack('<4sI16sI', b'GCAR', 1, bytes(16), 0xffffffff), 0)\n"
           "    except OSError: pass\n"
           "os.write(3, b'R'); time.sleep(60)", "invalid_output"),
    harmless("replace the runner's functions",
             "import _shared.arena, _shared.cell, _runtime\n"
             "_shared.arena.Inputs.changed = lambda self: {}\n"
             "frame = sys._getframe()\n"
             "while frame: frame.f_globals['verdict'] = 'accepted'; frame = frame.f_back"),
    Attack("return nothing", "return None", "invalid_output"),
    Attack("return a list", "return [1.0]", "invalid_output"),
    Attack("return a lying subclass",
           "class A(np.ndarray):\n    def __eq__(self, other): return True\n"
           "return np.zeros(3).view(A)", "invalid_output"),
    Attack("return objects", "return np.array([object()])", "invalid_output"),
    Attack("return complex numbers", "return np.zeros(3, complex)", "invalid_output"),
    Attack("return a scalar", "return np.float32(1)", "invalid_output"),
]  # fmt: skip

ALL = [*PROCESSES, *KERNEL, *FILES, *NETWORK, *RESOURCES, *FORGERIES]
