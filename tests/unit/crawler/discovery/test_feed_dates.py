"""Times as outlets write them into feeds and sitemaps."""

from zoneinfo import ZoneInfo

import pytest

from crawler.discovery.feed_dates import moment

ALMATY = ZoneInfo("Asia/Almaty")
AT = "2026-03-09T16:40:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 09 Mar 2026 21:40:00 +0500",
        "Mon, 09 Mar 2026 21:40:00 GMT+5",
        "Mon, 9 Mar 2026 21:40 UTC+05:00",
        "Mon, 09 Mar 2026 21:40:00 ALMT",
        "Mon, 09 Mar 2026 19:40:00 MSK",
        "Mon, 09 Mar 26 21:40:00 Asia/Almaty",
        "Пн, 09 Mar 2026 21:40:00 +0500",
        "Понедельник, 9 марта 2026 г. 21:40:00 +0500",
        "Дс, 09 наурыз 2026 21:40:00 +0500",
        "2026-03-09T21:40:00.000+05:00",
        "2026-03-09T16:40:00Z",
        "20260309T164000Z",
        "2026-03-09 21:40:00 +05",
        "2026/03/09 21:40:00 +0500",
        "09.03.2026 21:40 GMT+0500",
        "March 9, 2026 - 9:40pm +0500",
        "Mar 9, 2026, 9:40 p.m. GMT+5",
        "03/09/2026 11:40 AM EST",
        "1773074400",
        "1773074400000",
        "Mon Mar 09 2026 21:40:00 GMT+0500 (East Kazakhstan Time)",
    ],
)
def test_a_time_with_a_zone_is_the_same_moment_in_every_form(text: str) -> None:
    found = moment(text, ZoneInfo("America/New_York"))
    assert found is not None
    assert found.text == AT


@pytest.mark.parametrize(
    "text", ["2026-03-09T21:40:00", "2026-03-09 21:40", "09.03.2026 21:40", "9 марта 2026, 21:40"]
)
def test_a_time_without_a_zone_is_in_the_outlets_or_unknown(text: str) -> None:
    found = moment(text, ALMATY)
    assert found is not None
    assert found.text == AT
    assert moment(text) is None


@pytest.mark.parametrize(
    "text", ["2026/03/09", "2026-03-09", "09.03.2026", "9 Mar 2026", "20260309"]
)
def test_a_day_without_a_time_stays_a_day(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.text == "2026-03-09"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "soon", "31.02.2026 10:00 +0500", "Nov 2026", "12345", "-5", "1" * 500, "99:99"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text, ALMATY) is None


def test_an_impossible_offset_is_no_zone() -> None:
    found = moment("2026-03-09 21:40:00+29:00", ALMATY)
    assert found is not None
    assert found.text == AT
