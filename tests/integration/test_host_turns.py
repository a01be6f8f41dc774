"""The pace of a host in the database: crawlers claim it, at times of the test's own."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Engine

from baqylau.store import host_turns

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_two_crawlers_share_the_pace_of_a_host(engine: Engine) -> None:
    """Both ask again as soon as they may; in half a minute the host is asked 15 times."""
    sent, again = [], [NOON, NOON]
    while min(again) < NOON + 30 * SECOND:
        who = again.index(min(again))
        wait = host_turns.claim(engine, "vesti.test", again[who], 2 * SECOND)
        if not wait:
            sent.append(again[who])
        again[who] += wait or SECOND / 2
    assert len(sent) == 15
    assert all(b - a >= 2 * SECOND for a, b in pairwise(sent))


def test_the_pause_of_the_request_before_counts_too(engine: Engine) -> None:
    assert not host_turns.claim(engine, "vesti.test", NOON, 10 * SECOND)
    assert host_turns.claim(engine, "vesti.test", NOON + SECOND, SECOND) == 9 * SECOND
    assert not host_turns.claim(engine, "another.test", NOON + SECOND, SECOND)
    assert not host_turns.claim(engine, "vesti.test", NOON + 10 * SECOND, SECOND)


def test_a_clock_that_was_set_back_does_not_close_a_host(engine: Engine) -> None:
    assert not host_turns.claim(engine, "vesti.test", NOON + timedelta(days=400), SECOND)
    assert not host_turns.claim(engine, "vesti.test", NOON, SECOND)
