"""Who is charged for time, and who is blamed for an error, on the line to a cell."""

import os
import socket
import threading
import time

import pytest
from judge.cells.channel import OUT_OF_TURN, Channel


@pytest.fixture
def line():
    """(channel, the cell's end). This very process stands for the cell that does not die."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channel = Channel(ours, os.pidfd_open(os.getpid()))
    yield channel, theirs
    channel.close()
    theirs.close()


def test_our_work_is_not_charged_where_the_answer_came_meanwhile(line):
    channel, cell = line

    def meanwhile():
        cell.send(b"R")
        time.sleep(0.3)

    answer, wall_ms = channel.exchange(b"C", [], 5.0, meanwhile)
    assert answer == b"R" and wall_ms < 150


def test_waiting_after_our_work_is_charged_from_the_start(line):
    channel, cell = line

    def ours():
        threading.Timer(0.3, cell.send, [b"R"]).start()
        time.sleep(0.05)

    answer, wall_ms = channel.exchange(b"C", [], 5.0, ours)
    assert answer == b"R" and wall_ms >= 295


def test_an_answer_that_came_while_we_worked_past_the_limit_counts(line):
    channel, cell = line

    def meanwhile():
        cell.send(b"R")
        time.sleep(0.3)

    assert channel.exchange(b"C", [], 0.1, meanwhile)[0] == b"R"


def test_an_error_of_our_work_is_never_taken_for_the_cells_end(line):
    channel, _ = line

    def meanwhile():
        raise OSError("no descriptors left")

    with pytest.raises(OSError, match="no descriptors left"):
        channel.exchange(b"C", [], 1.0, meanwhile)


def test_who_speaks_out_of_turn_and_who_has_hung_up(line):
    channel, cell = line
    cell.send(b"R")
    assert channel.exchange(b"C", [], 1.0)[0] == OUT_OF_TURN
    cell.close()
    assert channel.exchange(b"C", [], 1.0)[0] == b""
