"""The isolation report: which layers hold on this machine, read off a real cell from outside and proved by attacks."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import layers, selftest, selftest_cards
from .outcome import GraderFault

if TYPE_CHECKING:
    from .pool import CellPool

NEEDS_ROOT = "Only root can give each cell its own uid; an empty user namespace stands in for it."
LANDLOCK = "Only the runtime may be read, only /box written."
NO_LANDLOCK = "This kernel has no Landlock; Linux 5.13 and newer do, with lsm=landlock."
NO_NAMESPACES = (
    "Run as root, or allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
    "kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces above 0)."
)


def check(pool: CellPool) -> dict:
    """Shape of `IsolationReport` in src/protocol. Never raises for a machine that cannot isolate: it says so."""
    try:
        for name in pool.runtimes():
            pool.zygote_of(name).wait_ready()
        # The lightest runtime: the jail is the same for all that are forked. A program that was started has one more
        # lock.
        forked = [name for name in ("numpy", *pool.runtimes()) if name in pool.runtimes() and pool.is_forked(name)]
        started = [name for name in pool.runtimes() if not pool.is_forked(name)]
        facts = facts_of_a_cell(pool, [*forked, *started][0])
        found = [*layers_of(facts, pool), *group_layers(pool)]
        tests = selftest.run_all(pool, forked[0]) if forked else []
        for name in started:
            own = selftest.run_all(pool, name)
            if forked and (why := broken_test(own)):
                found.append(withdrawn(pool, name, why))
            else:
                tests += own
        found += cards_layers(pool, pool.runtimes())
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


def check_joined(pool: CellPool, runtime: str) -> tuple[list[dict], list[dict]]:
    """Layers and attacks of a runtime that became warm after the report was made. It is withdrawn where it or its own lock
    does not hold."""
    found, tests = [], []
    try:
        pool.zygote_of(runtime).wait_ready()
        own = selftest.run_all(pool, runtime)
        why = broken_test(own)
    except GraderFault as fault:
        own, why = [], str(fault)
    if why:
        found.append(withdrawn(pool, runtime, why))
    else:
        tests = own
        found += cards_layers(pool, [runtime])
    return found, tests


def broken_test(tests: list[dict]) -> str:
    return next((f"{test['name']}: {test['seen']}" for test in tests if not test["held"]), "")


def withdrawn(pool: CellPool, runtime: str, why: str) -> dict:
    """A runtime whose extra lock does not hold here is not offered; the others do not depend on it."""
    pool.withdraw(runtime)
    return layer(f"{runtime}_lock", False, f"Not offered here: {why}.", required=False)


def cards_layers(pool: CellPool, runtimes: list[str]) -> list[dict]:
    """A card that a runtime cannot use here, or whose cells do not hold, is not offered; nothing else depends on it."""
    found = []
    for runtime, device in [lane for lane in pool.on_cards() if lane[0] in runtimes]:
        name = f"{runtime}_on_{device}"
        try:
            pool.zygote_of(runtime, device).wait_ready()
            suite = selftest_cards if pool.is_forked(runtime) else selftest
            tests = suite.run_all(pool, runtime, device)
            broken = [f"{test['name']}: {test['seen']}" for test in tests if not test["held"]]
        except GraderFault as fault:
            broken = [fault.detail]
        if broken:
            pool.withdraw(runtime, device)
        said = f"Not offered here: {broken[0]}." if broken else "The attacks on a cell of it were stopped."
        found.append(layer(name, not broken, said, required=False))
    return found


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
    """What the kernel says of a cell where it says it; for the rest, that the step was asked for: a failed one ends the
    cell. The attacks prove both."""
    pids = facts.get("NSpid", "").split()
    capabilities = [facts.get(f"Cap{kind}", "f") for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")]
    on = pool.layers
    return [
        layer("pid_namespace", len(pids) >= 3 and pids[-1] == "1", f"A cell is process 1 (NSpid {' '.join(pids)})."),
        layer("seccomp", facts.get("Seccomp") == "2", f"Filter mode {facts.get('Seccomp', 'unknown')}."),
        layer("no_new_privs", facts.get("NoNewPrivs") == "1", "Nothing it runs can gain rights."),
        layer("no_capabilities", all(int(value, 16) == 0 for value in capabilities), "All five sets are empty."),
        layer("read_only_root", bool(on & layers.MOUNT), "Libraries and the runtime only; no /proc, no /sys, no home."),
        layer("network_namespace", bool(on & layers.NET), "Its own, without any interface up."),
        layer("resource_limits", bool(on & layers.LIMITS), "Memory, CPU time, threads, descriptors and file size."),
        *identity_layers(set(facts.get("Uid", "").split()), on),
        layer("landlock", bool(on & layers.LANDLOCK), LANDLOCK if on & layers.LANDLOCK else NO_LANDLOCK, False),
    ]


def identity_layers(uids: set[str], on: int) -> list[dict]:
    """An own uid, or an empty user namespace in its place: one of the two is required."""
    if on & layers.OWN_UID:
        own = len(uids) == 1 and str(os.getuid()) not in uids
        return [
            layer("own_uid", own, f"uid {' '.join(uids)}"),
            layer("empty_user_namespace", False, "Not needed beside an own uid.", required=False),
        ]
    return [
        layer("own_uid", False, NEEDS_ROOT, required=False),
        layer("empty_user_namespace", bool(on & layers.USER_NS), "Nobody is mapped in it."),
    ]


def group_layers(pool: CellPool) -> list[dict]:
    groups = pool.cgroups
    missing = f"{groups.missing}. Run as root, or give a folder of `systemd-run --user --scope -p Delegate=yes`."
    present = f"cgroup version {groups.version}"
    return [
        layer(f"cgroup_{name}", name in groups.controllers, present if name in groups.controllers else missing, False)
        for name in ("memory", "pids")
    ]
