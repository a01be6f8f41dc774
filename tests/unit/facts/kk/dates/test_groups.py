"""The groups of a Kazakh date form: the year they name, and the first or last day of a period."""

import re
from datetime import date

import pytest

from baqylau.facts.grammar.date_types import PrintedDay
from baqylau.facts.kk.dates import groups as date_groups

TODAY = PrintedDay(date(2026, 3, 11), ahead=False, past=False)


def groups(**given: str | None) -> re.Match[str]:
    """A match with these groups, as a form gives one."""
    pattern = " ".join(rf"(?P<{name}>\S+)" for name in given)
    found = re.fullmatch(pattern, " ".join(x or "-" for x in given.values()))
    assert found
    return found


@pytest.mark.parametrize(
    ("written", "number"), [("2025", 2025), ("27-нші", 27), ("екі мың жиырмасыншы", 2020)]
)
def test_the_ending_of_an_ordinal_is_removed(written: str, number: int) -> None:
    assert date_groups.figure(written) == number


@pytest.mark.parametrize(
    ("given", "year"), [({"year": "2024"}, 2024), ({"which": "өткен"}, 2025), ({"day": "5"}, 2026)]
)
def test_a_form_names_its_year_or_means_this_one(given: dict[str, str], year: int) -> None:
    assert date_groups.year_of(groups(**given), TODAY) == year


@pytest.mark.parametrize(("word", "day"), [("басы", 1), ("ортасы", 15), ("соңы", 31)])
def test_an_edge_is_one_day(word: str, day: int) -> None:
    assert date_groups.edge(word, date(2026, 3, 1), date(2026, 3, 31)) == (date(2026, 3, day),) * 2
