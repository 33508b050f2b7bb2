"""A program in a cell of its own: what it may still do, and what each layer takes away when all others are in place."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
needs_python = pytest.mark.skipif(
    not Path(SYSTEM_PYTHON).exists(), reason=f"SKIPPED ALOUD: no {SYSTEM_PYTHON} to run inside a cell"
)


def cellexec(helper, *command, options=(), **more):
    return subprocess.run(
        [str(helper / "cellexec"), *options, "--", *command], capture_output=True, text=True, timeout=60, **more
    )


def python(helper, source, **more):
    return cellexec(helper, SYSTEM_PYTHON, "-I", "-c", source, **more)


def test_a_program_runs_and_its_exit_status_comes_back(helper):
    assert cellexec(helper, "/usr/bin/env").stdout.splitlines() == [
        "PATH=/usr/bin", "LANG=C.UTF-8", "HOME=/box", "TMPDIR=/box",
    ]  # fmt: skip
    assert cellexec(helper, "/usr/bin/false").returncode == 1
    assert cellexec(helper, "/usr/bin/no-such-program").returncode == 71
    assert cellexec(helper).returncode == 64
    assert cellexec(helper, "/usr/bin/true", options=("--bind", "relative")).returncode == 64


@needs_python
@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("import os; print(os.getpid(), os.getppid(), os.uname().nodename)", "1 0 cell"),
        ("import os; print(os.getcwd(), os.listdir('.'))", "/box []"),
        ("open('/tmp/a', 'w').write('x'); print(open('/box/a').read())", "x"),
        ("import os; print(os.readlink('/proc/self/exe'))", "/cell"),
        ("print(open('/dev/zero', 'rb').read(2), len(open('/dev/urandom', 'rb').read(2)))", "b'\\x00\\x00' 2"),
        ("import resource as r; print(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_NPROC))", "(0, 0) (64, 64)"),
        ("import ctypes; print(ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))", "-1"),  # PR_GET_NO_NEW_PRIVS: not even asked
    ],
)
def test_what_a_program_sees(helper, source, printed):
    done = python(helper, source)
    assert done.stdout.strip() == printed, done


@needs_python
@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import os; os.fork()", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("import socket; socket.socketpair()", "PermissionError"),
        ("open('/usr/a', 'w')", "OSError: [Errno 30]"),
        ("open('/proc/self/maps')", "FileNotFoundError"),
        ("open('/etc/passwd')", "FileNotFoundError"),
        ("open('/dev/tty')", "FileNotFoundError"),
        ("import os; os.listdir('/')", "PermissionError"),
        ("import os; os.mkfifo('/box/a')", "PermissionError"),
        ("import os; os.symlink('/usr', '/box/a')", "PermissionError"),
        ("import os; os.link('/usr/bin/env', '/box/a')", "PermissionError"),
        ("import os; os.chmod('/box', 0o777)", "PermissionError"),
        ("import os; os.setuid(0)", "PermissionError"),
        ("import os; os.kill(2, 9)", "PermissionError"),
        ("import os; os.memfd_create('a')", "PermissionError"),
        ("import fcntl; fcntl.fcntl(0, 1033, 8)", "PermissionError"),
        ("import fcntl; fcntl.ioctl(0, 0x5412, b'a')", "OSError: [Errno 25]"),
        ("open('/box/a', 'wb').write(bytes(17 << 20))", "OSError: [Errno 28]"),
    ],
)
def test_what_is_refused(helper, source, error):
    done = python(helper, source)
    assert done.returncode == 1 and error in done.stderr, done


@needs_python
def test_a_started_program_is_told_that_there_is_no_io_uring(helper):
    """Node asks for it at start and goes on without; death would mean no Node at all."""
    program = "import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.syscall(425, 1, 0), ctypes.get_errno())"
    done = python(helper, program)
    assert done.stdout.split() == ["-1", "38"], done


@needs_python
@pytest.mark.parametrize(
    "call",
    ["ptrace(0, 0, 0, 0)", "unshare(0)", "setns(0, 0)", "chroot(b'/')", "mount(0, 0, 0, 0, 0)", "umount2(b'/', 0)",
     "process_vm_readv(1, 0, 0, 0, 0, 0)", "syscall(438, 0, 0, 0)", "syscall(428, 0, 0, 0)",
     "sethostname(b'a', 1)", "fanotify_init(0, 0)", "vmsplice(0, 0, 0, 0)", "adjtimex(0)"],
)  # fmt: skip
def test_what_is_deadly(helper, call):
    done = python(helper, f"import ctypes; ctypes.CDLL(None).{call}; print('alive')")
    assert done.returncode == 128 + signal.SIGSYS and not done.stdout, done


@needs_python
def test_the_other_gates_into_the_kernel_are_deadly(helper):
    if os.uname().machine != "x86_64":
        pytest.skip("SKIPPED ALOUD: only x86_64 has the x32 and 32-bit gates")
    x32 = python(helper, "import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39); print('alive')")
    assert x32.returncode == 128 + signal.SIGSYS, x32
    gate = (
        "import ctypes, mmap\n"
        "code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)\n"
        "code.write(bytes.fromhex('b814000000cd80c3'))\n"
        "print(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))())"
    )
    assert python(helper, gate).returncode in (128 + signal.SIGSYS, 128 + signal.SIGSEGV)


@needs_python
def test_two_cells_share_nothing(helper):
    python(helper, "open('/box/left', 'w').write('x')")
    assert python(helper, "import os; print(os.listdir('/box'))").stdout == "[]\n"


@needs_python
def test_every_cell_has_its_own_uid_or_none(helper):
    ask = "import os; print(os.getuid())"
    first, second = (int(python(helper, ask).stdout) for _ in range(2))
    if os.geteuid() == 0:
        assert first != second and min(first, second) >= 1_900_000_000
    else:
        assert first == second == 65534


@needs_python
@pytest.mark.parametrize("place", ["/tmp", "/var/tmp", "/usr/local/src"])
def test_a_hidden_folder_is_hidden_and_what_is_bound_inside_it_is_not(helper, place):
    if not os.access(place, os.W_OK):
        pytest.skip(f"SKIPPED ALOUD: {place} is not writable here")
    top = Path(place, f"cellexec-test-{os.getpid()}")
    (top / "environment").mkdir(parents=True)
    try:
        (top / "secret").write_text("the answers")
        (top / "environment" / "library").write_text("code")
        source = (
            f"import os\nfor name in ('secret', 'environment/library'): print(os.path.exists('{top}/' + name))\n"
            f"try: open('{top}/environment/library', 'a')\nexcept OSError: print('read-only')\n"
            f"try: open('{top}/new', 'w')\nexcept OSError: print('read-only')"
        )
        done = python(helper, source, options=("--bind", f"{top}/environment", "--hide", str(top)))
        assert done.stdout.split() == ["False", "True", "read-only", "read-only"], done
    finally:
        (top / "environment" / "library").unlink()
        (top / "environment").rmdir()
        (top / "secret").unlink()
        top.rmdir()


@needs_python
def test_it_dies_with_its_launcher(helper):
    source = "import time; print('up', flush=True); time.sleep(60)"
    launcher = subprocess.Popen(
        [str(helper / "cellexec"), "--", SYSTEM_PYTHON, "-I", "-c", source],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert launcher.stdout.readline() == "up\n"
    (keeper,) = children(launcher.pid)
    (cell,) = children(keeper)
    launcher.kill()
    launcher.wait(10)
    launcher.stdout.close()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in (keeper, cell)):
        assert time.monotonic() < deadline, "a process is left"
        time.sleep(0.01)


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@needs_python
def test_an_ordinary_user_can_run_it(helper):
    if os.geteuid() != 0:
        pytest.skip("the other tests already run as an ordinary user")
    as_user = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"]
    # The build folder lies below a closed one; an own copy of the launcher does not.
    copy = Path(f"/tmp/cellexec-copy-{os.getpid()}")
    copy.write_bytes((helper / "cellexec").read_bytes())
    copy.chmod(0o755)
    try:
        if subprocess.run([*as_user, "unshare", "-U", "true"], capture_output=True).returncode:
            pytest.skip("SKIPPED ALOUD: this kernel gives ordinary users no user namespaces")
        source = "import os; print(os.getresuid(), os.getpid())\nos.fork()"
        done = subprocess.run(
            [*as_user, str(copy), "--", SYSTEM_PYTHON, "-I", "-c", source], capture_output=True, text=True
        )
    finally:
        copy.unlink()
    assert done.stdout == "(65534, 65534, 65534) 1\n" and "PermissionError" in done.stderr, done
