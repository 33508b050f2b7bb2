"""The isolation report: which layers hold on this machine, read off a real cell from outside and proved by attacks."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import layers, selftest
from .outcome import GraderFault

if TYPE_CHECKING:
    from .pool import CellPool

NEEDS_ROOT = "Only root can give each cell its own uid; an empty user namespace stands in for it."
NO_NAMESPACES = (
    "Run as root, or allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
    "kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces above 0)."
)


def check(pool: CellPool) -> dict:
    """Shape of `IsolationReport` in src/protocol. Never raises for a machine that cannot isolate: it says so."""
    try:
        for name in pool.runtimes():
            pool.zygote_of(name).wait_ready()
        # The lightest runtime: the jail is the same for all.
        runtime = "numpy" if "numpy" in pool.runtimes() else pool.runtimes()[0]
        facts = facts_of_a_cell(pool, runtime)
        found = [*layers_of(facts, pool), *group_layers(pool)]
        tests = selftest.run_all(pool, runtime)
    except GraderFault as fault:
        found, tests = [layer("cells", False, f"No cell could be made: {fault.detail}. {NO_NAMESPACES}")], []
    serves = all(one["holds"] for one in found if one["required"]) and bool(tests) and all(one["held"] for one in tests)
    return {
        "checked_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "serves": serves,
        "layers": found,
        "selftest": tests,
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def layer(name: str, holds: bool, detail: str, required: bool = True) -> dict:
    return {"name": name, "holds": holds, "required": required, "detail": detail}


def facts_of_a_cell(pool: CellPool, runtime: str) -> dict[str, str]:
    """/proc/<pid>/status of a cell that waits, jailed, for its files."""
    cell = pool.fork(pool.zygote_of(runtime), warm=True)
    try:
        cell.wait_ready()
        lines = Path(f"/proc/{cell.pid}/status").read_text().splitlines()
        return dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    except OSError as error:
        raise GraderFault("jail_failed", f"a cell could not be looked at: {error}") from error
    finally:
        cell.close()


def layers_of(facts: dict[str, str], pool: CellPool) -> list[dict]:
    seen = facts.get
    pids, capabilities = seen("NSpid", "").split(), {seen(f"Cap{kind}", "?") for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")}
    uids, on = set(seen("Uid", "").split()), pool.layers
    own_uid = bool(on & layers.OWN_UID)
    return [
        layer("pid_namespace", len(pids) >= 3 and pids[-1] == "1", f"A cell is process 1 of its own (NSpid {' '.join(pids)})."),
        layer("seccomp", seen("Seccomp") == "2", f"Filter mode {seen('Seccomp', 'unknown')}."),
        layer("no_new_privs", seen("NoNewPrivs") == "1", "Nothing it runs can gain rights."),
        layer("no_capabilities", {int(value, 16) for value in capabilities if value != "?"} == {0}, "All five sets are empty."),
        layer("read_only_root", bool(on & layers.MOUNT), "System libraries and the runtime, read-only; no /proc, no /sys, no home."),
        layer("network_namespace", bool(on & layers.NET), "Its own, without any interface up."),
        layer("resource_limits", bool(on & layers.LIMITS), "Memory, CPU time, threads, descriptors and file size."),
        layer("own_uid", own_uid and len(uids) == 1 and os.getuid() not in {int(u) for u in uids},
              f"uid {' '.join(uids)}" if own_uid else NEEDS_ROOT, required=own_uid),
        layer("empty_user_namespace", bool(on & layers.USER_NS),
              "Nobody is mapped in it." if on & layers.USER_NS else "Not needed beside an own uid.", required=not own_uid),
        layer("landlock", bool(on & layers.LANDLOCK),
              "Only the runtime may be read, only /box written." if on & layers.LANDLOCK
              else "This kernel has no Landlock; Linux 5.13 and newer do, with lsm=landlock.", required=False),
    ]  # fmt: skip


def group_layers(pool: CellPool) -> list[dict]:
    groups = pool.cgroups
    missing = f"{groups.missing}. Run as root, or give a folder of `systemd-run --user --scope -p Delegate=yes`."
    return [
        layer(f"cgroup_{name}", name in groups.controllers,
              f"cgroup version {groups.version}" if name in groups.controllers else missing, required=False)
        for name in ("memory", "pids")
    ]  # fmt: skip
