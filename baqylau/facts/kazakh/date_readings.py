"""Kazakh dates read: a matched form and the day of printing come in, the days it covers go out.

Every reading gives `(first and last day or None, grain, relative)`, or None where the words are no date after all.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from baqylau.facts import periods
from baqylau.facts.amounts.numbers import numbers
from baqylau.facts.dated import Day, Match, Reading, group
from baqylau.facts.periods import Days
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.date_forms import month_number, shift
from baqylau.lang.kk.wordlists import wordlist

_TH = re.compile(r"н?ш[ыі]$")


def _figure(written: str) -> int:
    """`2025`, `27-нші`, `екі мың жиырмасыншы`: the number without what makes an ordinal of it."""
    digits = re.match(r"\d+", written)
    if digits:
        return int(digits[0])
    bare = _TH.sub("", written.lower())
    for stem in (bare, bare[:-1]):  # алтыншы: алты; оныншы: он
        found = numbers(stem, number_words())
        if found and found[0].end == len(stem):
            return int(found[0].value or 0)
    return 0


def _year(match: Match, day: Day) -> int | None:
    """The year a form names, by number or by "өткен жылғы"; this year where it names none."""
    if group(match, "year"):
        return _figure(match["year"])
    return None if day.today is None else day.today.year + _moved(match)


def _moved(match: Match) -> int:
    which, this = group(match, "which"), group(match, "this")
    return shift(which, "which") if which else shift(this, "this") if this else 0


def _names_year(match: Match) -> bool:
    return any(group(match, name) for name in ("year", "which", "this"))


def _relative(match: Match) -> bool:
    return bool(group(match, "which") or group(match, "this"))


def _near_year(match: Match, day: Day, month: int, span: int = 1) -> int | None:
    """The year a form names, else the one that lies nearest as its sentence looks."""
    if _names_year(match) or day.today is None:
        return _year(match, day)
    return periods.nearest_year(day.today, month, day.ahead, day.past, span)


def _one_day(match: Match, day: Day) -> Reading:
    month, number = month_number(match["month"]), _figure(match["day"])
    if not 1 <= number <= 31 or _is_season(match):
        return None
    if _names_year(match) or day.today is None:
        year = _year(match, day)
        found = periods.day(year, month, number) if year else None
    else:
        year, found = day.today.year, periods.nearest_day(day.today, month, number, day.ahead, day.past)
    return (((found, found) if found else None), "day", _relative(match)) if found or year is None else None


def _is_season(match: Match) -> bool:
    """`телехикаяның 2-нші маусымы`: an ordinal and a possessed season without a year."""
    doubtful = match["month"].lower() == "маусым" and not match["day"].isdigit() and not _names_year(match)
    return doubtful and match.string[match.end("month") : match.end("month") + 1] == "ы"


def _days(match: Match, day: Day) -> Reading:
    last_month = month_number(match["month"])
    month = month_number(match["from_month"]) if group(match, "from_month") else last_month
    year = _near_year(match, day, last_month)
    if year is None:
        return None, "range", False
    first, last = periods.day(year - (month > last_month), month, _figure(match["day"])), periods.day(year, last_month, _figure(match["last"]))
    return ((first, last), "range", _relative(match)) if first and last and first < last else None


def _digits(match: Match, _day: Day) -> Reading:
    found = periods.day(_figure(match["year"]), int(match["number"]), _figure(match["day"]))
    return ((found, found), "day", False) if found else None


def _months(match: Match, day: Day) -> Reading:
    first, last = month_number(match["from_month"]), month_number(match["month"])
    year = _near_year(match, day, last)
    if year is None:
        return None, "range", False
    return (date(year - (first > last), first, 1), periods.month(year, last)[1]), "range", _relative(match)


def _month(match: Match, day: Day) -> Reading:
    year = _near_year(match, day, month_number(match["month"]))
    if not _is_month(match):
        return None
    return (periods.month(year, month_number(match["month"])) if year else None), "month", _relative(match)


def _is_month(match: Match) -> bool:
    """A bare nominative without a year, and words that mean more than a month, are left alone."""
    ending = group(match, "ending")
    if ending is None or group(match, "year"):
        return True
    lists = wordlist("dates")["months"]
    named = _relative(match)
    if match["month"].lower() in lists["doubtful"]:
        before = match.string[max(0, match.start() - 12) : match.start()].lower().split()
        season = bool(before) and before[-1] in lists["of_season"]
        return ending in lists["doubtful_endings"] and not season and (named or match["month"][0].islower())
    if (
        match["month"][0].isupper()
        and not named
        and not re.search(r"(?:^|[.!?:»”\"–—-])\s*$", match.string[max(0, match.start() - 4) : match.start()])
    ):
        return False  # inside a sentence a capital makes a name of it
    return bool(ending) or named


def _month_edge(match: Match, day: Day) -> Reading:
    number = month_number(match["month"])
    year = _near_year(match, day, number)
    return (_edge(match["edge"], *periods.month(year, number)) if year else None), "day", _relative(match)


def _edge(word: str, first: date, last: date) -> Days:
    low = word.lower()
    middle = first.replace(day=15) if first.month == last.month else first + (last - first) // 2
    found = first if low.startswith("бас") else middle if low.startswith("орта") else last
    return found, found


def _quarter(match: Match, day: Day) -> Reading:
    number = shift(match["ordinal"], "ordinals")
    year = _near_year(match, day, 3 * number - 2, 3)
    return (periods.quarter(year, number) if year else None), "quarter", _relative(match)


def _half(match: Match, day: Day) -> Reading:
    number = shift(match["ordinal"], "ordinals")
    if number > _HALVES:
        return None
    year = _near_year(match, day, 6 * number - 5, 6)
    return (periods.half(year, number) if year else None), "range", _relative(match)


_HALVES = 2


def _same_period(match: Match, day: Day) -> Reading:
    """`өткен жылдың сәйкес кезеңі`: from the new year to the day of printing, so many years away."""
    year = _year(match, day)
    if year is None or day.today is None:
        return None, "range", True
    return (date(year, 1, 1), periods.day(year, day.today.month, day.today.day) or date(year, 2, 28)), "range", True


def _so_far(match: Match, day: Day) -> Reading:
    """`жыл басынан бері`: to the day of printing, or the year's end where that is past."""
    year = _year(match, day)
    if year is None or day.today is None:
        return None, "range", True
    first, last = periods.year(year)
    since = match[0].endswith(("бері", "бастап")) and first <= day.today
    return ((first, min(last, day.today)), "range", True) if since else ((first, first), "day", not group(match, "year"))


