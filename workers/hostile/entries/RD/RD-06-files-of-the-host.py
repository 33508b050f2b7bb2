# id: RD-06, FS-01
# attack: reads accounts, homes, hidden cases, the checkout, other jobs and disks
# runs: python
# expect: judged
# layer: cell (the root lacks them)
# quick: yes
import glob
import os

from support import Escaped, refused


def act(x):
    for path in (
        *("/etc/passwd", "/etc/shadow", "/etc/hosts", "/sys", "/proc/self/status", "/dev/shm", "/dev/mqueue"),
        *("/dev/vda", "/dev/sda", "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/nvidia0"),
        *("tests.json", "../tests.json", "/box/../root/.ssh", "question.yaml", "judge.py", "/workers", "/questions"),
    ):
        refused(path, lambda path=path: os.stat(path))
    for folder in ("/", "/root", "/home", "/srv", "/opt", "/var", "/run", "/mnt", "/boot"):
        refused(f"list {folder}", lambda folder=folder: os.listdir(folder))
    if found := glob.glob("/box/*"):
        raise Escaped(found)
