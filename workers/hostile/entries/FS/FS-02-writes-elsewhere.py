# id: FS-02, XJ-03, XJ-07
# attack: writes into libraries, byte-code caches, devices and system folders, and changes their rights
# runs: python
# expect: judged
# layer: cell (read-only mounts, Landlock, an own uid)
# quick: yes
import os
import sys

import numpy
from support import refused


def act(x):
    packages = os.path.dirname(os.path.dirname(numpy.__file__))
    for path in ("/a", "/usr/lib/a", "/dev/a", "/etc/a", "/proc/a", sys.prefix + "/a", packages + "/sitecustomize.py"):
        refused(path, lambda path=path: open(path, "w"))
    for path in ("/usr/bin/env", numpy.__file__, numpy.__cached__ or numpy.__file__):
        refused(path, lambda path=path: open(path, "r+"))
        refused(f"chmod {path}", lambda path=path: os.chmod(path, 0o777))
        refused(f"unlink {path}", lambda path=path: os.unlink(path))
    refused("rename", lambda: os.rename("/usr/bin/env", "/usr/bin/env2"))
    refused("link", lambda: os.link("/usr/bin/env", "/box/env"))
    refused("device", lambda: os.mknod("/box/disk", 0o60666, os.makedev(8, 0)))
