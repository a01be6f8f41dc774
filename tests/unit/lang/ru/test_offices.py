"""The table of offices: it knows the holder on the days of the table only, and adds no name that
the text does not have.
"""

import itertools
from datetime import UTC, date, datetime

from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.lang.ru.offices import holder
from baqylau.lang.ru.wordlists import wordlist

TEXT = "{} прибыл в Тараз. Глава государства сообщил, что построят две школы."


def speaker(text: str, year: int) -> str | None:
    source = Source(text, language="ru", published=datetime(year, 5, 3, tzinfo=UTC))
    return next(f.speaker_name for f in extract(source).facts if f.type == "quote")


def test_an_office_has_the_holder_of_the_day() -> None:
    assert holder("глава государства", date(2019, 3, 19)) != holder(
        "глава государства", date(2019, 3, 20)
    )
    assert holder("глава государства", date(1980, 1, 1)) is None
    assert holder("начальник станции", date(2025, 1, 1)) is None


def test_an_office_has_one_holder_at_a_time() -> None:
    for office in wordlist("offices")["office"]:
        times = sorted((h["since"], h.get("until", date.max)) for h in office["holders"])
        assert all(until <= since for (_, until), (since, _) in itertools.pairwise(times))


def test_the_named_holder_is_the_speaker() -> None:
    assert speaker(TEXT.format("Токаев"), 2025) == "Токаев"
    assert speaker(TEXT.format("Касым-Жомарт Токаев"), 2025) == "Касым-Жомарт Токаев"


def test_no_holder_is_guessed() -> None:
    assert speaker(TEXT.format("Поезд"), 2025) == "глава государства"
    assert speaker(TEXT.format("Сериков"), 2025) == "глава государства"
    assert speaker(TEXT.format("Токаев"), 2015) == "глава государства"
