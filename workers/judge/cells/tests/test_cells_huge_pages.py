"""The zygote's heap in large pages: they are made where the kernel can, and never from shared or unwritable memory."""

import subprocess
import sys
from pathlib import Path

RUNTIMES = Path(__file__).resolve().parents[3] / "runtimes"


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(RUNTIMES)!r})\n{program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_only_private_writable_memory_is_chosen():
    maps = (
        "555500000000-555500800000 rw-p 00000000 00:00 0                          [heap]\n"
        "7f0000000000-7f0000400000 r--p 00000000 00:00 0 \n"
        "7f0001000000-7f0001400000 rw-p 00000000 08:01 42                         /usr/lib/a library.so\n"
        "7f0002000000-7f0002400000 rw-s 00000000 00:01 7                          /memfd:shared (deleted)\n"
        "7f0003100000-7f0003900000 rw-p 00000000 00:00 0 \n"
        "7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0                          [stack]\n"
    )
    program = (
        f"from _shared.huge_pages import private_memory\nprint([(hex(a), hex(b)) for a, b in private_memory({maps!r})])"
    )
    assert run(program) == str([("0x555500000000", "0x555500800000"), ("0x7f0003200000", "0x7f0003800000")])


def test_memory_keeps_its_content_and_gathering_never_fails():
    program = """
import os
from _shared import huge_pages
kept = [bytes([n % 251]) * (1 << 20) for n in range(24)]
made = huge_pages.gather(os.open("/proc/self/maps", os.O_RDONLY))
assert all(block == bytes([n % 251]) * (1 << 20) for n, block in enumerate(kept))
print(made >= 0)
"""
    assert run(program) == "True"
