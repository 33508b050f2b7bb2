"""Asks this kernel which walls around a cell can be had, by trying each of them in a child that ends at once.

Prints one JSON object: root, namespaces {name: null or why not}, landlock_abi (0: none), seccomp, and where memory and
pids cgroups can be made. Needs nothing but the standard library, so that it also answers where nothing is installed.
"""

import ctypes
import json
import os
import platform

CLONE = {
    "user": 0x10000000,
    "pid": 0x20000000,
    "mount": 0x00020000,
    "net": 0x40000000,
    "ipc": 0x08000000,
    "uts": 0x04000000,
}
LANDLOCK_CREATE_RULESET = 444  # the same number on every architecture
LANDLOCK_VERSION_FLAG = 1
PR_GET_SECCOMP, SECCOMP_GET_ACTION_AVAIL = 21, 2
SECCOMP_RET_KILL_PROCESS = 0x80000000
SECCOMP_NUMBER = {"x86_64": 317, "aarch64": 277}

libc = ctypes.CDLL(None, use_errno=True)


def try_unshare(flags: int) -> str | None:
    """None when a child could enter the namespaces, else the kernel's reason."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        ok = libc.unshare(ctypes.c_int(flags)) == 0
        os.write(writer, b"" if ok else os.strerror(ctypes.get_errno()).encode())
        os._exit(0)
    os.close(writer)
    reason = os.read(reader, 200).decode()
    os.close(reader)
    os.waitpid(pid, 0)
    return reason or None


def namespaces(root: bool) -> dict[str, str | None]:
    # Without root a user namespace has to come first: it brings the right to make the others.
    outer = 0 if root else CLONE["user"]
    return {name: try_unshare(flag | outer) for name, flag in CLONE.items()}


def landlock_abi() -> int:
    abi = libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(LANDLOCK_VERSION_FLAG))
    return max(0, abi)


def seccomp() -> bool:
    number = SECCOMP_NUMBER.get(platform.machine())
    if number is None:
        return libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0
    action = ctypes.c_uint32(SECCOMP_RET_KILL_PROCESS)
    return libc.syscall(number, SECCOMP_GET_ACTION_AVAIL, 0, ctypes.byref(action)) == 0


def own_cgroups() -> dict[str, str]:
    """Controller to the path of our own group in its hierarchy; the key '' is version 2."""
    with open("/proc/self/cgroup", encoding="utf-8") as file:
        parts = [line.strip().split(":", 2) for line in file]
    return {controller: path for _, controllers, path in parts for controller in controllers.split(",")}


def cgroup(controller: str) -> dict[str, object]:
    """Which version holds the controller, and whether a child group could be made there."""
    try:
        own = own_cgroups()
        with open("/proc/self/mounts", encoding="utf-8") as file:
            mounts = [line.split()[1:4] for line in file]
    except OSError as error:
        return {"version": None, "writable": False, "detail": str(error)}
    for point, kind, options in mounts:
        if kind == "cgroup" and controller in options.split(","):
            folder = os.path.join(point, own.get(controller, "/").lstrip("/"))
            folder = folder if os.path.isdir(folder) else point
            return {"version": 1, "writable": os.access(folder, os.W_OK), "detail": folder}
    for point, kind, _ in mounts:
        if kind == "cgroup2":
            folder = os.path.join(point, own.get("", "/").lstrip("/"))
            folder = folder if os.path.isdir(folder) else point
            with open(os.path.join(folder, "cgroup.controllers"), encoding="utf-8") as file:
                if controller in file.read().split():
                    return {"version": 2, "writable": os.access(folder, os.W_OK), "detail": folder}
    return {"version": None, "writable": False, "detail": "no hierarchy has this controller"}


if __name__ == "__main__":
    is_root = os.geteuid() == 0
    print(
        json.dumps(
            {
                "root": is_root,
                "kernel": platform.release(),
                "namespaces": namespaces(is_root),
                "landlock_abi": landlock_abi(),
                "seccomp": seccomp(),
                "cgroups": {controller: cgroup(controller) for controller in ("memory", "pids")},
            }
        )
    )
