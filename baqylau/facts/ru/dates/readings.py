"""Calendar dates. Comes in: a matched date form and the day of printing. Goes out: the days that it
covers.

Every reading returns `(first and last day or None, grain, relative)`, or None where the words turn
out to be no date.
"""

from collections.abc import Callable
from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, Match, PrintedDay, group
from baqylau.facts.ru.dates import period_words
from baqylau.facts.ru.dates.groups import (
    edge,
    names_year,
    relative,
    year_of,
    year_of_month,
)
from baqylau.lang.ru.date_forms import month_number, shift


def _days(match: Match, day: PrintedDay) -> DateReading:
    """`с 28 ноября по 2 декабря`, `10–12 марта`; without a year the nearest fitting one."""
    month = month_number(match["month"])
    first_month = month_number(match["from_month"]) if group(match, "from_month") else month
    year = year_of_month(match, day, month)
    if year is None:
        return None, "range", False
    if day.today and not names_year(match) and _includes_month(day.today, first_month, month):
        year = day.today.year  # "с 10 ноября по 10 декабря приём открыт", printed in November
    first = periods.day(year - (first_month > month), first_month, int(match["day"]))
    last = periods.day(year, month, int(match["last"]))
    return ((first, last), "range", relative(match)) if first and last and first < last else None


def _includes_month(today: date, first_month: int, month: int) -> bool:
    return first_month < month and first_month <= today.month <= month


def _between_days(match: Match, _day: PrintedDay) -> DateReading:
    first = periods.day(
        int(match["from_year"]), month_number(match["from_month"]), int(match["day"])
    )
    last = periods.day(int(match["year"]), month_number(match["month"]), int(match["last"]))
    return ((first, last), "range", False) if first and last and first < last else None


def _between_months(match: Match, _day: PrintedDay) -> DateReading:
    """`с августа 2024 года по февраль 2025-го`"""
    first = date(int(match["from_year"]), month_number(match["from_month"]), 1)
    last = periods.month(int(match["year"]), month_number(match["month"]))[1]
    return ((first, last), "range", False) if first < last else None


def _one_day(match: Match, day: PrintedDay) -> DateReading:
    month = month_number(match["month"])
    word = group(match, "day_word")
    number = shift(word, "day_words") if word else int(match["day"])
    if not 1 <= number <= 31:
        return None
    year = year_of(match, day)
    if year is None or day.today is None or names_year(match):
        found = periods.day(year, month, number) if year else None
        return (
            (((found, found) if found else None), "day", relative(match))
            if found or year is None
            else None
        )
    found = periods.nearest_day(day.today, month, number, day.ahead, day.past)
    return ((found, found), "day", False) if found else None


def _digits(match: Match, _day: PrintedDay) -> DateReading:
    found = periods.day(int(match["year"]), int(match["number"]), int(match["day"]))
    return ((found, found), "day", False) if found else None


def _digit_days(match: Match, day: PrintedDay) -> DateReading:
    """`с 01.12 по 15.12`, `с 20.12 по 10.01.2027`: without a year the nearest fitting one."""
    first_month, month = int(match["from_number"]), int(match["number"])
    if not (1 <= first_month <= 12 and 1 <= month <= 12):
        return None
    year = year_of_month(match, day, month)
    if year is None:
        return None, "range", False
    if day.today and not names_year(match) and _includes_month(day.today, first_month, month):
        year = day.today.year
    first = periods.day(year - (first_month > month), first_month, int(match["day"]))
    last = periods.day(year, month, int(match["last"]))
    return ((first, last), "range", False) if first and last and first < last else None


def _months(match: Match, day: PrintedDay) -> DateReading:
    first, last = month_number(match["from_month"]), month_number(match["month"])
    year = year_of_month(match, day, last)
    if year is None:
        return None, "range", False
    return (
        (date(year - (first > last), first, 1), periods.month(year, last)[1]),
        "range",
        relative(match),
    )


def _month(match: Match, day: PrintedDay) -> DateReading:
    """A month; with a capital letter inside a sentence it is a woman's name (Мая, Марта) and no
    date.
    """
    if not names_year(match) and match["month"][0].isupper():
        return None
    month = month_number(match["month"])
    year = year_of_month(match, day, month)
    return (periods.month(year, month) if year else None), "month", relative(match)


def _month_edge(match: Match, day: PrintedDay) -> DateReading:
    """`в начале ноября` its first day, `к концу ноября` its last, `в середине` the fifteenth,
    decades and halves their days.
    """
    month = month_number(match["month"])
    year = year_of_month(match, day, month)
    if year is None:
        return None, "vague", relative(match)
    first, last = periods.month(year, month)
    if group(match, "ordinal"):
        return (
            periods.decade_of_month(first, last, shift(match["ordinal"], "ordinals")),
            "range",
            relative(match),
        )
    low = match[0].lower()
    if "половин" in low:
        middle = first.replace(day=15)
        return (
            ((first, middle) if "перв" in low else (middle + timedelta(days=1), last)),
            "range",
            relative(match),
        )
    if "числ" in low or "дн" in low:
        return None, "vague", relative(match)
    if low.startswith("с ") and "нач" in low and day.today and first < day.today <= last:
        return (first, day.today), "range", relative(match)
    return edge(match["edge"], first, last, first.replace(day=15)), "day", relative(match)


