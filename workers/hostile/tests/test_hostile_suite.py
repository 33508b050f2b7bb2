"""The suite itself: it is complete, it can fail, and it notices what an attack leaves."""

import dataclasses
import os
import re
import subprocess
import sys

import pytest
import yaml
from hostile.host_services import HostServices
from hostile.leftovers import Trace
from hostile.suite import HOSTILE
from hostile.suite import ROOT as REPOSITORY
from judge.cells.attack_files import read_attacks, read_file
from judge.grade_case import VERDICT_OF_KIND

ATTACKS = read_attacks(HOSTILE)
# How many entries each group of the catalogue has.
GROUPS = {
    **{"EQ": 14, "CK": 13, "RD": 17, "MM": 11, "TM": 10, "FR": 14, "TK": 13, "RS": 16, "SV": 10, "FS": 8, "KN": 8},
    **{"NW": 6, "XJ": 7, "CP": 7, "OH": 5, "JS": 12, "GP": 9, "SC": 11},
}
CATALOGUE = {f"{group}-{number:02}" for group, count in GROUPS.items() for number in range(1, count + 1)}


def elsewhere():
    return yaml.safe_load((HOSTILE / "elsewhere.yaml").read_text())


def named(*names):
    return [one for one in ATTACKS if one.name in names]


def test_every_entry_of_the_catalogue_is_an_attack_or_says_where_it_is_held():
    attacked = {one for attack in ATTACKS for one in attack.ids}
    assert attacked | set(elsewhere()) == CATALOGUE
    assert not attacked & set(elsewhere())


def test_what_is_held_elsewhere_is_really_tested_there():
    for entry, about in elsewhere().items():
        assert about["what"] and ("by" in about) != ("why" in about), entry
        if "by" in about:
            file, words = about["by"].split("::")
            assert words in (REPOSITORY / file).read_text(), f"{entry}: {file} has no test {words!r}"


def test_every_attack_is_complete():
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names)
    for attack in ATTACKS:
        assert attack.expect in {*VERDICT_OF_KIND.values(), "judged", "wrong_answer", "forbidden_builtin"}, attack
        assert attack.path.name.startswith(attack.ids[0] if attack.path.parent.name == attack.ids[0][:2] else "?"), (
            attack
        )
        assert attack.is_act == (attack.expect == "judged"), attack
        entry, files = attack.twin()
        assert re.search(rf"\b{entry}\b", files[0][1].decode()), f"{attack.name} has no twin"


def test_the_quick_part_has_an_attack_for_each_kind_of_wall():
    quick = {attack.expect for attack in ATTACKS if attack.quick}
    assert quick >= {"judged", "security_violation", "memory_limit", "runtime_error"}
    assert any(attack.quick and attack.runtimes == ("tfjs",) for attack in ATTACKS)


@pytest.mark.parametrize(
    "changes",
    [{"expect": "accepted"}, {"fields": {"case": "nothing_in_it"}}, {"fields": {"never shown": "public_example"}}],
)
def test_an_attack_that_ends_otherwise_is_not_held(suite, changes):
    (attack,) = named("TK-03-constants-zeros")
    changed = dataclasses.replace(attack, **changes)
    (result,) = suite.run([(changed, "numpy")])
    assert not result.held and result.why


@pytest.mark.parametrize(
    "source, why",
    [
        (
            "from support import refused\ndef act(x): refused('a thing', lambda: 1)\n",
            "it escaped: Escaped: a thing gave 1",
        ),
        ("def act(x): raise ValueError('broken')\n", "its act broke the answer"),
        ("def attack(x): return x\ndef twin(x): return x\n", "its twin got wrong_answer"),
        ("def attack(x): return x + x\ndef twin(x): return x + x\n", "it got accepted"),
    ],
)
def test_an_attack_that_succeeds_or_proves_nothing_is_not_held(suite, tmp_path, source, why):
    folder = tmp_path / "entries" / "XX"
    folder.mkdir(parents=True)
    (tmp_path / "support").symlink_to(HOSTILE / "support")
    expect = "judged" if "act(" in source else "wrong_answer"
    header = f"# id: XX-01\n# attack: a test\n# runs: numpy\n# expect: {expect}\n# layer: none\n"
    (folder / "XX-01-a.py").write_text(header + source)
    (result,) = suite.run([(read_file(folder / "XX-01-a.py")[0], "numpy")])
    assert not result.held and why in result.why, result


def test_a_run_that_was_not_given_the_warmed_cell_is_not_held(suite, monkeypatch):
    monkeypatch.setattr("judge.cells.pool.take_waiting", lambda waiting: (None, [waiting.pop()]))
    (result,) = suite.run([(*named("TK-03-constants-zeros"), "numpy", True)])
    assert not result.held and "a cell of numpy waited, and another one was given" in result.why


def test_a_header_that_lacks_a_line_is_refused(tmp_path):
    (tmp_path / "a.py").write_text("# id: XX-01\n# attack: a\n\ndef attack(x): pass\n")
    with pytest.raises(ValueError, match="runs, expect, layer is missing"):
        read_file(tmp_path / "a.py")


def test_what_is_left_behind_is_noticed(suite, monkeypatch):
    monkeypatch.setattr("hostile.leftovers.SETTLE_SECONDS", 0.3)
    trace = Trace(suite.pool)
    assert trace.new() == []
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert any(line.startswith(f"process left: {left.pid}") for line in trace.new())
    finally:
        left.kill()
        left.wait()
    descriptor = os.open("/dev/null", os.O_RDONLY)
    assert any(line.startswith("descriptors left") for line in trace.new())
    os.close(descriptor)
    assert trace.new() == []


def test_a_connection_to_the_host_is_noticed():
    import socket
    import time

    with HostServices() as services:
        assert services.seen() == []
        with socket.create_connection(("127.0.0.1", services.addresses["tcp"])):
            pass
        with socket.socket(socket.AF_UNIX) as abstract:
            abstract.connect("\0" + services.addresses["abstract"])
        seen = []
        while len(seen) < 2:
            seen += services.seen()
            time.sleep(0.01)
        assert sorted(seen) == ["abstract", "tcp"]
