"""Loading: one text of a question, one hash, and no grade by another text."""

import hashlib

import pytest
from judge.cases import draw_cases
from judge.errors import QuestionBroken, QuestionUnknown, RevisionUnknown, RuntimeUnknown
from judge.questions import QuestionBank, load_question
from judge.revision import read_folder, revision_of

SEED, OTHER = b"s" * 32, b"o" * 32


def test_revision_is_the_hash_that_the_catalogue_computes(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.py").write_bytes(b"1")
    (tmp_path / "a.md").write_bytes("通".encode())
    (tmp_path / ".hidden").write_bytes(b"no")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"no")
    expected = hashlib.sha256(b"a.md\0" + b"3\0" + "通".encode() + b"b/x.py\0" + b"1\0" + b"1").hexdigest()
    assert revision_of(read_folder(tmp_path)) == f"sha256:{expected}"


def test_links_are_refused(tmp_path):
    (tmp_path / "link").symlink_to("/etc/hostname")
    with pytest.raises(QuestionBroken):
        read_folder(tmp_path)


def test_bank_grades_by_the_revision_asked_for_only(question_folder):
    bank = QuestionBank(question_folder.parents[1])
    revision = load_question(question_folder).revision
    first = bank.load("double-it", revision)
    assert bank.load("double-it", revision) is first
    with pytest.raises(RevisionUnknown):
        bank.load("double-it", "sha256:" + "0" * 64)
    (question_folder / "notes.md").write_text("changed")
    assert bank.load("double-it", revision).revision == revision  # what is loaded stays good
    changed = load_question(question_folder).revision
    assert changed != revision
    assert bank.load("double-it", changed).revision == changed
    with pytest.raises(RevisionUnknown):
        bank.load("double-it", revision)


@pytest.mark.parametrize("question_id", ["nothing", "../double-it", "", "Double", "a" * 5000, "*"])
def test_unknown_ids(question_folder, question_id):
    with pytest.raises(QuestionUnknown):
        QuestionBank(question_folder.parents[1]).load(question_id, "sha256:0")


@pytest.mark.parametrize(
    "file, old, new",
    [
        ("question.yaml", "id: double-it", "id: other"),
        ("question.yaml", "weight: 2", "weight: -1"),
        ("question.yaml", "entry: double", "start: double"),
        ("question.yaml", "wall_seconds_per_case: 2", "wall_seconds_per_case: 0"),
        ("question.yaml", "limits:", "tolerance: {float32: {rtol: 5}}\nlimits:"),
        ("question.yaml", "concepts:", "x: !!python/object/apply:os.getcwd []\nconcepts:"),
        ("question.yaml", "id: edge", "id: basic"),
        ("judge.py", "def reference", "def elsewhere"),
        ("judge.py", "import numpy", "import nowhere"),
        ("judge.py", "def cases", "def cases("),
    ],
)
def test_broken_questions_say_what_is_wrong(question_folder, file, old, new):
    path = question_folder / file
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(QuestionBroken):
        load_question(question_folder)


@pytest.mark.parametrize(
    "old, new",
    [('"edge"', '"nowhere"'), ('"one"', '"random"'), ("rng, (1,)", "rng, -1"), ('"one"', '"Bad Name"')],
)
def test_broken_cases_say_what_is_wrong(question_folder, old, new):
    path = question_folder / "judge.py"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(QuestionBroken):
        draw_cases(load_question(question_folder), "numpy", SEED, "grade")


def drawn(question, seed, mode="grade"):
    return draw_cases(question, "numpy", seed, mode)


def fingerprint(cases, visibility):
    return {one.case.name: [a.tobytes() for _, a in one.inputs] for one in cases if one.case.visibility == visibility}


def test_cases_follow_from_the_seed_and_public_ones_do_not(question_folder):
    question, again = load_question(question_folder), load_question(question_folder)
    assert fingerprint(drawn(question, SEED), "hidden") == fingerprint(drawn(again, SEED), "hidden")
    assert fingerprint(drawn(question, SEED), "hidden") != fingerprint(drawn(question, OTHER), "hidden")
    assert fingerprint(drawn(question, SEED), "public") == fingerprint(drawn(question, OTHER), "public")
    assert [one.case.name for one in drawn(question, SEED)] == [one.case.name for one in drawn(again, SEED)]


def test_order_is_shuffled_and_labels_say_nothing(question_folder):
    question = load_question(question_folder)
    orders = {tuple(one.case.name for one in drawn(question, bytes([n]) * 32)) for n in range(20)}
    assert len(orders) > 10
    labels = [one.label for one in drawn(question, SEED)]
    assert labels == ["public_small", "hidden_1", "hidden_2", "hidden_3", "hidden_4"]


def test_precheck_draws_public_cases_only(question_folder):
    assert [one.label for one in drawn(load_question(question_folder), SEED, "precheck")] == ["public_small"]


def test_unknown_runtime(question_folder):
    with pytest.raises(RuntimeUnknown):
        load_question(question_folder).runtime("keras")
