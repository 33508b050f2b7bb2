"""From a cell's wait status to whose doing its end was."""

import os
import signal

from .outcome import GraderFault
from .zygotes import End

# The limit is compared with time counted in whole ticks, the report is exact. Where others take the processor away between
# ticks they differ: by a fifth on a busy host, by a quarter where ten busy processes share two cores. A candidate cannot be
# killed by anybody else, so from half of it on it was the limit; as our fault, an endless loop would be graded five times.
ACCOUNTING_SHARE = 0.5


def kind_of_death(end: End, cpu_limit: float, out_of_memory: bool) -> tuple[str, str]:
    """(outcome kind, detail). GraderFault where no act of the candidate explains it.

    A cell is process 1 of its namespace and its filter lets it signal nobody else, so a SIGKILL is the kernel's or
    somebody's outside: out of memory, out of CPU time, or our fault.
    """
    if os.WIFEXITED(end.status):
        return "exited", f"exit status {os.WEXITSTATUS(end.status)}"
    number = os.WTERMSIG(end.status)
    if number == signal.SIGSYS:
        return "security_violation", "a system call that the filter answers with death"
    if number != signal.SIGKILL:
        return "exited", signal_name(number)
    if out_of_memory:
        return "memory_limit", "the memory cgroup's limit"
    if end.cpu_seconds >= cpu_limit * ACCOUNTING_SHARE:
        return "time_limit", f"{end.cpu_seconds:.1f} s of CPU time"
    raise GraderFault("cell_killed", f"killed from outside after {end.cpu_seconds:.2f} s of CPU time")


def signal_name(number: int) -> str:
    """Most real-time signals have none: only the first and the last."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
