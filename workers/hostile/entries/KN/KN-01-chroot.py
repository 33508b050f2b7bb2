# id: KN-01
# attack: another root
# runs: python
# expect: security_violation
# layer: cell (seccomp)
import os

from support import right


def attack_chroot(x):
    os.chroot("/box")


def twin(x):
    os.chdir("/box")
    return right(x)
