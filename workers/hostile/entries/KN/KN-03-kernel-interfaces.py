# id: KN-03
# attack: parts of the kernel that exploits use and tensor code does not
# runs: python
# expect: security_violation
# layer: cell (seccomp)
from support import call, right


def attack_io_uring(x):
    call("io_uring_setup", 4, 0)


def attack_keyctl(x):
    call("keyctl", 0, 0)


def attack_add_key(x):
    call("add_key", 0, 0, 0, 0, 0)


def attack_bpf(x):
    call("bpf", 0, 0, 0)


def attack_perf(x):
    call("perf_event_open", 0, 0, -1, -1, 0)


def attack_userfaultfd(x):
    call("userfaultfd", 0)


def attack_pidfd_getfd(x):
    call("pidfd_getfd", 0, 0, 0)


def twin(x):
    call({"x86_64": 39, "aarch64": 172}[__import__("os").uname().machine])
    return right(x)
