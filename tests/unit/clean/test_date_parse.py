"""Printed times: every form the outlets print, in Russian, Kazakh and English, and texts that are
no time.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from baqylau.clean.date_parse import declared, machine, printed
from baqylau.model.article import Precision

ALMATY = ZoneInfo("Asia/Almaty")
VISIT = datetime(2026, 11, 24, 18, 30, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23 Ноябрь 2025, 14:05", "2025-11-23T14:05:00+05:00"),
        ("23 ноября 2025 года, 14:05", "2025-11-23T14:05:00+05:00"),
        ("14:05, 23 ноября 2025", "2025-11-23T14:05:00+05:00"),
        ("14:05 | 23.11.2025", "2025-11-23T14:05:00+05:00"),
        ("23.11.2025 14:05", "2025-11-23T14:05:00+05:00"),
        ("23.11.25, 14:05", "2025-11-23T14:05:00+05:00"),
        ("23/11/2025 - 14:05", "2025-11-23T14:05:00+05:00"),
        ("23 | 11 | 2025", "2025-11-23"),
        ("2025-11-23 14:05", "2025-11-23T14:05:00+05:00"),
        ("Опубликовано: 23 нояб. 2025 г. в 14:05", "2025-11-23T14:05:00+05:00"),
        ("15:00, 4 Май 2026 | GMT +5", "2026-05-04T15:00:00+05:00"),
        ("4 мая 2023, 15:00", "2023-05-04T15:00:00+06:00"),  # Almaty was at UTC+6 until 2024-03-01
        ("сегодня в 17:04", "2026-11-24T17:04:00+05:00"),
        ("Вчера, 09:15", "2026-11-23T09:15:00+05:00"),
        ("10 минут назад", "2026-11-24T18:20:00+05:00"),
        ("3 часа назад", "2026-11-24"),
        ("2 дня назад", "2026-11-22"),
        ("20 ноября, 08:00", "2026-11-20T08:00:00+05:00"),
        (
            "30 декабря, 08:00",
            "2025-12-30T08:00:00+05:00",
        ),  # no year, and still to come: the year before
        ("2026 жылғы 18 қараша", "2026-11-18"),
        ("18 қараша 2026 ж., 10:30", "2026-11-18T10:30:00+05:00"),
        ("Жарияланды: 5 наурыз 2025 ж.", "2025-03-05"),
        ("18 қарашада 2026", "2026-11-18"),
        ("бүгін 17:04", "2026-11-24T17:04:00+05:00"),
        ("кеше, сағат 09:15", "2026-11-23T09:15:00+05:00"),
        ("2 сағат бұрын", "2026-11-24"),
        ("18 qarasha 2026", "2026-11-18"),
        ("November 18, 2026, 5:04 p.m.", "2026-11-18T17:04:00+05:00"),
        ("18 Nov 2026", "2026-11-18"),
        ("18. November 2026", "2026-11-18"),
    ],
)
def test_a_printed_time_is_read(text: str, expected: str) -> None:
    moment = printed(text, ALMATY, VISIT)
    assert moment is not None
    day = moment.precision is Precision.DAY
    assert (moment.at.date().isoformat() if day else moment.at.isoformat()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 февраля 2025",
        "45.13.2025",
        "курс 521,3",
        "телефон 8 (727) 250-11-12",
        "статья 188",
        "2025",
        "10 000 тенге",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert printed(text, ALMATY, VISIT) is None


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2025-11-23T15:00:00+05:00", "2025-11-23T15:00:00+05:00", Precision.SECOND),
        ("2025-11-23T10:00:00Z", "2025-11-23T10:00:00+00:00", Precision.SECOND),
        ("2025-11-23T10:00:00.123456789Z", "2025-11-23T10:00:00+00:00", Precision.SECOND),
        ("2025-11-23T10:00:5Z", "2025-11-23T10:00:05+00:00", Precision.SECOND),
        ("20251123T100000Z", "2025-11-23T10:00:00+00:00", Precision.SECOND),
        ("2025-11-23 15:00", "2025-11-23T15:00:00+05:00", Precision.MINUTE),
        ("2025-11-23", "2025-11-23T00:00:00+05:00", Precision.DAY),
        (
            "2025-11-23T00:00:00+05:00",
            "2025-11-23T00:00:00+05:00",
            Precision.DAY,
        ),  # nobody prints at midnight: only the day is known
        ("Sun, 23 Nov 2025 10:00:00 GMT", "2025-11-23T10:00:00+00:00", Precision.SECOND),
        ("1763892000", "2025-11-23T10:00:00+00:00", Precision.SECOND),
    ],
)
def test_a_machine_s_time_is_read(text: str, expected: str, precision: Precision) -> None:
    moment = machine(text, ALMATY)
    assert moment is not None
    assert (moment.at.isoformat(), moment.precision) == (expected, precision)


@pytest.mark.parametrize(
    "text",
    [
        "0000-00-00",
        "9999-99-99T99:99",
        "2025-02-30",
        "yesterday",
        "2025-11-23T25:00:00",
        "+",
        "2025-11-23T10:00:00+99:00x",
    ],
)
def test_a_machine_s_nonsense_is_none(text: str) -> None:
    assert machine(text, UTC) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025 жылдың 5 қыркүйегі, 08:05", "2025-09-05T08:05:00+05:00"),
        ("2025 жылғы қыркүйектің 5-і", "2025-09-05T00:00:00+05:00"),
        ("5 қыркүйек күні, 2025 жыл", "2025-09-05T00:00:00+05:00"),
        # mixed-alphabets: allowed
        ("7 сәуiр 2025, 08:05", "2025-04-07T08:05:00+05:00"),  # the i is Latin
        ("7-апрель, 2025-жыл 10:30", "2025-04-07T10:30:00+05:00"),
        ("2025-жылдын 7-апрели", "2025-04-07T00:00:00+05:00"),
        ("7-aprel 2025, 08:05", "2025-04-07T08:05:00+05:00"),
        ("2025-yil 7-oktabr, 10:30", "2025-10-07T10:30:00+05:00"),
        ("2025 йил 7 декабр", "2025-12-07T00:00:00+05:00"),
        ("7 сентябри соли 2025, 10:05", "2025-09-07T10:05:00+05:00"),
        ("17 января 25 (9:07)", "2025-01-17T09:07:00+05:00"),
        ("Ноя 17th 25 17:46", "2025-11-17T17:46:00+05:00"),
        ("18 ноября 2025, вторник, 14:05", "2025-11-18T14:05:00+05:00"),
        ("18-11-2025 07:45", "2025-11-18T07:45:00+05:00"),
        ("18-Nov-2025", "2025-11-18T00:00:00+05:00"),
        ("11/18/2025", "2025-11-18T00:00:00+05:00"),
        ("2025年11月18日", "2025-11-18T00:00:00+05:00"),
        ("Опубликовано 5 мая 12 345 просмотров", None),
        ("Факс 2025-11-05-17", None),
    ],
)
def test_dates_as_the_region_and_its_neighbours_print_them(text: str, expected: str | None) -> None:
    found = printed(text, ALMATY, VISIT)
    assert (found and found.at.isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18.11.2025 07:45 UTC", "2025-11-18T07:45:00+00:00"),
        ("18.11.2025 07:45 +03:00", "2025-11-18T07:45:00+03:00"),
        ("18 ноября 2025, 07:45 (МСК)", "2025-11-18T07:45:00+03:00"),
        ("07:45 мск, 18 ноября 2025", "2025-11-18T07:45:00+03:00"),
        ("18 ноября 2025, 07:45 по московскому времени", "2025-11-18T07:45:00+03:00"),
        ("18 ноября 2012, 07:45 МСК", "2012-11-18T07:45:00+04:00"),
        ("18.11.2025 07:45 GMT+6", "2025-11-18T07:45:00+06:00"),
        ("18.11.2025 07:45, GMT −3:30", "2025-11-18T07:45:00-03:30"),
        ("November 18, 2025 4:45 PM ET", "2025-11-18T16:45:00-05:00"),
        ("Tue, Nov 18 2025 04:45:26 +0000", "2025-11-18T04:45:26+00:00"),
        ("Tue, 18 Nov 2025 07:45:26 MSK", "2025-11-18T07:45:26+03:00"),
        ("Tue Nov 18 2025 04:45:26 GMT+0500 (Kazakhstan Time)", "2025-11-18T04:45:26+05:00"),
        ("18 November 2025 04:45:26 UTC", "2025-11-18T04:45:26+00:00"),
    ],
)
def test_the_zone_that_a_time_states_is_kept(text: str, expected: str) -> None:
    found = declared(text, ALMATY)
    assert found is not None
    assert found.zoned
    assert found.at.isoformat() == expected


@pytest.mark.parametrize("text", ["10:00-11:00, 5 мая 2025", "18 ноября 2025, 10:05, est"])
def test_a_span_and_a_word_are_no_zone(text: str) -> None:
    found = printed(text, ALMATY, VISIT)
    assert found is not None
    assert not found.zoned


@pytest.mark.parametrize(
    "text",
    ["1763440500", "1763440500.0", "1763440500000", "/Date(1763440500000)/", "/Date(1763440500)/"],
)
def test_seconds_and_milliseconds_since_1970_are_a_time(text: str) -> None:
    found = machine(text, ALMATY)
    assert found is not None
    assert found.at.isoformat() == "2025-11-18T04:35:00+00:00"


@pytest.mark.parametrize("text", ["6 января, 15.08", "Сегодня, 10:05", "17634405"])
def test_a_declared_time_needs_its_year(text: str) -> None:
    assert declared(text, ALMATY) is None


@pytest.mark.parametrize(
    "text", ["5 " + ", " * 5000 + "x", "5" + " " * 10_000 + "x", "10:10 +" * 2000, "5-" * 5000]
)
def test_hostile_lines_end(text: str) -> None:
    assert printed(text, ALMATY, VISIT) is None
