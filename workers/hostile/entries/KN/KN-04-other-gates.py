# id: KN-04
# attack: the 64-bit kernel's gate for x32 programs
# runs: python
# expect: security_violation
# layer: cell (seccomp: the architecture is checked first)
# only: x86_64
from support import call, right


def attack_x32(x):
    call(0x40000000 + 39)


def twin(x):
    call(39)
    return right(x)
