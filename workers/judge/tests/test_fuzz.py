"""A short, seeded part of the fuzzing, and that it finds what it is there for. `npm run fuzz` is the long one."""

import random
import signal

import pytest
from judge.cells import arena, cells, deaths, text
from judge.compare import Difference
from judge.fuzz import reader_targets, targets
from judge.fuzz.__main__ import fuzz
from judge.fuzz.mutator import mutated
from judge.fuzz.node_parsers import node_program

BY_NAME = {target.name: target for target in targets.TARGETS}


def skip_without_node(target):
    if target.needs_node and node_program() is None:
        pytest.skip("its parser is a Node.js program, and there is no Node.js on the PATH")


def test_every_input_of_a_run_is_given_to_some_target():
    assert sum(round(1_000_000 * target.share) for target in targets.TARGETS) == 1_000_000


@pytest.mark.parametrize("target", targets.TARGETS, ids=lambda target: target.name.replace(" ", "-"))
def test_nothing_surprises(target):
    skip_without_node(target)
    tally = fuzz(target, 2000, seed=20)
    assert not tally.failure, f"{tally.failure}\ninput: {tally.failing_input}"
    assert tally.inputs == 2000 and tally.taken > 100, tally


@pytest.mark.parametrize("target", targets.TARGETS, ids=lambda target: target.name.replace(" ", "-"))
def test_true_inputs_are_taken(target):
    skip_without_node(target)
    rng = random.Random(3)
    for _ in range(20):
        assert target.parse(target.true(rng))


def test_a_seed_repeats_a_run():
    first, second = ([mutated(bytes(200), random.Random(seed)) for _ in range(3)] for seed in (5, 5))
    assert first == second
    assert mutated(bytes(200), random.Random(5)) != mutated(bytes(200), random.Random(6))


@pytest.mark.parametrize(
    ("where", "name", "broken", "target"),
    [
        (arena, "ELEMENTS_MAX", 1 << 900, "outputs in a message"),
        (arena, "ELEMENTS_MAX", 1 << 900, "outputs in a sealed file"),
        (arena, "HEADER_BYTES", 0, "outputs in a message"),
        (text, "cleaned", lambda raw: raw.decode("utf-8", "replace"), "what a cell prints"),
        (targets, "told_by", lambda answer: ((answer[1:9].decode("latin-1"),), answer), "what a cell says"),
        (
            targets,
            "compare_outputs",
            lambda wanted, got: [Difference("x", None)],
            "outputs on to comparison and report",
        ),
        (cells, "told_by", lambda answer: ((answer[1:9].decode("latin-1"),), answer), "a cell from outside"),
        (text, "cleaned", lambda raw: raw.decode("utf-8", "replace"), "a cell from outside"),
        (deaths, "signal_name", lambda number: signal.Signals(number).name, "how a cell ended"),
        (reader_targets.cell_arena, "DTYPES", reader_targets.cell_arena.DTYPES[::-1], "inputs in a Python cell"),
    ],
)
def test_a_parser_without_its_check_is_found(monkeypatch, where, name, broken, target):
    monkeypatch.setattr(where, name, broken)
    tally = fuzz(BY_NAME[target], 20_000, seed=1)
    assert tally.failure and tally.failing_input, f"{tally.inputs} inputs found nothing"
