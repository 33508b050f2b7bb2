"""A core each for the judge and the cell it is talking to, where there are enough.

The two take turns some twenty times per answer, and a kernel that sees one wake the other puts both on one core: neither
can then work ahead, and each turn is a switch. Measured with 21 small cases on two idle cores (2026-11-24): 7.4 ms on one
core, 5.5 on two, 4.2 when both also wait awake for a moment instead of asleep, since waking a core that sleeps takes 60 µs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading

# How long either side waits awake. A turn takes half of it.
AWAKE_SECONDS = 300e-6

libc = ctypes.CDLL(None)


class Apart:
    """Keeps the calling thread on the core it is on, and `pid` off it, until `end`."""

    def __init__(self, pid: int) -> None:
        self._thread = threading.get_native_id()
        self._allowed = os.sched_getaffinity(0)
        here = libc.sched_getcpu()
        os.sched_setaffinity(pid, self._allowed - {here})  # first: it is the one that can fail
        os.sched_setaffinity(0, {here})

    def end(self) -> None:
        """From any thread."""
        try:
            os.sched_setaffinity(self._thread, self._allowed)
        except OSError:  # the thread is gone, or the cores were taken from us: then whichever there are now
            with contextlib.suppress(OSError):
                os.sched_setaffinity(self._thread, range(os.cpu_count() or 1))


def keep_apart(pid: int) -> Apart | None:
    """None where there is no second core, or we may not choose: that costs time and nothing else."""
    try:
        return Apart(pid) if len(os.sched_getaffinity(0)) > 1 else None
    except OSError:
        return None
