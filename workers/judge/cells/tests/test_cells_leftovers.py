"""Groups of judges that died are cleared away; those of a judge that lives never, wherever it counts its processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cells_support import REPOSITORY
from judge.cells.cgroups import PREFIX, make_parent, remove_leftovers
from judge.cells.maker import is_gone, maker_name, namespace, started

# Makes the folder of its groups and lives until it is told to end.
ANOTHER_JUDGE = f"""
import sys
sys.path.insert(0, {str(REPOSITORY / "workers")!r})
from pathlib import Path
from judge.cells.cgroups import PREFIX, make_parent
from judge.cells.maker import maker_name
print(make_parent(Path(sys.argv[1]) / (PREFIX + maker_name()), 1), flush=True)
sys.stdin.read()
"""


def start_judge(shared: Path, *around: str) -> tuple[subprocess.Popen, Path]:
    command = [*around, sys.executable, "-I", "-c", ANOTHER_JUDGE, str(shared)]
    judge = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not (said := judge.stdout.readline()):
        pytest.skip(f"SKIPPED ALOUD: no pid namespaces for us here: {judge.communicate()[1].strip()}")
    return judge, Path(said.strip())


def end(judge: subprocess.Popen) -> None:
    judge.communicate("")


def test_groups_of_a_judge_that_died_are_removed_and_those_of_one_that_lives_are_not(tmp_path):
    judge, groups = start_judge(tmp_path)
    (groups / "cell-1").mkdir()
    remove_leftovers(tmp_path)
    assert groups.exists()
    end(judge)
    remove_leftovers(tmp_path)
    assert not groups.exists()


@pytest.mark.parametrize("proc", [["--mount-proc"], []], ids=["its own /proc", "our /proc"])
def test_a_judge_in_another_pid_namespace_and_we_leave_each_other_alone(tmp_path, proc):
    ours = make_parent(tmp_path / (PREFIX + maker_name()), 1)
    become_root = ["--user", "--map-root-user"] if os.geteuid() else []
    judge, theirs = start_judge(tmp_path, "unshare", *become_root, "--pid", "--fork", *proc)
    try:
        assert ours.exists(), "it took our pid for that of a process that is gone"
        remove_leftovers(tmp_path)
        assert theirs.exists(), "we took its pid for that of a process that is gone"
    finally:
        end(judge)


def test_a_pid_that_another_process_has_now_does_not_keep_what_its_first_one_made():
    where, pid, then, draw = maker_name().split("-")
    assert (int(where), int(pid), int(then)) == (namespace(), os.getpid(), started(os.getpid()))
    assert not is_gone("-".join((where, pid, then, draw)))
    assert is_gone("-".join((where, pid, str(int(then) - 1), draw)))
    assert not is_gone("-".join((str(int(where) + 1), pid, str(int(then) - 1), draw)))


@pytest.mark.parametrize("name", ["", "1-abcd", "a-1-1-abcd", "1-2-3", f"{namespace()}-{1 << 70}-1-abcd", "-1--1-1-x"])
def test_a_name_that_is_not_ours_is_never_judged(name):
    assert not is_gone(name)
