# id: RD-14
# attack: /proc/self/mem and /proc/kcore
# runs: python
# expect: judged
# layer: cell (no /proc)
from support import refused


def act(x):
    for path in ("/proc/self/mem", "/proc/1/mem", "/proc/kcore", "/dev/mem", "/dev/kmem"):
        refused(path, lambda path=path: open(path, "rb"))
