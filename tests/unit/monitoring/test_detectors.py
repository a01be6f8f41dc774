"""Each detector alone: reachability, fields, latency, the editor's expectation; and how an open
issue ends.
"""

from datetime import timedelta

import pytest

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import parsed
from baqylau.monitoring.diagnosis import classes, diagnose, figures
from baqylau.monitoring.field_coverage import missing_fields
from baqylau.monitoring.latency import slow
from baqylau.monitoring.observations import Observations, OpenIssue, PageReading, VisitLog
from baqylau.monitoring.page_samples import PageSample, readings
from baqylau.monitoring.reachability import unreachable
from baqylau.monitoring.silence import silent
from tests.unit.monitoring.simulated_outlet import FEED, LIST, ZONE, moment

NOON = moment("2026-11-10T07:00")
MAP = "https://stepnoy-vestnik.test/sitemap.xml"
KINDS = {FEED: "feed", LIST: "section", MAP: "sitemap"}
OK = {FEED: "read", LIST: "unchanged"}


def observed(
    *words: dict[str, str], fetches: tuple[dict[str, int], ...] = (), **more: object
) -> Observations:
    """A visit every ten minutes, each with what its sources answered."""
    times = [NOON + timedelta(minutes=10 * n) for n in range(len(words))]
    asked = [*fetches, *({} for _ in range(len(words) - len(fetches)))]
    visits = tuple(
        VisitLog(at, at + timedelta(seconds=9), parsed(sources), fetched)
        for at, sources, fetched in zip(times, words, asked, strict=True)
    )
    return Observations(ZONE, "kz", KINDS, visits, (), **more)  # type: ignore[arg-type]


def _one(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("word", "trouble"),
    [
        ("failed: answers 403", Trouble.BLOCKED),
        ("failed: robots.txt answers 500", Trouble.BLOCKED),
        ("failed: timed out", Trouble.UNREACHABLE),
        ("failed: unknown host", Trouble.UNREACHABLE),
        ("failed: answers 502", Trouble.UNREACHABLE),
    ],
)
def test_an_outlet_out_of_reach_is_reported_after_two_visits(word: str, trouble: Trouble) -> None:
    bad = dict.fromkeys(OK, word)
    assert unreachable(observed(OK, bad)) == []
    found = _one(unreachable(observed(OK, OK, bad, bad)))
    assert (found.trouble, found.subject) == (trouble, "")
    assert found.since == NOON + timedelta(minutes=10, seconds=9)  # the last good visit
    assert word.removeprefix("failed: ") in found.diagnosis
    assert unreachable(observed(OK, bad, bad, OK)) == []


@pytest.mark.parametrize(
    ("word", "trouble"),
    [
        ("failed: answers 404", Trouble.CHANGED),
        ("failed: answers 403", Trouble.BLOCKED),
        ("invalid: not a feed", Trouble.CHANGED),
        ("empty", Trouble.CHANGED),
        ("empty: none of 31 links is an article of this outlet", Trouble.CHANGED),
    ],
)
def test_one_source_that_fails_is_named_while_the_others_answer(
    word: str, trouble: Trouble
) -> None:
    bad = OK | {FEED: word}
    assert unreachable(observed(OK, bad)) == []
    found = _one(unreachable(observed(OK, bad, bad)))
    assert (found.trouble, found.subject) == (trouble, FEED)
    assert word.removeprefix("failed: ") in found.diagnosis


def test_an_answer_that_killed_its_reader_is_reported_at_once_and_recovers() -> None:
    word = f"unreadable: the crawler ended while it read {FEED}"
    whole = _one(unreachable(observed(OK, dict.fromkeys(OK, word))))
    assert (whole.trouble, whole.subject) == (Trouble.UNREADABLE, "")
    assert set(whole.evidence["answers"].values()) == {word}
    way = _one(unreachable(observed(OK, OK | {FEED: word})))
    assert (way.trouble, way.subject) == (Trouble.UNREADABLE, FEED)
    assert "the crawler ended" in way.diagnosis
    assert unreachable(observed(OK, OK | {FEED: word}, OK)) == []


def test_a_304_is_an_answer_and_an_empty_news_sitemap_is_no_fault() -> None:
    assert unreachable(observed(*[dict.fromkeys(OK, "unchanged")] * 9)) == []
    assert unreachable(observed(*[OK | {MAP: "empty"}] * 9)) == []


def test_a_source_that_is_empty_now_and_then_is_judged_by_its_own_past() -> None:
    bare = OK | {LIST: "empty"}
    assert unreachable(observed(OK, bare, bare, bare, OK, bare, bare, bare)) == []
    assert unreachable(observed(OK, bare, bare, OK, bare, bare, bare))


@pytest.mark.parametrize(
    ("word", "trouble"),
    [
        ("answers 403", Trouble.BLOCKED),
        ("timed out", Trouble.SLOW),
        ("larger than the limit", Trouble.UNREACHABLE),
    ],
)
def test_articles_that_cannot_be_fetched_are_reported_after_two_visits(
    word: str, trouble: Trouble
) -> None:
    assert unreachable(observed(OK, OK, fetches=({"had": 4}, {word: 5}))) == []
    assert (
        unreachable(
            observed(OK, OK, OK, fetches=({"had": 40}, {"had": 9, word: 2}, {"had": 9, word: 2}))
        )
        == []
    )
    assert unreachable(
        observed(OK, OK, OK, fetches=({"had": 4}, {"had": 1, word: 5}, {"had": 1, word: 4}))
    )
    found = _one(unreachable(observed(OK, OK, OK, fetches=({"had": 4}, {word: 5}, {word: 4}))))
    assert (found.trouble, found.subject) == (trouble, "articles")
    assert found.evidence["articles"] == {word: 9}


