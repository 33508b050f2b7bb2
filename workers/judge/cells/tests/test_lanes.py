"""When a zygote gets a successor, and that one which cannot start is not started over and over."""

import time

import pytest
from cells_support import LIMITS  # noqa: F401 (it says where the judge is)
from judge.cells import GraderFault, lanes


class StandIn:
    """A zygote of a machine on which none becomes warm any more."""

    made = 0

    def __init__(self, runtime, setup):
        StandIn.made += 1
        self.started, self.alive, self.was_warm, self.closed = time.monotonic(), True, False, False

    def wait_ready(self):
        raise GraderFault("zygote_died", "its library is gone")

    def close(self):
        self.closed = True


@pytest.fixture
def lane(monkeypatch):
    monkeypatch.setattr(lanes, "Zygote", StandIn)
    monkeypatch.setattr(StandIn, "made", 0)
    return lanes.Lane(None, None)


def test_an_old_zygote_stays_where_no_younger_one_becomes_warm_and_is_not_asked_to_go_all_the_time(lane):
    lane.zygote.started -= lanes.ZYGOTE_LIFE_SECONDS + 1
    assert [lane.successor() for _ in range(5)] == [None] * 5
    assert StandIn.made == 2


@pytest.mark.parametrize(
    "was_warm, seconds", [(True, lanes.RESTART_PAUSE_SECONDS), (False, lanes.NEVER_WARM_PAUSE_SECONDS)]
)
def test_a_dead_one_is_followed_after_a_pause_that_is_longer_where_it_never_became_warm(lane, was_warm, seconds):
    lane.zygote.alive, lane.zygote.was_warm = False, was_warm
    lane.zygote.started -= seconds - 0.5
    assert lane.successor() is None
    lane.zygote.started -= 0.6
    assert lane.successor() is not None
