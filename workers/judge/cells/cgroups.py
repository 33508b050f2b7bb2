"""Memory and thread limits by cgroup, where this machine lets us make groups: version 1 or 2, probed, never required.

Version 1: the `memory` and `pids` hierarchies, writable as root. Version 2: a delegated folder, given by
configuration or our own group when it already hands `memory` down; systemd makes one with `systemd-run --scope -p
Delegate=yes`.
"""

import contextlib
import os
import time
from pathlib import Path

from .maker import is_gone, maker_name

# With a dot: judges of a version before this one clear away what they find at `gradecheck-*-*`.
PREFIX = "gradecheck."
THREADS_MAX = 64
UNLIMITED_UNTIL_LOAD = 4 << 30


class Group:
    """The cgroup folders of one cell. `files`: open where a cell, still of one thread, writes itself in.

    In version 1 that is `tasks`: moving one's own only thread takes no lock, moving a process waits for every core to
    have rescheduled, ten milliseconds on a busy machine.
    """

    def __init__(self, folders: dict[str, Path], version: int) -> None:
        self._folders = folders
        self._version = version
        door = "cgroup.procs" if version == 2 else "tasks"
        self.files = [os.open(folder / door, os.O_WRONLY) for folder in dict.fromkeys(folders.values())]

    def limit_memory(self, number: int) -> None:
        if folder := self._folders.get("memory"):
            write(folder / ("memory.max" if self._version == 2 else "memory.limit_in_bytes"), number)

    def limit_threads(self, number: int) -> None:
        if folder := self._folders.get("pids"):
            write(folder / "pids.max", number)

    def out_of_memory(self) -> bool:
        """Whether the kernel killed something in this group for want of memory."""
        if folder := self._folders.get("memory"):
            counts = (folder / ("memory.events" if self._version == 2 else "memory.oom_control")).read_text()
            return any(line.startswith("oom_kill ") and line.split()[1] != "0" for line in counts.splitlines())
        return False

    def close_files(self) -> None:
        for descriptor in self.files:
            os.close(descriptor)
        self.files = []

    def remove(self) -> bool:
        """False while a dying process still stands in it."""
        self.close_files()
        with contextlib.suppress(OSError):
            for folder in dict.fromkeys(self._folders.values()):
                if folder.exists():
                    folder.rmdir()
            return True
        return False


class Cgroups:
    """Makes groups for cells below one folder per controller; `controllers` is empty where none can be made."""

    def __init__(self, delegated: Path | None = None) -> None:
        self.version, self.controllers, self.missing = 0, {}, "not probed"
        parents, self.version = find_parents(delegated)
        ours = f"{PREFIX}{maker_name()}"
        made = {}
        for name, parent in parents.items():
            try:
                made[name] = make_parent(parent / ours, self.version)
            except OSError as error:
                self.missing = f"{parent}: {error.strerror}"
        self.controllers = made
        if not parents:
            self.missing = "no cgroup folder here that we may write to"

    def group(self, number: int) -> Group | None:
        if not self.controllers:
            return None
        folders = {}
        for controller, parent in self.controllers.items():
            folder = folders[controller] = parent / f"cell-{number}"
            folder.mkdir(exist_ok=self.version == 2)
        group = Group(folders, self.version)
        if "pids" in folders:
            write(folders["pids"] / "pids.max", THREADS_MAX)
        if "memory" in folders:
            forbid_swap(folders["memory"], self.version)
        group.limit_memory(UNLIMITED_UNTIL_LOAD)
        return group

    def close(self) -> None:
        for folder in dict.fromkeys(self.controllers.values()):
            for _ in range(100):
                if remove_tree(folder):
                    break
                time.sleep(0.02)
        self.controllers = {}


def write(path: Path, value: int | str) -> None:
    path.write_text(str(value))


def forbid_swap(folder: Path, version: int) -> None:
    """A cell that may swap slows everybody. Best effort: without swap accounting there is no such file."""
    with contextlib.suppress(OSError):
        if version == 2:
            write(folder / "memory.swap.max", 0)
        else:
            write(folder / "memory.swappiness", 0)


def find_parents(delegated: Path | None) -> tuple[dict[str, Path], int]:
    """controller -> folder in which we may make groups, and the version it is of."""
    if delegated is not None:
        return ({"memory": delegated, "pids": delegated}, 2) if writable(delegated) else ({}, 2)
    own = own_groups()
    version_one = {name: path for name in ("memory", "pids") if (path := own.get(name)) and writable(path)}
    if version_one:
        return version_one, 1
    unified = own.get("")
    if unified and writable(unified) and "memory" in read_words(unified / "cgroup.subtree_control"):
        return {"memory": unified, "pids": unified}, 2
    return {}, 0


def own_groups() -> dict[str, Path]:
    """controller ("" for version 2) -> folder of our own group, where its hierarchy is mounted."""
    mounts = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        left, right = line.split(" - ")
        root, at = left.split()[3:5]
        kind, _, options = right.split(maxsplit=2)
        for controller in [""] if kind == "cgroup2" else options.split(",") if kind == "cgroup" else []:
            mounts.setdefault(controller, (root, Path(at)))
    found = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            if controller in mounts:
                root, at = mounts[controller]
                found[controller] = at / os.path.relpath(path, root) if path.startswith(root) else at
    return found


def writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)


def read_words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


def make_parent(folder: Path, version: int) -> Path:
    remove_leftovers(folder.parent)
    folder.mkdir(exist_ok=True)
    if version == 2:
        write(folder / "cgroup.subtree_control", "+memory +pids")
    return folder


def remove_leftovers(parent: Path) -> None:
    """Groups of judges that are gone. Those of other containers stay, empty though they may be: a judge between two answers
    has no process in its groups either, and could make no cell any more."""
    for folder in parent.glob(f"{PREFIX}*"):
        if is_gone(folder.name.removeprefix(PREFIX)):
            remove_tree(folder)


def remove_tree(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        for child in folder.iterdir():
            if child.is_dir():
                child.rmdir()
        folder.rmdir()
        return True
    return not folder.exists()
