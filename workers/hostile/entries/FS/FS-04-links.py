# id: FS-04
# attack: links in place of every folder that a trusted process might follow
# runs: python
# expect: judged
# layer: chan (nobody uses a path where a cell may write)
import os

from support import call, refused


def act(x):
    for what in (lambda: os.symlink("/", "/box/root"), lambda: os.link("/dev/null", "/box/null")):
        refused("link", what)
    refused("link by number", lambda: call({"x86_64": 88, "aarch64": 36}[os.uname().machine], 0, 0))
    os.mkdir("/box/solution")
    os.rename("/box/solution", "/box/output")
