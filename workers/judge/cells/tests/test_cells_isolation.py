"""The isolation report tells the truth, in every place the checkout may lie and for every user who may run it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cells_support import BUILD, LIMITS, REPOSITORY
from judge.cells import CellPool, GraderFault, PoolConfig

ATTEMPT = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1] + "/workers")
from judge.cells import CellLimits, CellPool, PoolConfig
pool = CellPool(["numpy"], PoolConfig(repository=Path(sys.argv[1]), build=Path(sys.argv[2])))
report = pool.isolation_report()
if report["serves"]:
    cell = pool.acquire("numpy")
    cell.load([("solution.py", sys.argv[3].encode())], None, "f", CellLimits())
    report["outcome"] = cell.run_case(bytes(16), b"{}", [], CellLimits()).stdout
    cell.close()
pool.close()
print(json.dumps(report))
"""


def held(report):
    return {layer["name"]: layer["holds"] for layer in report["layers"]}


def test_the_report_has_the_agreed_shape_and_everything_held(pool):
    report = pool.isolation_report()
    assert set(report) == {"checked_at", "serves", "layers", "selftest", "kernel"}
    assert all(set(layer) == {"name", "holds", "required", "detail"} for layer in report["layers"])
    assert all(set(test) == {"name", "held", "expected", "seen"} and test["held"] for test in report["selftest"])
    for name in ("pid_namespace", "seccomp", "no_new_privs", "no_capabilities", "read_only_root", "network_namespace"):
        assert held(report)[name], report


def test_a_machine_that_cannot_isolate_does_not_serve(build, tmp_path):
    for name in ("libcell.so", "zygote-launch"):
        shutil.copy(build / name, tmp_path / name)
    # A launcher that refuses, as one does on a kernel without namespaces.
    (tmp_path / "zygote-launch").write_text("#!/bin/sh\nexit 70\n")
    pool = CellPool(["numpy"], PoolConfig(repository=REPOSITORY, build=tmp_path))
    try:
        report = pool.isolation_report()
        assert report["serves"] is False and "user namespaces" in report["layers"][0]["detail"]
        with pytest.raises(GraderFault, match="not_serving"):
            pool.acquire("numpy")
    finally:
        pool.close()


def test_the_environment_of_a_cell_is_a_home_and_nothing_else(run):
    """A library that looks for a home as it is imported finds the folder that may be written, and nothing of ours beside."""
    source = "import os, pathlib\ndef f(): print(dict(os.environ), pathlib.Path.home()); return __import__('numpy').zeros(1)"
    assert run(source).stdout == "{'HOME': '/box'} /box\n"


@pytest.mark.parametrize("missing", ["SECCOMP", "NO_CAPS", "MOUNT", "NET", "LIMITS"])
def test_a_missing_required_layer_is_noticed(build, monkeypatch, missing):
    from judge.cells import layers
    from judge.cells import pool as pool_module

    chosen = pool_module.choose_layers(build / "libcell.so") & ~getattr(layers, missing)
    monkeypatch.setattr(pool_module, "choose_layers", lambda library: chosen)
    pool = CellPool(["numpy"], PoolConfig(repository=REPOSITORY, build=build))
    try:
        assert pool.isolation_report()["serves"] is False
    finally:
        pool.close()


