"""Kazakh dates that depend on the day of printing: "өткен аптада", "үш жыл бұрын", "жыл басынан
бері", "кеше".

Comes in and goes out: as in `date_readings`.
"""

from collections.abc import Callable
from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, Match, PrintedDay, group
from baqylau.facts.kk.dates.groups import count_of, edge, moved, near_year, year_of
from baqylau.lang.kk.date_forms import shift


def _same_period(match: Match, day: PrintedDay) -> DateReading:
    """`өткен жылдың сәйкес кезеңі`: from the first of January to the day of printing, that many
    years before or after.
    """
    year = year_of(match, day)
    if year is None or day.today is None:
        return None, "range", True
    return (
        (date(year, 1, 1), periods.day(year, day.today.month, day.today.day) or date(year, 2, 28)),
        "range",
        True,
    )


def _so_far(match: Match, day: PrintedDay) -> DateReading:
    """`жыл басынан бері`: to the day of printing, or to the end of the year where the
    year is over.
    """
    year = year_of(match, day)
    if year is None or day.today is None:
        return None, "range", True
    first, last = periods.year(year)
    since = match[0].endswith(("бері", "бастап")) and first <= day.today
    return (
        ((first, min(last, day.today)), "range", True)
        if since
        else ((first, first), "day", not group(match, "year"))
    )


def _year_edge(match: Match, day: PrintedDay) -> DateReading:
    year = year_of(match, day)
    return (
        (edge(match["edge"], *periods.year(year)) if year else None),
        "day",
        not group(match, "year"),
    )


def _now_edge(match: Match, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "day", True
    around = periods.month_of if match["unit"].lower() == "ай" else periods.week_of
    return edge(match["edge"], *around(day.today, moved(match))), "day", True


def _ago(match: Match, day: PrintedDay) -> DateReading:
    count = count_of(match)
    if count is None or day.today is None or count > day.today.year - 1:
        return None, "vague", True
    return _away(day.today, match["unit"].lower(), -count)


def _later(match: Match, day: PrintedDay) -> DateReading:
    """`екі аптадан кейін`, only in a sentence about the future; in a sentence about the past it
    counts from another day.
    """
    count = count_of(match)
    if not day.ahead or count is None or day.today is None or count > _FAR_YEARS:
        return None
    return _away(day.today, match["unit"].lower(), count)


_FAR_YEARS = 1000


def _away(today: date, unit: str, shift: int) -> DateReading:
    """The year, month, week or day that is `shift` units away from today."""
    if unit == "жыл":
        return periods.year(today.year + shift), "year", True
    if unit == "ай":
        return periods.month_of(today, shift), "month", True
    if unit == "апта":
        return periods.week_of(today, shift), "week", True
    found = today + timedelta(days=shift)
    return (found, found), "day", True


def _lately(match: Match, day: PrintedDay) -> DateReading:
    """`соңғы үш жылда`: from the day that long ago to the day of printing."""
    count, unit = count_of(match), match["unit"].lower()
    if count is None or day.today is None or count > day.today.year - 1:
        return None, "vague", True
    if unit == "жыл":
        first = periods.day(day.today.year - count, day.today.month, day.today.day) or date(
            day.today.year - count, 3, 1
        )
    elif unit == "ай":
        first = periods.month_of(day.today, -count)[0].replace(day=min(day.today.day, 28))
    else:
        first = day.today - timedelta(days=count * (7 if unit == "апта" else 1))
    return (first, day.today), "range", True


def _vague(_match: Match, _day: PrintedDay) -> DateReading:
    return None, "vague", True


def _season(match: Match, day: PrintedDay) -> DateReading:
    first = shift(match["season"], "seasons")
    year = near_year(match, day, first, 1 if first == 12 else 3)
    return (periods.season(year, first) if year else None), "range", True


def _period(match: Match, day: PrintedDay) -> DateReading:
    """`өткен аптада`, `келесі тоқсанда`; a `маусым` behind such a word is a season of sport or of
    flu.
    """
    unit = match["unit"].lower()
    if unit == "маусым" or day.today is None:
        return None, "vague", True
    if unit != "тоқсан":
        return _away(day.today, unit, moved(match))
    at = day.today.year * 4 + (day.today.month - 1) // 3 + moved(match)
    return periods.quarter(at // 4, at % 4 + 1), "quarter", True


def _weekday(match: Match, day: PrintedDay) -> DateReading:
    """A weekday needs a word beside it, or a case ending for "when": `жұма күні`, `сенбіде`, `өткен
    жұмада`.
    """
    which = group(match, "which")
    if not (which or group(match, "on") or match[0].lower().endswith(("де", "да"))):
        return None
    if day.today is None:
        return None, "day", True
    ahead = shift(which, "which") > 0 if which else day.ahead
    number = shift(match["weekday"], "weekdays")
    if which and "апта" in match[0].lower():
        found = periods.week_of(day.today, shift(which, "which"))[0] + timedelta(days=number - 1)
        return (found, found), "day", True
    found = periods.weekday(day.today, number, ahead)
    if which and shift(which, "which") < 0 and found == day.today:
        found -= timedelta(days=7)
    return (found, found), "day", True


def _word(match: Match, day: PrintedDay) -> DateReading:
    found = day.today + timedelta(days=shift(match["word"], "words")) if day.today else None
    return ((found, found) if found else None), "day", True


RELATIVE: dict[str, Callable[[Match, PrintedDay], DateReading]] = {
    "same_period": _same_period,
    "so_far": _so_far,
    "year_edge": _year_edge,
    "now_edge": _now_edge,
    "ago": _ago,
    "later": _later,
    "lately": _lately,
    "vague": _vague,
    "season": _season,
    "period": _period,
    "weekday": _weekday,
    "word": _word,
}