def _quarter(match: Match, day: PrintedDay) -> DateReading:
    number = shift(match["ordinal"], "ordinals")
    year = year_of(match, day)
    if year and day.today and not names_year(match):
        year = periods.nearest_year(day.today, 3 * number - 2, day.ahead, day.past, span=3)
    return (periods.quarter(year, number) if year else None), "quarter", relative(match)


def _quarters(match: Match, day: PrintedDay) -> DateReading:
    first, last, year = (
        shift(match["ordinal"], "ordinals"),
        shift(match["last_ordinal"], "ordinals"),
        year_of(match, day),
    )
    if first >= last or year is None:
        return None
    return (
        (periods.quarter(year, first)[0], periods.quarter(year, last)[1]),
        "range",
        relative(match),
    )


def _half(match: Match, day: PrintedDay) -> DateReading:
    number, year = shift(match["ordinal"], "ordinals"), year_of(match, day)
    if number > 2:
        return None
    relative = not group(match, "year")
    if year and day.today and not names_year(match):
        year = periods.nearest_year(day.today, 6 * number - 5, day.ahead, day.past, span=6)
    return (periods.half(year, number) if year else None), "range", relative


def _part_edge(match: Match, day: PrintedDay) -> DateReading:
    whole = _quarter(match, day) if "квартал" in match[0].lower() else _half(match, day)
    if whole is None or whole[0] is None:
        return None, "vague", relative(match)
    first, last = whole[0]
    return edge(match["edge"], first, last, first + (last - first) // 2), "day", relative(match)


def _first_months(match: Match, day: PrintedDay) -> DateReading:
    count, year = period_words.small_number(match["count"]), year_of(match, day)
    if count is None or not 2 <= count <= 12:
        return None
    if year is None:
        return None, "range", True
    if day.today and not names_year(match) and count > day.today.month:
        year -= 1  # "за девять месяцев" printed in February means last year
    return (date(year, 1, 1), periods.month(year, count)[1]), "range", not group(match, "year")


def _years(match: Match, _day: PrintedDay) -> DateReading:
    first, last = int(match["year"]), periods.full_year(int(match["year"]), match["last_year"])
    return ((date(first, 1, 1), date(last, 12, 31)), "range", False) if first < last else None


def _school_year(match: Match, day: PrintedDay) -> DateReading:
    """From the first of September to the end of May."""
    year = year_of(match, day)
    if year is None:
        return None, "range", True
    if not group(match, "year") and day.today and day.today.month < 7:
        year -= 1  # in spring the present school year began last autumn
    return (date(year, 9, 1), date(year + 1, 5, 31)), "range", not group(match, "year")


def _heating_season(match: Match, day: PrintedDay) -> DateReading:
    """Boilers in most of the country run from mid-October to mid-April."""
    year = year_of(match, day)
    return ((date(year, 10, 15), date(year + 1, 4, 15)) if year else None), "range", False


def _decade(match: Match, _day: PrintedDay) -> DateReading:
    year = int(match["decade"])
    year += 1900 if year < 100 else 0
    return (
        ((date(year, 1, 1), date(year + 9, 12, 31)), "range", False)
        if 1800 <= year <= 2090
        else None
    )


def _decade_word(match: Match, _day: PrintedDay) -> DateReading:
    year = shift(match["decade_word"], "decade_words")
    return (date(year, 1, 1), date(year + 9, 12, 31)), "range", False


def _century(match: Match, _day: PrintedDay) -> DateReading:
    number = periods.roman(match["roman"])
    return (
        ((date(100 * number - 99, 1, 1), date(100 * number, 12, 31)), "range", False)
        if number and 1 <= number <= 21
        else None
    )


def _whole_year(match: Match, _day: PrintedDay) -> DateReading:
    return periods.year(int(match["year"])), "year", False


def _year_edge(match: Match, day: PrintedDay) -> DateReading:
    """`к концу года` is its last day, `с начала года` reaches to today."""
    year, relative = year_of(match, day), not group(match, "year")
    if year is None:
        return None, "vague", True
    if (
        match["edge"].lower().startswith("нач")
        and match[0].lower().startswith(("с ", "нач"))
        and day.today
        and day.today.year == year
    ):
        return (date(year, 1, 1), day.today), "range", relative
    return (
        edge(match["edge"], date(year, 1, 1), date(year, 12, 31), date(year, 7, 1)),
        "day",
        relative,
    )


def _season(match: Match, day: PrintedDay) -> DateReading:
    year, first = (
        year_of(match, day),
        shift(match["season"], "seasons") if group(match, "season") else 12,
    )
    if year is None:
        return None, "range", True
    if day.today and not names_year(match):
        year = periods.nearest_year(day.today, first, day.ahead, day.past, span=3)
    return periods.season(year, first), "range", not group(match, "year")


CALENDAR: dict[str, Callable[[Match, PrintedDay], DateReading]] = {
    "days": _days,
    "between_days": _between_days,
    "between_months": _between_months,
    "day": _one_day,
    "digits": _digits,
    "digit_days": _digit_days,
    "months": _months,
    "month": _month,
    "month_edge": _month_edge,
    "quarter": _quarter,
    "quarters": _quarters,
    "half": _half,
    "part_edge": _part_edge,
    "first_months": _first_months,
    "years": _years,
    "school_year": _school_year,
    "heating_season": _heating_season,
    "decade": _decade,
    "decade_word": _decade_word,
    "century": _century,
    "year": _whole_year,
    "year_edge": _year_edge,
    "season": _season,
}
