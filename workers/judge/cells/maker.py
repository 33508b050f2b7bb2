"""Who made something that may outlive its process: a name that tells, and whether that process is surely gone.

A pid alone does not tell. Containers may share a folder and still count their processes each from 1, and a pid is used
again. So the name says which pid namespace counts, and when the process started; what another namespace made is never
ours to judge, for its processes cannot be seen from here.
"""

import contextlib
import os
import secrets
from pathlib import Path


def maker_name() -> str:
    pid = os.getpid()
    return f"{namespace()}-{pid}-{started(pid) or 0}-{secrets.token_hex(4)}"


def is_gone(name: str) -> bool:
    """False wherever it is not certain."""
    words = name.split("-")
    if len(words) != 4 or not all(word.isdigit() for word in words[:3]):
        return False
    where, pid, then = (int(word) for word in words[:3])
    if where != namespace():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # it is another user's, or no pid at all
    now = started(pid)
    return bool(then and now and now != then)


def namespace() -> int:
    """Its number is given to another only when it is gone with all of its processes. Where it is hidden: one that nobody has."""
    with contextlib.suppress(OSError):
        return os.stat("/proc/self/ns/pid").st_ino
    return secrets.randbits(63)


def started(pid: int) -> int | None:
    """Clock ticks from the machine's start. None where /proc does not say it, or counts in another namespace than we."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        if Path("/proc/self/status").read_text().partition("\nNSpid:")[2].splitlines()[0].split() == [str(os.getpid())]:
            return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return None
