"""Dates that depend on the day of printing: "вчера", "өткен аптада", "two years ago", "до конца
месяца".

Comes in and goes out: as in `calendar`.
"""

from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, PrintedDay
from baqylau.facts.grammar.dates.calendar import Reading
from baqylau.facts.grammar.dates.grammar import Groups
from baqylau.facts.grammar.periods import Days


def away(today: date, unit: str, shift: int) -> DateReading:
    """The year, month, week, quarter or day that is `shift` units away from today."""
    if unit == "year":
        number = today.year + shift
        return (periods.year(number) if 0 < number < _LAST_YEAR else None), "year", True
    if unit == "half":
        return periods.month_of(today, 6 * shift), "month", True
    if unit == "quarter":
        return around(today, unit, shift), "quarter", True
    if unit == "month":
        return periods.month_of(today, shift), "month", True
    if unit == "week":
        return periods.week_of(today, shift), "week", True
    if unit != "day" or abs(shift) > _MOST_DAYS:
        return None, "vague", True
    found = today + timedelta(days=shift)
    return (found, found), "day", True


_LAST_YEAR, _MOST_DAYS = 9999, 9999


def around(today: date, unit: str, shift: int) -> Days | None:
    """The month, week, quarter, half-year or year that contains today, moved by `shift` such
    periods; None for another unit.
    """
    if unit == "month":
        return periods.month_of(today, shift)
    if unit == "week":
        return periods.week_of(today, shift)
    if unit == "quarter":
        at = today.year * 4 + (today.month - 1) // 3 + shift
        return periods.quarter(at // 4, at % 4 + 1)
    if unit == "half":
        return periods.half(today.year, 1 + (today.month > 6))
    return periods.year(today.year + shift) if unit == "year" else None


def lately(today: date, unit: str, count: int) -> DateReading:
    """`за последние три года`: from the day that long ago to today."""
    if unit in ("year", "decade"):
        years = today.year - count * (10 if unit == "decade" else 1)
        if years < 1:
            return None, "vague", True
        start = periods.day(years, today.month, today.day) or date(years, 3, 1)
        return (start, today), "range", True
    if unit in ("month", "half", "quarter"):
        months = {"month": 1, "quarter": 3, "half": 6}[unit] * count
        first = periods.month_of(today, -months)[0]
        return (min(first.replace(day=min(today.day, 28)), today), today), "range", True
    if unit == "week":
        return (today - timedelta(weeks=count), today), "week" if count == 1 else "range", True
    return (today - timedelta(days=count), today), "range", True


def _period(g: Groups, day: PrintedDay) -> DateReading:
    """`на прошлой неделе`, `келесі тоқсанда`; a unit that is none of the calendar is vague."""
    if day.today is None:
        unit = g.unit()
        return None, "week" if unit == "week" else "month" if unit == "month" else "vague", True
    return away(day.today, g.unit(), g.moved())


def _unit_edge(g: Groups, day: PrintedDay) -> DateReading:
    """`до конца месяца`, `с начала недели`, `к концу лета`"""
    if day.today is None:
        return None, "vague", True
    if g.get("season"):
        first = g.shift("season", "seasons")
        year = day.today.year - (first == _WINTER and day.today.month < 6) + g.moved()
        whole: Days | None = periods.season(year, first)
    else:
        whole = around(day.today, g.unit(), g.moved())
    if whole is None:
        return None, "vague", True
    if g.since() and whole[0] <= day.today:
        return (whole[0], day.today), "range", True
    return g.edge(whole), "day", True


_WINTER = 12


def _count(g: Groups) -> int | None:
    """None for "несколько" and for "бес-алты"; one where no count stands ("год назад")."""
    if g.get("more"):
        return None
    return g.number("count") if g.get("count") else 1


def _ago(g: Groups, day: PrintedDay) -> DateReading:
    count = _count(g)
    if day.today is None or count is None:
        return None, "vague", True
    return away(day.today, g.unit(), -count)


def _hence(g: Groups, day: PrintedDay) -> DateReading:
    count = _count(g)
    if day.today is None or count is None:
        return None, "vague", True
    return away(day.today, g.unit(), count)


def _later(g: Groups, day: PrintedDay) -> DateReading:
    """`екі аптадан кейін`, only in a sentence about the future; in a sentence about the past it
    counts from another day.
    """
    return _hence(g, day) if day.ahead and _count(g) is not None else None


def _last(g: Groups, day: PrintedDay) -> DateReading:
    """`за последние три года`; without a count only one such period has days ("последние годы" has
    none), and `за минувший месяц` is the month before.
    """
    count, alone = _count(g), not g.get("count")
    if day.today is None or count is None or (alone and g.get("many")):
        return None, "vague", True
    if alone and g.get("over"):
        return away(day.today, g.unit(), -1)
    return lately(day.today, g.unit(), count)


def _next(_groups: Groups, _day: PrintedDay) -> DateReading:
    return None, "range", True


def _vague(_groups: Groups, _day: PrintedDay) -> DateReading:
    return None, "vague", True


def _new_year(g: Groups, day: PrintedDay) -> DateReading:
    """`к Новому году`: the next first of January; in small letters it means any new year and has no
    date.
    """
    if not g["capital"].isupper():
        return None
    first = date(day.today.year + 1, 1, 1) if day.today else None
    return ((first, first) if first else None), "day", True


def _weekend(g: Groups, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "range", True
    moved = g.moved()
    ahead = moved > 0 or (moved == 0 and (day.ahead or bool(g.get("next"))))
    saturday = periods.weekday(day.today, 6, ahead)
    return (saturday, saturday + timedelta(days=1)), "range", True


def _weekday(g: Groups, day: PrintedDay) -> DateReading:
    number, moved = g.shift("weekday", "weekdays"), g.moved()
    if day.today is None:
        return None, "day", True
    if g.get("week"):  # "өткен аптаның жұмасы"
        found = periods.week_of(day.today, moved)[0] + timedelta(days=number - 1)
        return (found, found), "day", True
    ahead = moved > 0 or bool(g.get("next")) or (moved == 0 and day.ahead)
    found = periods.weekday(day.today, number, ahead)
    if moved < 0 and found == day.today:
        found -= timedelta(weeks=1)
    return (found, found), "day", True


def _weekdays(g: Groups, day: PrintedDay) -> DateReading:
    """`с понедельника по пятницу`: the days belong to the week that the words point at (this, last
    or next).
    """
    if day.today is None:
        return None, "range", True
    number, last = g.shift("weekday", "weekdays"), g.shift("last_weekday", "weekdays")
    first = periods.weekday(day.today, number, day.ahead)
    return (first, first + timedelta(days=(last - number) % 7)), "range", True


_SAME: dict[str, periods.Grain] = {"day": "day", "month": "month", "year": "year"}


def _same(g: Groups, _day: PrintedDay) -> DateReading:
    """`в тот же день`: its days come from the date before it (`context`)."""
    return None, _SAME.get(g.unit(), "day"), True


def _which_season(g: Groups, day: PrintedDay) -> DateReading:
    if day.today is None:
        return None, "range", True
    first = g.shift("season", "seasons")
    year = day.today.year - (first == _WINTER and day.today.month < 9)
    return periods.season(year + g.moved(), first), "range", True


def _word(g: Groups, day: PrintedDay) -> DateReading:
    """`вчера`, `бүгін`, `tomorrow`. `Сегодня Казахстан и Россия реализуют`: the word means nowadays
    and no day; a time beside it (`сегодня в 05:51`) makes it a day.
    """
    doubtful = g["word"].lower() in g.grammar.tables.dates["nowadays"]["words"]
    after = g.match.string[g.match.end() : g.match.end() + 40].lower().lstrip(" ,")
    if doubtful and after.startswith(tuple(g.grammar.tables.dates["nowadays"]["after"])):
        return None, "vague", True
    if day.today is None:
        return None, "vague" if doubtful else "day", True
    found = day.today + timedelta(days=g.shift("word", "days"))
    return (found, found), "day", True


def _same_period(g: Groups, day: PrintedDay) -> DateReading:
    """`өткен жылдың сәйкес кезеңі`: from the first of January to the day of printing, that many
    years before or after.
    """
    year = g.year(day)
    if year is None or day.today is None:
        return None, "range", True
    last = periods.day(year, day.today.month, day.today.day) or date(year, 2, 28)
    return (date(year, 1, 1), last), "range", True


RELATIVE: dict[str, Reading] = {
    "period": _period, "unit_edge": _unit_edge, "ago": _ago, "earlier": _ago, "hence": _hence,
    "later": _later, "last": _last, "next": _next, "vague": _vague, "new_year": _new_year,
    "weekend": _weekend, "weekday": _weekday, "weekdays": _weekdays, "same": _same,
    "which_season": _which_season, "word": _word, "same_period": _same_period,
}  # fmt: skip
