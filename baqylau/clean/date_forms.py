"""The forms in which outlets print a date: nothing comes in, compiled expressions with the groups
day, month or number, year, hour, minute, second, half and zone go out.

"23 Ноябрь 2025, 14:05"   "2026 жылдың 5 қыркүйегі"   "5-sentabr 2026"   "Nov 18 2026 04:45 UTC"
"""

import re
from functools import cache

from baqylau.clean import zones
from baqylau.lang.calendar import calendar

_SEPARATOR = (
    r"\s{0,3}(?:(?:,|\||•|·|—|–|-|/|\(|\bв\b|\bat\b|\bon\b|\bum\b|\bklo\b|\bkl\.?|\bà\b|сағат|сағ\.?"
    r"|саат|соат|soat)\s{0,3}){0,6}"
)
_YEAR_WORD = (
    r"(?:\s{0,3}-?\s{0,3}(?:года|год|г\b\.?|жылғы|жылдың|жылдын|жылы|жыл|ж\b\.?|йилнинг|йили|йил|yilning"
    r"|yili|yil|соли|сол|с\b\.|ýylyň|ýyly|ýyl))?"
)
_YEAR = rf"(?P<year>(?:19|20)\d{{2}})(?!\d){_YEAR_WORD}"
_SHORT_YEAR = r"['’]?(?P<year>\d{2})(?:\s{0,3}г\b\.?)?(?!\d|[:.]\d|\s[^\W\d_]|\s\d{1,9}(?![\d:.]))"
"""Two digits that are neither an hour nor a count: "17 января 12 (9:07)"."""
_DAY = (
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)(?:\s{0,3}-?\s{0,3}(?:нші|ншы|інші|ші|шы|нчи|чи|nchi|chi|уми"
    r"|інде|сінде|сі|і|th|st|nd|rd)\b|\.(?=\s))?"
)
_MONTH = (
    r"(?P<month>[^\W\d_]{3,12})\.?"
    # mixed-alphabets: allowed
    r"(?:\s{1,3}(?:күні|күнi|куну|куни|kuni|айының|айынын|айы|ойининг|соли))?"
)
_DAY_MONTH = rf"{_DAY}(?:\s{{1,3}}|\s{{0,3}}[-/.]\s{{0,3}}){_MONTH}"
_MONTH_DAY = rf"\b{_MONTH}\s{{1,3}}{_DAY}"
_NUMBER = r"(?P<number>0?[1-9]|1[0-2])"
_START = r"(?<![\d.:])"
_NO_DASH = r"(?<![\d.:/+-])"


@cache
def clock() -> re.Pattern[str]:
    """A time of day alone."""
    return re.compile(_clock(), re.I)


@cache
def forms() -> tuple[re.Pattern[str], ...]:
    """Every form, the most certain first."""
    at, behind, year_behind = _clock(), _behind(), rf"{_SEPARATOR}{_YEAR}"
    written = (
        rf"{_START}{at}{_SEPARATOR}{_DAY_MONTH}{year_behind}",
        rf"{_START}{_DAY_MONTH}{year_behind}{behind}",
        rf"{_START}{_YEAR}{_SEPARATOR}{_DAY_MONTH}{behind}",
        rf"{_START}{_YEAR}{_SEPARATOR}{_MONTH}\s{{1,3}}{_DAY}{behind}",
        rf"{_MONTH_DAY}{year_behind}{behind}",
        rf"{_MONTH_DAY}{_SEPARATOR}{at}\s{{1,3}}{_YEAR}",
        rf"{_START}{at}{_SEPARATOR}{_DAY}\.{_NUMBER}\.(?P<year>(?:20)?\d{{2}})(?!\d)",
        rf"{_NO_DASH}{at}{_SEPARATOR}{_DAY}[-/]{_NUMBER}[-/](?P<year>20\d{{2}})(?!\d)",
        rf"{_START}{_DAY}\.{_NUMBER}\.(?P<year>(?:19|20)?\d{{2}})(?!\d){_YEAR_WORD}{behind}",
        rf"(?<![\d.:|]){_DAY}\s\|\s{_NUMBER}\s\|\s(?P<year>(?:19|20)\d{{2}})(?!\d)",
        rf"{_NO_DASH}{_DAY}([-/]){_NUMBER}\2(?P<year>(?:19|20)\d{{2}})(?![\d-]){behind}",
        rf"{_NO_DASH}{_NUMBER}/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d{{2}})(?!\d){behind}",
        rf"{_NO_DASH}(?P<year>(?:19|20)\d{{2}})[-./](?P<number>0[1-9]|1[0-2])[-./]"
        rf"(?P<day>0[1-9]|[12]\d|3[01])(?![\d-]){behind}",
        rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})\s{{0,3}}[年년]\s{{0,3}}{_NUMBER}\s{{0,3}}[月월]\s{{0,3}}"
        r"(?P<day>\d{1,2})\s{0,3}[日일]",
        rf"{_START}{_DAY_MONTH}{_SEPARATOR}{_SHORT_YEAR}{behind}",
        rf"{_MONTH_DAY}{_SEPARATOR}{_SHORT_YEAR}{behind}",
        rf"{_START}{_DAY_MONTH}{_SEPARATOR}{at}",
        rf"{_START}{at}{_SEPARATOR}{_DAY_MONTH}",
    )
    return tuple(re.compile(x, re.I) for x in written)


def _clock() -> str:
    return (
        r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?"
        rf"(?!\d)(?:\s{{0,3}}(?P<half>[ap])\.?m\b\.?)?(?:[\s,(]{{0,3}}(?:по\s)?(?P<zone>{_zone()})\)?)?"
    )


def _behind() -> str:
    """An optional time of day, after an optional day of the week."""
    days = "|".join(sorted(calendar().weekdays, key=len, reverse=True))
    return rf"(?:(?:[\s,(]{{0,3}}\b(?:{days})\b[).]?)?{_SEPARATOR}{_clock()})?"


def _zone() -> str:
    """A word of `zones.names`, an offset from GMT or UTC, or an offset alone. A minus needs a space
    before it, since "10:00-11:00" is a span.
    """
    words = sorted(zones.names(), key=len, reverse=True)
    named = "|".join(rf"(?-i:{x})" if x.isupper() else x.replace(" ", r"\s") for x in words)
    return (
        r"(?:GMT|UTC)\s?[+−–-]\s?\d{1,2}(?::?\d{2})?(?!\d)"
        r"|\+(?:0\d|1[0-4]):?[0-5]\d(?!\d)|(?<=\s)-(?:0\d|1[0-2]):?(?:00|30)(?!\d)"
        rf"|(?:{named})(?!\w)"
    )
