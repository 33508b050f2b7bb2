# id: RS-05
# attack: memory files and shared mappings, which rlimits do not see
# runs: python
# expect: judged
# layer: cell (refused, so that no cgroup is needed)
import mmap

from support import Escaped, call, libc, refused


def act(x):
    refused("shared", lambda: mmap.mmap(-1, 1 << 20))
    refused("secret", lambda: call("memfd_secret", 0))
    if libc.memfd_create(b"a", 0) >= 0:
        raise Escaped("memfd_create")
