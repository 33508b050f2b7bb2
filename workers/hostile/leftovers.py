"""What an attack may have left on this machine: processes, namespaces, mounts, cgroups, shared memory, files,
descriptors."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from judge.cells import CellPool
from judge.cells.jail_plan import is_cell_uid

SETTLE_SECONDS = 10.0
# Names that attacks use: found outside, they escaped, whoever owns them.
MARKS = ("left", "unpickled", "escaped")

Leftovers = frozenset[tuple[str, str]]


class Trace:
    """The state of this machine before the attacks, as far as cells could change it; each attack must restore it."""

    def __init__(self, pool: CellPool) -> None:
        self._pool = pool
        self._before = self._settled()

    def new(self) -> list[str]:
        """What is there that was not, or no longer there that was. Waits for the kernel to clean up behind a death."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            self._pool.remove_dead_groups()
            now = self._look()
            if now == self._before or time.monotonic() > deadline:
                more = [f"{kind} left: {what}" for kind, what in sorted(now - self._before)]
                gone = [f"{kind} gone: {what}" for kind, what in sorted(self._before - now)]
                return [*more, *gone]
            time.sleep(0.005)

    def _settled(self) -> Leftovers:
        """Once the cells of the start-up proof are gone."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline:
            self._pool.remove_dead_groups()
            before = self._look()
            time.sleep(0.05)
            if before == self._look() and not cell_groups(self._pool):
                return before
        raise RuntimeError("the pool does not come to rest: something else uses its cells")

    def _look(self) -> Leftovers:
        ours = descendants(os.getpid())
        return frozenset(
            [
                *(("process", str(pid)) for pid in ours),
                *(("namespace", link) for pid in [os.getpid(), *ours] for link in namespaces(pid)),
                *(("mount", f"{pid} {line}") for pid in [os.getpid(), *ours] for line in mounts(pid)),
                *(("thread", f"{pid} {count}") for pid in ours if (count := threads(pid))),
                *(("cgroup", str(folder)) for folder in cell_groups(self._pool)),
                *(("shared memory", line) for line in shared_memory()),
                *(("file", path) for path in files_of_cells()),
                ("descriptors", str(len(os.listdir("/proc/self/fd")))),
            ]
        )


def descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return sorted(found)


def namespaces(pid: int) -> list[str]:
    links = []
    for name in ("mnt", "net", "pid", "ipc", "uts", "user", "cgroup"):
        try:
            links.append(os.readlink(f"/proc/{pid}/ns/{name}"))
        except OSError:
            continue
    return links


def mounts(pid: int) -> list[str]:
    try:
        return [line.split(" - ")[0].split(" ", 4)[4] for line in open(f"/proc/{pid}/mountinfo")]
    except (OSError, IndexError):
        return []


def threads(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def cell_groups(pool: CellPool) -> list[Path]:
    return [folder for parent in set(pool.cgroups.controllers.values()) for folder in parent.glob("cell-*")]


def shared_memory() -> list[str]:
    """System V objects of a cell's user; POSIX ones are files."""
    found = []
    for kind in ("shm", "sem", "msg"):
        try:
            lines = Path("/proc/sysvipc", kind).read_text().splitlines()
        except OSError:
            continue
        uid = lines[0].split().index("uid")
        found += [f"{kind} {line}" for line in lines[1:] if is_cell_uid(int(line.split()[uid]))]
    return found


def files_of_cells() -> list[str]:
    """Files where everybody may write that belong to a cell's user or bear a name from an attack."""
    found = []
    for folder in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"}:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            try:
                owner = entry.stat(follow_symlinks=False).st_uid
            except OSError:
                continue
            if is_cell_uid(owner) or entry.name in MARKS:
                found.append(entry.path)
    return found
