# id: RD-14
# attack: ptrace and process_vm_readv on the zygote and on itself
# runs: python
# expect: security_violation
# layer: cell (seccomp)
# quick: ptrace
from support import libc, right


def attack_ptrace(x):
    libc.ptrace(16, 1, 0, 0)


def attack_trace_me(x):
    libc.ptrace(0, 0, 0, 0)


def attack_process_vm_readv(x):
    libc.process_vm_readv(1, 0, 0, 0, 0, 0)


def attack_process_vm_writev(x):
    libc.process_vm_writev(1, 0, 0, 0, 0, 0)


def twin(x):
    libc.getpid()
    return right(x)
