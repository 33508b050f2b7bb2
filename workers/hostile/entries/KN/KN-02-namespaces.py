# id: KN-02
# attack: new namespaces, mounts and roots
# runs: python
# expect: security_violation
# layer: cell (seccomp)
# quick: unshare
from support import call, libc, right


def attack_unshare(x):
    libc.unshare(0x10000000)


def attack_clone(x):
    call("clone", 0x10000011, 0, 0, 0, 0)


def attack_setns(x):
    libc.setns(0, 0)


def attack_mount(x):
    libc.mount(b"t", b"/box", b"tmpfs", 0, 0)


def attack_umount(x):
    libc.umount2(b"/box", 2)


def attack_open_tree(x):
    call("open_tree", -100, 0, 1)


def twin(x):
    libc.getpid()
    return right(x)
