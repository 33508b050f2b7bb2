"""What the filter does with every system call there is, and whether honest work needs each one that it allows:

    python workers/sandbox/tests/calls.py neighbours <libcell.so>     # every number that is not allowed is refused, or kills
    python workers/sandbox/tests/calls.py needed <libcell.so> [framework]

Prints JSON. Each try is a fork of this process under the real filter of a forked cell; `needed` puts a filter before it
that refuses one allowed call, and looks for something in honest_work.py that fails then.
"""

import ctypes
import errno
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

SANDBOX = Path(__file__).resolve().parents[1]
HIGHEST = 512
SECCOMP = {"x86_64": 317, "aarch64": 277}[os.uname().machine]
# Allowed, and nothing in honest_work.py fails without them on the machine that it was written on.
NEEDED_ELSEWHERE = {
    "fstat": "what the C library's own fstat is, before 2.33 and again from 2.39 on",
    "gettimeofday": "how the time is asked for where the kernel's clock cannot be read without it: in some virtual machines",
    "faccessat": "what access is on architectures without a call of that name",
    "getcpu": "what sched_getcpu is on architectures whose kernel maps no code for it",
}
# Allowed or refused by their arguments, each tested by itself elsewhere.
BY_ARGUMENT = ("mmap", "clone", "kill", "tgkill", "prctl", "prlimit64", "fcntl", "ioctl", "mprotect")


def table(name: str) -> dict[str, int]:
    """Call -> number, of one array of seccomp_tables.h as this architecture has it."""
    source = (SANDBOX / "seccomp_tables.h").read_text()
    body = re.search(rf"{name}\[\] = \{{(.*?)\n\}};", source, re.DOTALL)[1]
    calls = dict.fromkeys(re.findall(r"\bSYS_(\w+)", body))
    named = {number: one for one, number in numbers_of(calls).items()}
    loop = f'for (unsigned i = 0; i < sizeof({name}) / sizeof({name}[0]); i++) printf("%d\\n", {name}[i]);'
    numbers = [int(line) for line in said_by(f'#include "{SANDBOX}/seccomp_tables.h"', loop)]
    return {named.get(number, f"call {number}"): number for number in numbers}


def numbers_of(names: Iterable[str]) -> dict[str, int]:
    lines = [f'#ifdef SYS_{one}\nprintf("{one} %d\\n", SYS_{one});\n#endif' for one in names]
    return {word: int(number) for word, number in (line.split() for line in said_by("", "\n".join(lines)))}


def said_by(head: str, body: str) -> list[str]:
    """What a program in C prints: only the compiler knows which calls this architecture has."""
    text = f"#include <stdio.h>\n#include <sys/syscall.h>\n{head}\nint main(void) {{\n{body}\nreturn 0; }}\n"
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder, "calls.c"), Path(folder, "calls")
        source.write_text(text)
        subprocess.run([os.environ.get("CC", "cc"), "-w", "-o", program, source], check=True)
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()


class Filters:
    """The real filter, and one that refuses a single call."""

    def __init__(self, library: str) -> None:
        self._helper = ctypes.CDLL(library, use_errno=True)
        self._libc = ctypes.CDLL(None, use_errno=True)

    def put_on(self, without: int | None = None) -> None:
        self._libc.prctl(38, 1, 0, 0, 0)  # no_new_privs
        if without is not None:
            self._refuse(without)
        if self._helper.cell_seccomp(0):
            raise OSError(ctypes.get_errno(), "the filter could not be put on")

    def close_limits(self) -> None:
        if self._helper.cell_close_limits():
            raise OSError(ctypes.get_errno(), "the second filter could not be put on")

    def call(self, number: int) -> int:
        """0 or the errno of a call with arguments that nothing accepts."""
        wrong = [ctypes.c_long(-1)] * 6
        return ctypes.get_errno() if self._libc.syscall(ctypes.c_long(number), *wrong) == -1 else 0

    def _refuse(self, number: int) -> None:
        class Step(ctypes.Structure):
            _fields_ = [("code", ctypes.c_ushort), ("t", ctypes.c_ubyte), ("f", ctypes.c_ubyte), ("k", ctypes.c_uint)]

        class Program(ctypes.Structure):
            _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Step))]

        # load the number; is it this one? EPERM; else allow
        refuse = 0x00050000 | errno.EPERM
        steps = (Step * 4)(Step(0x20, 0, 0, 0), Step(0x15, 0, 1, number), Step(6, 0, 0, refuse), Step(6, 0, 0, 0x7FFF0000))
        program = Program(4, ctypes.cast(steps, ctypes.POINTER(Step)))
        if self._libc.syscall(SECCOMP, 1, 0, ctypes.byref(program)):
            raise OSError(ctypes.get_errno(), "seccomp")


def in_a_fork(act) -> str:
    """What act gave, as text, or how the process ended: `signal 31`, `exit 3`, `hangs`."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        try:
            os.write(writer, act().encode()[:4000])
        except BaseException as error:  # noqa: BLE001
            os.write(writer, f"failed: {type(error).__name__}: {error}".encode()[:4000])
        os._exit(0)
    os.close(writer)
    said = b""
    while part := os.read(reader, 4096):
        said += part
    os.close(reader)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return "hangs" if os.WTERMSIG(status) == signal.SIGALRM else f"signal {os.WTERMSIG(status)}"
    return said.decode() or f"exit {os.WEXITSTATUS(status)}"


def neighbours(filters: Filters) -> dict[str, str]:
    """number -> `EPERM` and the like, or `signal 31`, for every call that is neither allowed nor decided by arguments."""
    skipped = {*table("allowed").values(), *numbers_of(BY_ARGUMENT).values()}
    found = {}
    for number in range(HIGHEST):
        if number not in skipped:

            def act(number: int = number) -> str:
                filters.put_on()
                return errno.errorcode.get(filters.call(number), "allowed")

            found[str(number)] = in_a_fork(act)
    return found


def needed(filters: Filters, framework: str) -> dict[str, str]:
    """allowed call -> the first honest work that fails without it, or "" where nothing did."""
    import honest_work  # makes a folder and a process: only for who needs them

    works = honest_work.works(framework, filters.close_limits)
    baseline = {name: in_a_fork(lambda work=work: try_work(filters, work, None)) for name, work in works.items()}
    broken = {name: said for name, said in baseline.items() if said != "done"}
    if broken:
        raise SystemExit(f"honest work fails under the whole filter: {broken}")
    found = {}
    for call, number in table("allowed").items():
        found[call] = next(
            (
                f"{name}: {said}"
                for name, work in works.items()
                if (said := in_a_fork(lambda work=work, number=number: try_work(filters, work, number))) != "done"
            ),
            "",
        )
    return found


def try_work(filters: Filters, work, without: int | None) -> str:
    filters.put_on(without)
    work()
    return "done"


def main() -> None:
    what, library, *more = sys.argv[1:]
    framework = more[0] if more else "numpy"
    importlib.import_module({"pytorch": "torch"}.get(framework, framework))
    if framework == "pytorch":
        sys.modules["torch"].set_num_threads(1)
    filters = Filters(library)
    print(json.dumps(neighbours(filters) if what == "neighbours" else needed(filters, framework), indent=1))


if __name__ == "__main__":
    main()