def _year_edge(match: Match, day: Day) -> Reading:
    year = _year(match, day)
    return (_edge(match["edge"], *periods.year(year)) if year else None), "day", not group(match, "year")


def _now_edge(match: Match, day: Day) -> Reading:
    if day.today is None:
        return None, "day", True
    around = periods.month_of if match["unit"].lower() == "ай" else periods.week_of
    return _edge(match["edge"], *around(day.today, _moved(match))), "day", True


def _school_year(match: Match, _day: Day) -> Reading:
    first = _figure(match["year"])
    last = periods.full_year(first, match["last_year"])
    return ((date(first, 9, 1), date(last, 5, 31)), "range", False) if last == first + 1 else None


def _years(match: Match, _day: Day) -> Reading:
    first, last = _figure(match["year"]), int(match["last_year"])
    return ((date(first, 1, 1), date(last, 12, 31)), "range", False) if first < last else None


def _decade(match: Match, _day: Day) -> Reading:
    number = int(match["decade"])
    first = number if number > _CENTURY else 1900 + number if number >= _LONG_AGO else 2000 + number
    return (date(first, 1, 1), date(first + 9, 12, 31)), "range", False


_CENTURY = 99
_LONG_AGO = 30  # "20-жылдар" are ours, "30-жылдар" the last century's


def _century(match: Match, _day: Day) -> Reading:
    number = periods.roman(match["century"].upper().translate(_LATIN))
    if not number or not 1 <= number <= _LAST_CENTURY:
        return None
    return (date(100 * number - 99, 1, 1), date(100 * number, 12, 31)), "range", False


_LATIN = str.maketrans("ІХ", "IX")
"""Kazakh editors write Roman figures with their own keyboard's letters."""
_LAST_CENTURY = 22


def _count(match: Match) -> int | None:
    """None for "бірнеше" and for "бес-алты"."""
    if group(match, "more"):
        return None
    found = numbers(match["count"].lower(), number_words())
    value = found[0].value if found else None
    return int(value) if value else None


def _ago(match: Match, day: Day) -> Reading:
    count, unit = _count(match), match["unit"].lower()
    if count is None or day.today is None or count > day.today.year - 1:
        return None, "vague", True
    if unit == "жыл":
        return periods.year(day.today.year - count), "year", True
    if unit == "ай":
        return periods.month_of(day.today, -count), "month", True
    if unit == "апта":
        return periods.week_of(day.today, -count), "week", True
    found = day.today - timedelta(days=count)
    return (found, found), "day", True


