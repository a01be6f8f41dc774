"""Dates that depend on the day of printing: "вчера", "на прошлой неделе", "два года назад", "до
конца месяца".

As in `date_readings`: a matched form and the day of printing come in; `(days, grain, relative)` or
None goes out.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, Match, PrintedDay, group
from baqylau.facts.ru.dates import period_words
from baqylau.facts.ru.dates.groups import edge
from baqylau.lang.ru.date_forms import shift
from baqylau.lang.ru.wordlists import wordlist


def _which_year(match: Match, day: PrintedDay) -> DateReading:
    return (
        (periods.year(day.today.year + shift(match["which"], "which")) if day.today else None),
        "year",
        True,
    )


def _which_quarter(match: Match, day: PrintedDay) -> DateReading:
    if day.today is None or shift(match["which"], "which") == 0:
        return (
            (periods.quarter(day.today.year, (day.today.month + 2) // 3) if day.today else None),
            "quarter",
            True,
        )
    at = day.today.year * 4 + (day.today.month - 1) // 3 + shift(match["which"], "which")
    return periods.quarter(at // 4, at % 4 + 1), "quarter", True


def _which_month(match: Match, day: PrintedDay) -> DateReading:
    return (
        (periods.month_of(day.today, shift(match["which"], "which")) if day.today else None),
        "month",
        True,
    )


def _which_week(match: Match, day: PrintedDay) -> DateReading:
    return (
        (periods.week_of(day.today, shift(match["which"], "which")) if day.today else None),
        "week",
        True,
    )


def _unit_edge(match: Match, day: PrintedDay) -> DateReading:
    """`до конца месяца`, `с начала недели`, `к концу лета`"""
    if day.today is None:
        return None, "vague", True
    which = group(match, "which")
    whole = period_words.around(
        day.today, match["unit"].lower(), shift(which, "which") if which else 0
    )
    if whole is None:
        return None, "vague", True
    first, last = whole
    if (
        match["edge"].lower().startswith("нач")
        and match[0].lower().startswith("с ")
        and first <= day.today
    ):
        return (first, day.today), "range", True
    return edge(match["edge"], first, last, first + (last - first) // 2), "day", True


def _count(match: Match) -> int | None:
    word = group(match, "count")
    return period_words.small_number(word) if word else 1


def _ago(match: Match, day: PrintedDay) -> DateReading:
    count = _count(match)
    if day.today is None or count is None:
        return None, "vague", True
    return period_words.back(day.today, match["unit"].lower(), count)


def _hence(match: Match, day: PrintedDay) -> DateReading:
    count = _count(match)
    if day.today is None or count is None:
        return None, "vague", True
    return period_words.back(day.today, match["unit"].lower(), -count)


_ONE = ("неделю", "год", "месяц", "сутки", "день")


def _last(match: Match, day: PrintedDay) -> DateReading:
    count, unit = _count(match), match["unit"].lower()
    if day.today is None or count is None or (not group(match, "count") and unit not in _ONE):
        return None, "vague", True
    if not group(match, "count") and re.search("минувш|прошедш|истекш", match[0], re.IGNORECASE):
        return period_words.back(day.today, unit, 1)  # "за минувший месяц" is the month before
    return period_words.lately(day.today, unit, count)


def _next(_match: Match, _day: PrintedDay) -> DateReading:
    return None, "range", True


def _new_year(match: Match, day: PrintedDay) -> DateReading:
    """`к Новому году`: the next first of January; in small letters it means any new year and has no
    date.
    """
    if not match["capital"].isupper():
        return None
    first = date(day.today.year + 1, 1, 1) if day.today else None
    return ((first, first) if first else None), "day", True


def _vague(_match: Match, _day: PrintedDay) -> DateReading:
    return None, "vague", True


def _weekend(match: Match, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "range", True
    which = group(match, "which")
    ahead = day.ahead or "ближайш" in match[0].lower() or bool(which and shift(which, "which") > 0)
    saturday = periods.weekday(day.today, 6, ahead and not (which and shift(which, "which") < 0))
    return (saturday, saturday + timedelta(days=1)), "range", True


def _weekday(match: Match, day: PrintedDay) -> DateReading:
    number = shift(match["weekday"], "weekdays")
    if day.today is None:
        return None, "day", True
    which = group(match, "which")
    direction = shift(which, "which") if which else 0
    ahead = (
        direction > 0
        or bool(group(match, "next"))
        or (direction == 0 and (day.ahead or match[0].lower().startswith(("к ", "ко ", "до "))))
    )
    found = periods.weekday(day.today, number, ahead)
    if direction < 0 and found == day.today:
        found -= timedelta(weeks=1)
    return (found, found), "day", True


def _weekdays(match: Match, day: PrintedDay) -> DateReading:
    """`с понедельника по пятницу`: the days belong to the week that the words point at (this, last
    or next).
    """
    if day.today is None:
        return None, "range", True
    number, last = shift(match["weekday"], "weekdays"), shift(match["last_weekday"], "weekdays")
    first = periods.weekday(day.today, number, day.ahead)
    return (first, first + timedelta(days=(last - number) % 7)), "range", True


_SAME: dict[str, periods.Grain] = {"д": "day", "в": "day", "м": "month", "г": "year"}


def _same(match: Match, _day: PrintedDay) -> DateReading:
    """`в тот же день`: its days come from the date before it (`date_context`)."""
    return None, _SAME[match["unit"][0].lower()], True


def _which_season(match: Match, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "range", True
    first = shift(match["season"], "seasons")
    year = day.today.year - (first == 12 and day.today.month < 9)
    return periods.season(year + shift(match["which"], "which"), first), "range", True


def _word(match: Match, day: PrintedDay) -> DateReading:
    word = match["word"].lower()
    if word == "сегодня" and _nowadays(match):
        return None, "vague", True
    if day.today is None:
        return None, "vague" if word == "сегодня" else "day", True
    found = day.today + timedelta(days=int(wordlist("dates")["days"][word]))
    return (found, found), "day", True


def _nowadays(match: Match) -> bool:
    """`Сегодня Казахстан и Россия реализуют`: "сегодня" means nowadays and no day; a time beside it
    (`сегодня в 05:51`) makes it a day.
    """
    after = match.string[match.end() : match.end() + 40].lower().lstrip(" ,")
    return after.startswith(tuple(wordlist("dates")["nowadays"]["after"]))


_SHIFTS = {"вчер": -1, "сего": 0, "завт": 1}


def _today(match: Match, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "day", True
    found = day.today + timedelta(days=_SHIFTS[match["word"].lower()[:4]])
    return (found, found), "day", True


RELATIVE: dict[str, Callable[[Match, PrintedDay], DateReading]] = {
    "which_year": _which_year,
    "which_quarter": _which_quarter,
    "which_month": _which_month,
    "which_week": _which_week,
    "unit_edge": _unit_edge,
    "ago": _ago,
    "hence": _hence,
    "last": _last,
    "next": _next,
    "new_year": _new_year,
    "vague": _vague,
    "weekend": _weekend,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "same": _same,
    "which_season": _which_season,
    "word": _word,
    "today": _today,
}