def _reading(minutes: int, **fields: bool) -> PageReading:
    return PageReading(
        NOON + timedelta(minutes=minutes),
        {"article": True, "title": True, "published": True, "time": True, "agreement": True}
        | fields,
    )


def test_two_readings_that_disagree_are_a_change() -> None:
    good = tuple(_reading(n) for n in range(60))
    bad = tuple(_reading(60 + n, agreement=False) for n in range(10))
    assert _one(missing_fields(observed(OK, readings=good + bad))).subject == "agreement"


def test_pages_that_are_no_articles_any_more_are_one_finding() -> None:
    good = tuple(_reading(n) for n in range(60))
    bad = tuple(
        PageReading(NOON + timedelta(minutes=60 + n), {"article": False}) for n in range(10)
    )
    found = _one(missing_fields(observed(OK, readings=good + bad)))
    assert found.subject == "article"
    assert "10 of the last 10 pages" in found.diagnosis


def test_a_new_outlet_is_judged_by_what_its_editor_expects() -> None:
    undated = tuple(
        PageReading(
            NOON + timedelta(minutes=n), {"article": True, "title": True, "published": False}
        )
        for n in range(8)
    )
    assert _one(missing_fields(observed(OK, readings=undated))).subject == "published"
    assert missing_fields(observed(OK, readings=undated, filled={"published": 0.0})) == []


def test_an_open_change_ends_when_five_pages_have_the_field_again() -> None:
    good, bad = (
        tuple(_reading(n) for n in range(60)),
        tuple(_reading(60 + n, published=False) for n in range(40)),
    )
    known = (OpenIssue(Trouble.CHANGED, "published", NOON + timedelta(minutes=59)),)
    assert missing_fields(
        observed(OK, readings=good + bad, open=known)
    )  # it stays open however long
    better = good + bad + tuple(_reading(100 + n) for n in range(5))
    assert missing_fields(observed(OK, readings=better[:-1], open=known))
    assert missing_fields(observed(OK, readings=better, open=known)) == []


def test_articles_that_come_late_are_reported_against_the_days_before() -> None:
    usual = [(day, n, timedelta(minutes=10 + n)) for day in range(8) for n in range(12)]
    today = [(8, n, timedelta(hours=7)) for n in range(12)]
    readings_late = tuple(
        PageReading(NOON + timedelta(days=d, minutes=20 * n), {"article": True}, delay)
        for d, n, delay in usual + today
    )
    assert slow(observed(OK, readings=readings_late[:-12])) == []
    assert "7.0 h after" in _one(slow(observed(OK, readings=readings_late))).diagnosis


def test_where_nothing_was_counted_yet_the_editors_lower_bound_is_believed() -> None:
    days = tuple(
        VisitLog(NOON + timedelta(hours=n), NOON + timedelta(hours=n, seconds=9), parsed(OK))
        for n in range(24 * 6)
    )
    quiet = Observations(ZONE, "kz", KINDS, days, (NOON,))
    assert silent(quiet) == []  # nobody said what to expect
    assert silent(Observations(ZONE, "kz", KINDS, days, (NOON,), expected=(20, 300)))


def test_figures_show_a_week() -> None:
    good = tuple(_reading(n) for n in range(10))
    shown = figures(observed(OK, OK, readings=good), NOON + timedelta(hours=1))
    assert shown.coverage["title"] == 1.0
    assert shown.visits == 2
    assert shown.sources == parsed(OK)
    assert len(shown.expected_by_hour) == len(shown.seen_by_hour) == 168
    assert diagnose(observed(OK, OK, readings=good)) == []


def test_answers_are_counted_by_class() -> None:
    assert classes([{"200": 3, "304": 2, "503": 1}, {"200": 1, "301": 1, "timed out": 4}]) == {
        "2xx": 4,
        "timed out": 4,
        "304": 2,
        "5xx": 1,
        "3xx": 1,
    }


def _sample(n: int, **known: object) -> PageSample:
    given = {
        "text": f"text {n}",
        "title": True,
        "published": NOON - timedelta(hours=n),
        "timed": True,
        "first": True,
    } | known
    return PageSample(NOON, f"article {n}", **given)  # type: ignore[arg-type]


def test_a_text_that_many_addresses_share_is_not_their_own() -> None:
    error_pages = readings(
        [_sample(n, text="nothing here") for n in range(8)], NOON - timedelta(days=9)
    )
    assert not any(x.fields["own"] for x in error_pages)
    assert _one(missing_fields(observed(OK, readings=error_pages))).subject == "own"
    assert all(x.fields["own"] for x in readings([_sample(n) for n in range(8)], NOON))


def test_an_old_day_that_many_articles_share_is_a_year_in_a_footer() -> None:
    footer = NOON - timedelta(days=300)
    assert not any(
        x.fields["published"]
        for x in readings([_sample(n, published=footer, timed=False) for n in range(8)], NOON)
    )
    same_day = readings(
        [_sample(n, published=NOON - timedelta(hours=9), timed=False) for n in range(8)], NOON
    )
    assert all(x.fields["published"] for x in same_day)  # a paper that prints no times


def test_delays_come_from_first_revisions_printed_since_the_first_visit() -> None:
    first_visit = NOON - timedelta(hours=3)
    readings_late = readings(
        [_sample(1), _sample(5), _sample(2, first=False), _sample(2, timed=False)], first_visit
    )
    assert [x.delay for x in readings_late] == [timedelta(hours=1), None, None, None]
