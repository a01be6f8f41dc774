"""Calendar dates. Comes in: the groups of a matched date form and the day of printing. Goes out:
the days that it covers.

Every reading returns `(first and last day or None, grain, relative)`, or None where the words turn
out to be no date.
"""

from collections.abc import Callable
from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, PrintedDay
from baqylau.facts.grammar.dates.grammar import Groups
from baqylau.facts.grammar.periods import Days

Reading = Callable[[Groups, PrintedDay], DateReading]


def _days(g: Groups, day: PrintedDay) -> DateReading:
    """`с 28 ноября по 2 декабря`, `10–12 марта`; without a year the nearest fitting one."""
    month = g.month()
    return _two_days(g, day, g.month("from_month") if g.get("from_month") else month, month)


def _digit_days(g: Groups, day: PrintedDay) -> DateReading:
    """`с 01.12 по 15.12`, `с 20.12 по 10.01.2027`."""
    return _two_days(g, day, int(g["from_number"]), int(g["number"]))


def _two_days(g: Groups, day: PrintedDay, first_month: int, month: int) -> DateReading:
    if not (1 <= first_month <= 12 and 1 <= month <= 12):
        return None
    year = g.near_year(day, month)
    if year is None:
        return None, "range", False
    if day.today and not g.names_year() and first_month <= day.today.month <= month:
        # "с 10 ноября по 10 декабря приём открыт", printed in November
        year = day.today.year if first_month < month else year
    first = periods.day(year - (first_month > month), first_month, g.number("day") or 0)
    last = periods.day(year, month, g.number("last") or 0)
    return ((first, last), "range", g.relative()) if first and last and first < last else None


def _between_days(g: Groups, _day: PrintedDay) -> DateReading:
    """`с 5 мая 2023 года по 2 июня 2024 года`"""
    first = periods.day(int(g["from_year"]), g.month("from_month"), g.number("day") or 0)
    last = periods.day(int(g["year"]), g.month(), g.number("last") or 0)
    return ((first, last), "range", False) if first and last and first < last else None


def _between_months(g: Groups, _day: PrintedDay) -> DateReading:
    """`с августа 2024 года по февраль 2025-го`"""
    first = date(int(g["from_year"]), g.month("from_month"), 1)
    last = periods.month(int(g["year"]), g.month())[1]
    return ((first, last), "range", False) if first < last else None


def _one_day(g: Groups, day: PrintedDay) -> DateReading:
    """`10 ноября`, `двадцать первое марта`, `March 12`"""
    month = g.month()
    number = g.shift("day_word", "day_words") if g.get("day_word") else g.number("day")
    if not number or not 1 <= number <= 31:
        return None
    if g.names_year() or day.today is None:
        year = g.year(day)
        if year is None:
            return None, "day", g.relative()
        found = periods.day(year, month, number)
    else:
        found = periods.nearest_day(day.today, month, number, day.ahead, day.past)
    return ((found, found), "day", g.relative()) if found else None


def _digits(g: Groups, _day: PrintedDay) -> DateReading:
    found = periods.day(g.number("year") or 0, int(g["number"]), g.number("day") or 0)
    return ((found, found), "day", False) if found else None


def _day_alone(g: Groups, day: PrintedDay) -> DateReading:
    """`10-ы күні`: a day of this month, the month before or the month after, in the direction in
    which the sentence looks.
    """
    number = g.number("day") or 0
    if day.today is None:
        return None, "day", False
    behind, ahead = number > day.today.day, number < day.today.day
    moved = -1 if day.past and behind else 1 if day.ahead and ahead else 0
    first = periods.month_of(day.today, moved)[0]
    found = periods.day(first.year, first.month, number)
    return ((found, found), "day", False) if found else None


def _months(g: Groups, day: PrintedDay) -> DateReading:
    first, last = g.month("from_month"), g.month()
    year = g.near_year(day, last)
    if year is None:
        return None, "range", False
    days = date(year - (first > last), first, 1), periods.month(year, last)[1]
    return days, "range", g.relative()


def _month(g: Groups, day: PrintedDay) -> DateReading:
    year = g.near_year(day, g.month())
    return (periods.month(year, g.month()) if year else None), "month", g.relative()


def _month_part(g: Groups, day: PrintedDay) -> Days | None:
    year = g.near_year(day, g.month())
    return periods.month(year, g.month()) if year else None


def _month_edge(g: Groups, day: PrintedDay) -> DateReading:
    """`в начале ноября` its first day, `к концу ноября` its last, `в середине` the fifteenth."""
    whole = _month_part(g, day)
    if whole is None:
        return None, "vague", g.relative()
    return _edge(g, day, whole)


def _edge(g: Groups, day: PrintedDay, whole: Days, relative: bool | None = None) -> DateReading:
    """One edge of a period, or the time from its first day to today (`с начала ноября`)."""
    relative = g.relative() if relative is None else relative
    if g.since() and day.today and whole[0] <= day.today <= whole[1]:
        return (whole[0], day.today), "range", relative
    return g.edge(whole), "day", relative


def _month_decade(g: Groups, day: PrintedDay) -> DateReading:
    """`в первой декаде ноября`: ten days."""
    whole = _month_part(g, day)
    if whole is None:
        return None, "vague", g.relative()
    days = periods.decade_of_month(*whole, g.shift("ordinal", "ordinals"))
    return days, "range", g.relative()


def _month_half(g: Groups, day: PrintedDay) -> DateReading:
    """`в первой половине ноября`: to the fifteenth, or from the sixteenth."""
    whole, number = _month_part(g, day), g.shift("ordinal", "ordinals")
    if whole is None or number > _HALVES:
        return None, "vague", g.relative()
    fifteenth = whole[0].replace(day=15)
    first = (whole[0], fifteenth)
    days = first if number == 1 else (fifteenth + timedelta(days=1), whole[1])
    return days, "range", g.relative()