def _later(match: Match, day: Day) -> Reading:
    """`екі аптадан кейін`, told of what is to come; in a story of what was, it counts from another day."""
    count, unit = _count(match), match["unit"].lower()
    if not day.ahead or count is None or day.today is None or count > _FAR_YEARS:
        return None
    if unit == "жыл":
        return periods.year(day.today.year + count), "year", True
    if unit == "ай":
        return periods.month_of(day.today, count), "month", True
    if unit == "апта":
        return periods.week_of(day.today, count), "week", True
    found = day.today + timedelta(days=count)
    return (found, found), "day", True


_FAR_YEARS = 1000


def _first_months(match: Match, day: Day) -> Reading:
    """`2025 жылдың 9 айында`: the first so many months of that year."""
    count, year = _count(match), _year(match, day)
    if not count or not 1 <= count <= 12:
        return None
    return ((date(year, 1, 1), periods.month(year, count)[1]) if year else None), "range", _relative(match)


def _lately(match: Match, day: Day) -> Reading:
    """`соңғы үш жылда`: from that day so long ago to the day of printing."""
    count, unit = _count(match), match["unit"].lower()
    if count is None or day.today is None or count > day.today.year - 1:
        return None, "vague", True
    if unit == "жыл":
        first = periods.day(day.today.year - count, day.today.month, day.today.day) or date(day.today.year - count, 3, 1)
    elif unit == "ай":
        first = periods.month_of(day.today, -count)[0].replace(day=min(day.today.day, 28))
    else:
        first = day.today - timedelta(days=count * (7 if unit == "апта" else 1))
    return (first, day.today), "range", True


def _vague(_match: Match, _day: Day) -> Reading:
    return None, "vague", True


def _whole_year(match: Match, day: Day) -> Reading:
    year = _year(match, day)
    return (periods.year(year) if year else None), "year", not group(match, "year")


def _short_year(match: Match, _day: Day) -> Reading:
    """`91-інші жылы`: of the last century."""
    return periods.year(1900 + _figure(match["short"])), "year", False


def _day_alone(match: Match, day: Day) -> Reading:
    """`10-ы күні`: of this month, the one before or the one after, as the sentence looks."""
    if day.today is None:
        return None, "day", False
    number = int(match["day"])
    moved = -1 if day.past and number > day.today.day else 1 if day.ahead and number < day.today.day else 0
    first = periods.month_of(day.today, moved)[0]
    found = periods.day(first.year, first.month, number)
    return ((found, found), "day", False) if found else None


def _season(match: Match, day: Day) -> Reading:
    first = shift(match["season"], "seasons")
    year = _near_year(match, day, first, 1 if first == 12 else 3)
    return (periods.season(year, first) if year else None), "range", True


def _period(match: Match, day: Day) -> Reading:
    unit, moved = match["unit"].lower(), _moved(match)
    if unit == "маусым":
        return None, "vague", True  # a season of sport or of flu
    if day.today is None:
        return None, "week" if unit == "апта" else "month" if unit == "ай" else "quarter", True
    if unit == "апта":
        return periods.week_of(day.today, moved), "week", True
    if unit == "ай":
        return periods.month_of(day.today, moved), "month", True
    at = day.today.year * 4 + (day.today.month - 1) // 3 + moved
    return periods.quarter(at // 4, at % 4 + 1), "quarter", True


def _weekday(match: Match, day: Day) -> Reading:
    """A weekday needs a word beside it or a case that tells when: `жұма күні`, `сенбіде`, `өткен жұмада`."""
    which = group(match, "which")
    if not (which or group(match, "on") or match[0].lower().endswith(("де", "да"))):
        return None
    if day.today is None:
        return None, "day", True
    ahead = shift(which, "which") > 0 if which else day.ahead
    number = shift(match["weekday"], "weekdays")
    found = periods.weekday(day.today, number, ahead)
    if which and shift(which, "which") < 0 and found == day.today:
        found -= timedelta(days=7)
    return (found, found), "day", True


def _word(match: Match, day: Day) -> Reading:
    found = day.today + timedelta(days=shift(match["word"], "words")) if day.today else None
    return ((found, found) if found else None), "day", True


READINGS: dict[str, Callable[[Match, Day], Reading]] = {
    "day": _one_day,
    "days": _days,
    "digits": _digits,
    "months": _months,
    "month": _month,
    "month_edge": _month_edge,
    "quarter": _quarter,
    "half": _half,
    "same_period": _same_period,
    "so_far": _so_far,
    "year_edge": _year_edge,
    "now_edge": _now_edge,
    "school_year": _school_year,
    "years": _years,
    "decade": _decade,
    "ago": _ago,
    "later": _later,
    "century": _century,
    "first_months": _first_months,
    "lately": _lately,
    "vague": _vague,
    "year": _whole_year,
    "short_year": _short_year,
    "day_alone": _day_alone,
    "season": _season,
    "period": _period,
    "weekday": _weekday,
    "word": _word,
}
