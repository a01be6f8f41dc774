"""The table of offices names nobody whom the text does not."""

from datetime import UTC, date, datetime

import pytest

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.lang.kk.offices import holder

TEXT = "{} Таразға келді. Мемлекет басшысы екі мектеп салынатынын айтты."


@pytest.mark.parametrize(
    ("who", "year", "speaker"),
    [
        ("Қасым-Жомарт Тоқаев", 2025, "Қасым-Жомарт Тоқаев"),
        ("Пойыз", 2025, "мемлекет басшысы"),
        ("Қасым-Жомарт Тоқаев", 2015, "мемлекет басшысы"),
    ],
)
def test_the_named_holder_of_the_day_is_the_speaker(who: str, year: int, speaker: str) -> None:
    source = Source(TEXT.format(who), language="kk", published=datetime(year, 5, 3, tzinfo=UTC))
    found = [f.speaker_name for f in extract(source).facts if f.type == "quote"]
    assert found == [speaker]


def test_an_unknown_day_has_no_holder() -> None:
    assert holder("мемлекет басшысы", date(1980, 1, 1)) is None