_HALVES = 2


def _quarter(g: Groups, day: PrintedDay) -> DateReading:
    number = g.shift("ordinal", "ordinals")
    year = g.near_year(day, 3 * number - 2, 3)
    return (periods.quarter(year, number) if year else None), "quarter", g.relative()


def _quarters(g: Groups, day: PrintedDay) -> DateReading:
    first, last = g.shift("ordinal", "ordinals"), g.shift("last_ordinal", "ordinals")
    year = g.year(day)
    if first >= last or year is None:
        return None
    days = periods.quarter(year, first)[0], periods.quarter(year, last)[1]
    return days, "range", g.relative()


def _half(g: Groups, day: PrintedDay) -> DateReading:
    number = g.shift("ordinal", "ordinals")
    if number > _HALVES:
        return None
    year = g.near_year(day, 6 * number - 5, 6)
    return (periods.half(year, number) if year else None), "range", not g.get("year")


def _part_edge(g: Groups, day: PrintedDay) -> DateReading:
    """`к концу второго квартала`, `в начале первого полугодия`"""
    whole = (_quarter if g.unit() == "quarter" else _half)(g, day)
    if whole is None or whole[0] is None:
        return None, "vague", g.relative()
    return g.edge(whole[0]), "day", g.relative()


def _first_months(g: Groups, day: PrintedDay) -> DateReading:
    """`2025 жылдың 9 айында`, `the first three quarters of 2025`: the first months of the year."""
    count, year = g.number("count"), g.year(day)
    if count is not None and g.get("quarters"):
        count *= 3
    if count is None or not 1 <= count <= 12:
        return None
    if year is None:
        return None, "range", True
    if day.today and not g.names_year() and count > day.today.month:
        year -= 1  # "за девять месяцев" printed in February means last year
    return (date(year, 1, 1), periods.month(year, count)[1]), "range", not g.get("year")


def _whole_year(g: Groups, day: PrintedDay) -> DateReading:
    year = g.year(day)
    return (periods.year(year) if year else None), "year", not g.get("year")


def _short_year(g: Groups, _day: PrintedDay) -> DateReading:
    """`91-інші жылы`: a year of the last century."""
    number = g.number("short")
    return (periods.year(1900 + number), "year", False) if number else None


def _years(g: Groups, _day: PrintedDay) -> DateReading:
    first = g.number("year") or 0
    last = periods.full_year(first, g["last_year"])
    return ((date(first, 1, 1), date(last, 12, 31)), "range", False) if first < last else None


def _school_year(g: Groups, day: PrintedDay) -> DateReading:
    """From the first of September to the end of May."""
    year, last = g.year(day), g.get("last_year")
    if year is None:
        return None, "range", True
    if last and periods.full_year(year, last) != year + 1:
        return None
    if not g.get("year") and day.today and day.today.month < 7:
        year -= 1  # in spring the present school year began last autumn
    return (date(year, 9, 1), date(year + 1, 5, 31)), "range", not g.get("year")


def _heating_season(g: Groups, day: PrintedDay) -> DateReading:
    """Boilers in most of the country run from mid-October to mid-April."""
    year = g.year(day)
    return ((date(year, 10, 15), date(year + 1, 4, 15)) if year else None), "range", False


def _decade(g: Groups, _day: PrintedDay) -> DateReading:
    """`1990-х`, `90-е`; which century two digits mean is a choice of the language."""
    first = int(g["decade"])
    if first < 100:
        first += 2000 if first < g.grammar.tables.dates["decades"]["of_this_century"] else 1900
    days = date(first, 1, 1), date(first + 9, 12, 31)
    return (days, "range", False) if 1800 <= first <= 2090 else None


def _decade_word(g: Groups, _day: PrintedDay) -> DateReading:
    year = g.shift("decade_word", "decade_words")
    return (date(year, 1, 1), date(year + 9, 12, 31)), "range", False


def _century(g: Groups, _day: PrintedDay) -> DateReading:
    number = periods.roman(g["century"].upper().translate(_LATIN))
    if not number or not 1 <= number <= _LAST_CENTURY:
        return None
    return (date(100 * number - 99, 1, 1), date(100 * number, 12, 31)), "range", False


_LATIN = str.maketrans("ІХ", "IX")
"""Kazakh editors write Roman numerals with the letters of the Kazakh keyboard."""
_LAST_CENTURY = 22


def _year_edge(g: Groups, day: PrintedDay) -> DateReading:
    """`к концу года` is its last day, `с начала года` reaches to today."""
    year = g.year(day)
    if year is None:
        return None, "vague", True
    return _edge(g, day, periods.year(year), not g.get("year"))


def _season(g: Groups, day: PrintedDay) -> DateReading:
    first = g.shift("season", "seasons", otherwise=_WINTER)
    year = g.near_year(day, first, 3)
    return (periods.season(year, first) if year else None), "range", not g.get("year")


_WINTER = 12

CALENDAR: dict[str, Reading] = {
    "days": _days, "digit_days": _digit_days, "between_days": _between_days,
    "between_months": _between_months, "day": _one_day, "digits": _digits,
    "day_alone": _day_alone, "months": _months, "month": _month, "month_edge": _month_edge,
    "month_decade": _month_decade, "month_half": _month_half, "quarter": _quarter,
    "quarters": _quarters, "half": _half, "part_edge": _part_edge, "first_months": _first_months,
    "year": _whole_year, "short_year": _short_year, "years": _years, "school_year": _school_year,
    "heating_season": _heating_season, "decade": _decade, "decade_word": _decade_word,
    "century": _century, "year_edge": _year_edge, "season": _season,
}  # fmt: skip
