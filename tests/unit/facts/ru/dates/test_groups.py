"""The groups of a Russian date form: the year they name, and the first or last day of a period."""

import re
from datetime import date

import pytest

from baqylau.facts.grammar.date_types import PrintedDay
from baqylau.facts.ru.dates import groups as date_groups

TODAY = PrintedDay(date(2026, 3, 11), ahead=False, past=False)


def groups(**given: str | None) -> re.Match[str]:
    """A match with these groups, as a form gives one."""
    pattern = " ".join(rf"(?P<{name}>\S+)" for name in given)
    found = re.fullmatch(pattern, " ".join(x or "-" for x in given.values()))
    assert found
    return found


@pytest.mark.parametrize(
    ("given", "year"),
    [({"year": "2024"}, 2024), ({"which": "прошлого"}, 2025), ({"day": "5"}, 2026)],
)
def test_a_form_names_its_year_or_means_this_one(given: dict[str, str], year: int) -> None:
    assert date_groups.year_of(groups(**given), TODAY) == year
    assert date_groups.names_year(groups(**given)) is ("day" not in given)


def test_without_a_day_of_printing_there_is_no_year() -> None:
    assert date_groups.year_of(groups(day="5"), PrintedDay(None, ahead=False, past=False)) is None


@pytest.mark.parametrize(("word", "day"), [("начала", 1), ("середины", 15), ("конца", 31)])
def test_an_edge_is_one_day(word: str, day: int) -> None:
    first, middle, last = date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 31)
    assert date_groups.edge(word, first, last, middle) == (date(2026, 3, day),) * 2
