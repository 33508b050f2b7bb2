"""The next case is sent before the answer to the last one is read: what may happen between the two."""

import os
import socket
from types import SimpleNamespace

import numpy as np
import pytest
from judge.cells import CellLimits, GraderFault
from judge.cells.arena import input_image
from judge.cells.case_files import CaseFiles
from judge.cells.cells import Cell, Step
from judge.cells.prints import Prints
from judge.cells.zygotes import Forked
from judge.fuzz.cell_targets import a_dead_process

LIMITS = CellLimits(wall_seconds=2.0, output_mib=1)
FIRST, SECOND = b"1" * 16, b"2" * 16


class Line:
    """A cell whose other end is the test."""

    def __init__(self):
        ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        zygote = SimpleNamespace(
            runtime=SimpleNamespace(manifest=None, own_memory_mib=0), alive=True, fault="", forget=lambda *_: None
        )
        self.cell = Cell(zygote, Forked(0, os.dup(a_dead_process()), ours), None, lambda _: None)
        self.cell._prints = Prints()
        self.first, self.second = CaseFiles(FIRST, []), CaseFiles(SECOND, [])

    def prints(self, text):
        os.write(self.cell._prints.descriptor, text)

    def takes(self):
        """The nonce of the case that arrives."""
        return self.theirs.recv(1 << 16)[1:17]

    def answers(self, nonce, value):
        self.theirs.send(b"r" + input_image(nonce, [("output", np.float32([value]))]))

    def run(self, files, meanwhile=None, following=None):
        return self.cell.run_prepared(files, b"{}", LIMITS, meanwhile, following)

    def then_second(self, wall_ms):
        return Step(self.second, b"{}", LIMITS)


@pytest.fixture
def line():
    it = Line()
    yield it
    it.cell.close()
    it.theirs.close()


def test_the_next_case_is_under_way_before_the_answer_was_read(line):
    outcome = line.run(line.first, lambda: line.answers(FIRST, 1), line.then_second)
    assert outcome.outputs["output"].tolist() == [1.0]
    assert [line.takes(), line.takes()] == [FIRST, SECOND]
    line.answers(SECOND, 2)
    assert line.run(line.second).outputs["output"].tolist() == [2.0]
    line.theirs.setblocking(False)
    with pytest.raises(BlockingIOError):  # and it was sent once
        line.takes()


def test_each_case_has_its_own_prints(line):
    def first():
        line.prints(b"one")
        line.answers(FIRST, 1)

    def then(wall_ms):
        line.prints(b"two")  # as if the cell had begun already
        return line.then_second(wall_ms)

    assert line.run(line.first, first, then).stdout == "one"
    line.answers(SECOND, 2)
    assert line.run(line.second).stdout == "two"


def test_an_arena_that_is_refused_ends_the_cell_with_the_next_case_in_it(line):
    outcome = line.run(line.first, lambda: line.answers(SECOND, 1), line.then_second)
    assert (outcome.kind, line.cell.alive) == ("invalid_output", False)


@pytest.mark.parametrize("word", [b"X" + b"ValueError\0no", b"I" + b"no tensor", b"R", b"?"])
def test_nothing_is_sent_after_an_answer_that_is_not_a_result_in_the_message(line, word):
    def never(wall_ms):
        raise AssertionError("asked for the next case")

    line.run(line.first, lambda: line.theirs.send(word), never)


def test_another_case_than_the_one_under_way_is_our_mistake(line):
    line.run(line.first, lambda: line.answers(FIRST, 1), line.then_second)
    with pytest.raises(GraderFault, match="under way"):
        line.run(CaseFiles(b"3" * 16, []))


def test_an_answer_given_before_its_case_was_sent_is_no_answer(line):
    def twice():
        line.answers(FIRST, 1)
        line.answers(SECOND, 2)

    assert line.run(line.first, twice, line.then_second).kind == "returned"
    assert line.run(line.second).kind == "invalid_output"
