"""Quiet hours and digests in a zone, over midnight and over changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from baqylau.errors import InputError
from baqylau.model.watch import Watch
from baqylau.watches.draft import refuse_flood, watch_of
from baqylau.watches.hours import after_quiet, next_digest


def watch(**more: object) -> Watch:
    return Watch(name="x", owner="x", query="x", **more)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "moment", "due"),
    [
        ("22:00", "07:00", "2026-11-30T16:59", "2026-11-30T16:59"),  # 21:59 in Almaty
        ("22:00", "07:00", "2026-11-30T17:00", "2026-12-01T02:00"),
        ("22:00", "07:00", "2026-11-30T20:30", "2026-12-01T02:00"),
        ("22:00", "07:00", "2026-12-01T02:00", "2026-12-01T02:00"),
        ("13:00", "14:00", "2026-11-30T08:30", "2026-11-30T09:00"),
        ("13:00", "14:00", "2026-11-30T09:00", "2026-11-30T09:00"),
        ("09:00", "09:00", "2026-11-30T04:00", "2026-11-30T04:00"),
    ],
)
def test_what_happens_in_quiet_hours_is_told_at_their_end(
    start: str, end: str, moment: str, due: str
) -> None:
    found = after_quiet(at(moment), watch(quiet_from=start, quiet_until=end))
    assert found == at(due)


@pytest.mark.parametrize(
    ("digest", "hours", "moment", "due"),
    [
        ("day", ("08:00",), "2026-11-30T02:00", "2026-11-30T03:00"),
        ("day", ("08:00",), "2026-11-30T03:00", "2026-12-01T03:00"),
        ("day", ("18:00", "08:00"), "2026-11-30T03:00", "2026-11-30T13:00"),
        ("week", ("08:00",), "2026-11-30T02:00", "2026-11-30T03:00"),
        ("week", ("08:00",), "2026-11-30T03:00", "2026-12-07T03:00"),
    ],
)
def test_the_next_digest_is_at_the_named_hours(
    digest: str, hours: tuple[str, ...], moment: str, due: str
) -> None:
    assert next_digest(at(moment), watch(digest=digest, digest_at=hours)) == at(due)


def test_a_day_without_the_hour_has_its_digest_all_the_same() -> None:
    """On 2026-03-29 Berlin has no 02:30."""
    made = watch(digest="day", digest_at=("02:30",), zone="Europe/Berlin")
    first = next_digest(at("2026-03-28T12:00"), made)
    assert first is not None
    second = next_digest(first, made)
    assert second is not None
    assert timedelta(hours=20) < second - first < timedelta(hours=28)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quiet_from", "25:00"),
        ("quiet_from", "22:00"),  # without its end
        ("zone", "Almaty"),
        ("zone", "../../etc/passwd"),
        ("digest", "month"),
        ("digest_at", "eight"),
        ("figure", "much"),
        ("figure", "nan KZT"),
        ("figure", "-5"),
        ("language", "de"),
        ("outlets", "nobody"),
        ("languages", "русский"),
        ("languages", "ru xx"),
        ("figure", "5 XXX"),
        ("name", "x" * 81),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_its_name(field: str, value: str) -> None:
    given = {"query": "мост", "digest": "day", field: value}
    with pytest.raises(InputError) as refused:
        watch_of(given, "aigul", {"baq"})
    assert str(refused.value)


def test_a_watch_of_everything_is_refused_without_a_digest() -> None:
    refuse_flood(watch(), 200.0)
    refuse_flood(watch(digest="day"), 5000.0)
    with pytest.raises(InputError, match="take a digest"):
        refuse_flood(watch(), 200.4)


def test_a_form_makes_the_watch_that_it_describes() -> None:
    given = {"query": " мост  аким ", "outlets": "baq", "figure": "2 000 000 kzt", "edits": "on"}
    made = watch_of(given, "aigul", {"baq"})
    assert (made.query, made.name, made.outlets) == ("мост аким", "мост аким", ("baq",))
    assert made.figure is not None
    assert (made.figure.over, made.figure.currency) == (2_000_000, "KZT")
    assert (made.edits, made.collapse, made.owner) == (True, False, "aigul")
