# id: KN-07
# attack: writes to cgroup, oom and sysctl files
# runs: python
# expect: judged
# layer: cell (no /proc, no /sys)
from support import refused


def act(x):
    for path in (
        "/proc/self/oom_score_adj",
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/sys/fs/cgroup/cgroup.procs",
        "/sys/fs/cgroup/memory/release_agent",
        "/sys/kernel/uevent_helper",
    ):
        refused(path, lambda path=path: open(path, "w"))
