"""The groups of a date form: the year they name, the edge of a period, the counts and units."""

import re
from datetime import date

import pytest

from baqylau.facts.grammar.date_types import PrintedDay
from baqylau.facts.grammar.dates.grammar import DateGrammar, Groups, middle
from baqylau.facts.kk.dates import extractor as kk
from baqylau.facts.ru.dates import extractor as ru
from baqylau.lang.date_forms import DateForm

TODAY = PrintedDay(date(2026, 3, 11), ahead=False, past=False)
GRAMMARS: dict[str, DateGrammar] = {"ru": ru._grammar(), "kk": kk._grammar()}


def groups(language: str, **given: str) -> Groups:
    """A match with these groups, as a form gives one."""
    pattern = re.compile("\n".join(rf"(?P<{name}>[^\n]+)" for name in given))
    found = pattern.fullmatch("\n".join(given.values()))
    assert found
    return Groups(GRAMMARS[language], DateForm("test", pattern, "year"), found)


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [("kk", "2025", 2025), ("kk", "27-нші", 27), ("kk", "екі мың жиырмасыншы", 2020),
     ("kk", "бірнеше", None), ("ru", "пять", 5), ("ru", "двух", 2), ("ru", "двенадцать", 12),
     ("ru", "7", 7), ("ru", "полтора", None), ("ru", "несколько", None)],
)  # fmt: skip
def test_a_number_in_digits_or_words(language: str, written: str, number: int | None) -> None:
    assert groups(language, count=written).number("count") == number


@pytest.mark.parametrize(
    ("language", "given", "year", "named"),
    [
        ("ru", {"year": "2024"}, 2024, True),
        ("ru", {"which": "прошлого"}, 2025, True),
        ("ru", {"day": "5"}, 2026, False),
        ("kk", {"which": "өткен"}, 2025, True),
        ("kk", {"this": "былтыр"}, 2025, True),
    ],
)
def test_a_form_names_its_year_or_means_this_one(
    language: str, given: dict[str, str], year: int, named: bool
) -> None:
    found = groups(language, **given)
    assert found.year(TODAY) == year
    assert found.names_year() is named


def test_without_a_day_of_printing_there_is_no_year() -> None:
    assert groups("ru", day="5").year(PrintedDay(None, ahead=False, past=False)) is None


@pytest.mark.parametrize(
    ("language", "word", "day"),
    [("ru", "начала", 1), ("ru", "середины", 15), ("ru", "конца", 31), ("kk", "бас", 1),
     ("kk", "орта", 15), ("kk", "аяғ", 31)],
)  # fmt: skip
def test_an_edge_is_one_day(language: str, word: str, day: int) -> None:
    month = date(2026, 3, 1), date(2026, 3, 31)
    assert groups(language, edge=word).edge(month) == (date(2026, 3, day),) * 2


@pytest.mark.parametrize(
    ("first", "last", "day"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 15)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)),
        (date(2026, 3, 9), date(2026, 3, 15), date(2026, 3, 12)),
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 5, 16)),
    ],
)
def test_the_middle_of_a_period(first: date, last: date, day: date) -> None:
    assert middle((first, last)) == day
