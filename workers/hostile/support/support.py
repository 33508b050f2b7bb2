"""What hostile answers share; sent to the cell beside each of them, and as little believed."""

import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
# Where the host's services listen that nobody may reach. The suite fills in the real ones.
HOST = {"tcp": 9, "abstract": "nobody", "path": "/nobody"}
ARM = os.uname().machine == "aarch64"
# x86_64, aarch64: calls that libc has no function for.
NUMBERS = {
    "clone": (56, 220),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "perf_event_open": (298, 241),
    "seccomp": (317, 277),
    "memfd_create": (319, 279),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "inotify_init1": (294, 26),
    "io_uring_setup": (425, 425),
    "open_tree": (428, 428),
    "pidfd_open": (434, 434),
    "clone3": (435, 435),
    "pidfd_getfd": (438, 438),
    "memfd_secret": (447, 447),
    "capset": (126, 91),
    "mlock": (149, 228),
    "splice": (275, 76),
    "fanotify_init": (300, 262),
    "add_watch": (254, 27),
    "setpriority": (141, 140),
    "setns": (308, 268),
}


class Escaped(BaseException):
    """Something succeeded that must not. Ends the attack as a failure of ours."""


def call(name, *arguments):
    """A system call by name or number. OSError when it is refused."""
    number = name if isinstance(name, int) else NUMBERS[name][ARM]
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{errno.errorcode.get(code, code)}")
    return result


def refused(what, act, *errors):
    """Calls act; it must raise one of `errors` (OSError when none is named). Anything else ends the attack."""
    expected = errors or (OSError,)
    try:
        got = act()
    except expected as error:
        print(what, "->", type(error).__name__)
        return error
    raise Escaped(f"{what} gave {str(got)[:80]}")


def until_refused(what, act, most=5000):
    """How often act succeeds before it is refused; it must be, within `most`."""
    for done in range(most):
        try:
            act(done)
        except (OSError, RuntimeError) as error:
            print(what, "->", type(error).__name__, "after", done)
            return done
    raise Escaped(f"{what} was never refused")


def right(x):
    """What the question asks for."""
    return x + x


def wrong(x):
    return x + 0