def run_as(prefix, repository=REPOSITORY, build=BUILD, source="def f(): pass", python=sys.executable):
    import json

    command = [*prefix, python, "-I", "-c", ATTEMPT, str(repository), str(build), source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_an_ordinary_user_gets_an_empty_user_namespace_instead_of_an_own_uid(build):
    if os.geteuid() != 0:
        prefix = []
    else:
        prefix = as_ordinary_user()
        if prefix is None:
            pytest.skip("SKIPPED ALOUD: an ordinary user cannot reach this interpreter, nor be shown it")
    if subprocess.run([*prefix, "unshare", "-U", "true"], capture_output=True).returncode:
        pytest.skip("SKIPPED ALOUD: this kernel gives ordinary users no user namespaces")
    report = run_as(prefix, source="import os\ndef f(): print(os.getresuid())")
    assert report["serves"], report
    assert held(report)["empty_user_namespace"] and not held(report)["own_uid"], report
    assert report["outcome"] == "(65534, 65534, 65534)\n"


def as_ordinary_user():
    """A command prefix that runs as uid 1000. Where the interpreter lies below a closed /root, it is shown in a private
    mount table; nothing changes outside."""
    base = Path(sys.base_prefix).resolve()
    script = 'exec setpriv --reuid 1000 --regid 1000 --clear-groups "$@"'
    if base.is_relative_to("/root"):
        top = Path("/root") / base.relative_to("/root").parts[0]
        script = (
            f"at=$(mktemp -d) && mount --bind {top} $at && mount -t tmpfs -o mode=755 none /root && mkdir {top} && "
            f"mount --bind $at {top} && umount $at && rmdir $at && {script}"
        )
    prefix = ["unshare", "-m", "sh", "-c", script, "sh"]
    seen = subprocess.run([*prefix, sys.executable, "-c", "import numpy"], capture_output=True)
    return prefix if seen.returncode == 0 else None


def test_root_without_a_range_of_uids(build):
    """Root in a container often has one uid only."""
    prefix = ["unshare", "-U", "-r"]
    if subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("SKIPPED ALOUD: no user namespaces here")
    report = run_as(prefix)
    assert report["serves"] and held(report)["empty_user_namespace"], report


@pytest.mark.parametrize("parent", ["/tmp", "/var/tmp", "/usr/local/src", "/root", "/opt"])
def test_a_checkout_anywhere_is_hidden_and_its_environment_is_not(build, parent):
    """The environment lies inside the checkout: it must be readable, and its neighbours must not."""
    if not os.access(parent, os.W_OK):
        pytest.skip(f"SKIPPED ALOUD: {parent} is not writable here")
    checkout = Path(parent, f"gradecheck-test-{os.getpid()}")
    try:
        shutil.copytree(
            REPOSITORY / "workers", checkout / "workers", ignore=shutil.ignore_patterns("tests", "__pycache__")
        )
        shutil.copytree(build, checkout / "build")
        python = environment_in(checkout)
        (checkout / "questions").mkdir()
        (checkout / "questions" / "judge.py").write_text("the answers")
        source = f"""
import os, tempfile, numpy
def f():
    for path in ("questions/judge.py", "workers/judge/cells/pool.py", "workers", "build"):
        print(os.path.exists({str(checkout)!r} + "/" + path), end=" ")
    print(os.path.exists({str(python)!r}), numpy.__file__.startswith({str(checkout)!r}))
    from numpy import polynomial
    with tempfile.TemporaryFile() as file: print(file.write(b"12"))
"""
        report = run_as([], checkout, checkout / "build", source, str(python))
        assert report["serves"], report
        assert report["outcome"] == "False False False False True True\n2\n", report["outcome"]
    finally:
        shutil.rmtree(checkout, ignore_errors=True)


def environment_in(checkout: Path) -> Path:
    """A virtual environment with a copy of numpy, below the checkout as in real life."""
    import numpy

    folder = checkout / ".gradecheck" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    source = Path(numpy.__file__).parents[1]
    for name in ("numpy", "numpy.libs"):
        if (source / name).exists():
            shutil.copytree(source / name, packages / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    return folder / "bin" / "python"


def test_limits_are_those_of_cell_h(pool):
    """Python and C number the layers alike: a shifted bit would switch off something else."""
    from judge.cells import layers

    header = (REPOSITORY / "workers" / "sandbox" / "cell.h").read_text()
    names = [
        "MOUNT",
        "NET",
        "IPC",
        "UTS",
        "CLOSE_FDS",
        "LIMITS",
        "OWN_UID",
        "USER_NS",
        "NO_CAPS",
        "LANDLOCK",
        "SECCOMP",
    ]
    for bit, name in enumerate(names):
        assert getattr(layers, name) == 1 << bit
        assert f"CELL_{name} = 1 << {bit}," in header
    assert LIMITS.output_mib <= 1024
