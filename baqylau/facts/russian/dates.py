"""When: the dates of a Russian text, resolved against the day it was printed.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive). Patterns are tried from the longest to the
shortest and never overlap; what cannot be resolved ("в ближайшие 3–5 лет") keeps its words without days.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian import periods
from baqylau.facts.russian.periods import Days
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import Span, SpanIndex

Grain = Literal["day", "week", "month", "quarter", "year", "range", "vague"]


@dataclass(frozen=True, slots=True)
class Found:
    """One date expression before it becomes a fact."""

    start: int
    end: int
    days: Days | None
    grain: Grain
    relative: bool
    rule: str


Reader = Callable[[re.Match[str], "Day"], tuple[Days | None, Grain, bool] | None]


@dataclass(frozen=True, slots=True)
class Day:
    """The day of printing in the article's own zone (None where unknown), and whether the sentence looks ahead or back."""

    today: date | None
    ahead: bool
    past: bool


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEARS = "(?:" + wordlist("dates")["words"]["year"] + ")"
_DAY = r"(?P<day>[0-3]?\d)"


@cache
def _months() -> dict[str, int]:
    """Every form of a month's name in running text -> its number; short forms stand in date lines only."""
    table = wordlist("months")["months"]
    forms = {
        word: n
        for n, words in enumerate(table, 1)
        for word in words
        if len(word) > 4 or word in ("май", "мая", "март", "июнь", "июня", "июль", "июля")
    }
    cases: dict[str, int] = {}
    for word, n in forms.items():
        if word.endswith(("ь", "й")):
            stem = word[:-1]
            cases |= {stem + e: n for e in ("ю", "е", "ем")}
        elif word in ("март", "август"):
            cases |= {word + e: n for e in ("а", "у", "е", "ом")}
    return forms | cases


@cache
def _month_pattern(name: str = "month") -> str:
    return rf"(?P<{name}>" + "|".join(sorted(_months(), key=len, reverse=True)) + r")(?![а-яё])"


def _which(name: str) -> str:
    return rf"(?P<{name}>" + "|".join(wordlist("dates")["which"]) + ")"


def _shift(word: str, table: str) -> int:
    return next(int(n) for pattern, n in wordlist("dates")[table].items() if re.fullmatch(pattern, word, re.IGNORECASE))


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], Reader], ...]:
    words = wordlist("dates")["words"]
    ordinal = "(?P<ordinal>" + "|".join(wordlist("dates")["ordinals"]) + ")"
    weekday = "(?P<weekday>" + "|".join(wordlist("dates")["weekdays"]) + ")"
    season = "(?P<season>" + "|".join(wordlist("dates")["seasons"]) + ")"
    of_year = rf"(?:\s+(?:{_YEAR}(?:-?го)?(?:\s*{_YEARS})?|{_which('which')}\s+{_YEARS}))?"
    months = r"(?P<count>\d{1,2}|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать)"
    count = r"(?P<count>\d{1,3}|од(?:ин|ну)|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|полтора)"
    table: list[tuple[str, str, Reader]] = [
        ("days_of_month", rf"(?:с\s+)?{_DAY}(?:-?го)?(?:\s+{_month_pattern('from_month')})?\s*(?:по|до|и|[–—-])\s*(?P<last>[0-3]?\d)(?:-?е|-?го)?\s+{_month_pattern()}{of_year}", _read_days),  # noqa: E501
        ("day_month", rf"{_DAY}(?:-?го)?\s+{_month_pattern()}{of_year}", _read_day),
        ("digits", rf"{_DAY}\.(?P<number>[01]\d)\.{_YEAR}", _read_digits),
        ("months_of_year", rf"{_month_pattern('from_month')}\s*[–—-]\s*{_month_pattern()}{of_year}", _read_months),
        ("month_year", rf"{_month_pattern()}\s+(?:{_YEAR}(?:-?го)?(?:\s*{_YEARS})?|{_which('which')}\s+{_YEARS})", _read_month),
        ("quarter", rf"{ordinal}\s+{words['quarter']}{of_year}", _read_quarter),
        ("half_year", rf"{ordinal}\s+{words['half']}{of_year}", _read_half),
        ("first_months", rf"(?:перв(?:ые|ых)\s+)?{months}\s+месяц(?:а|ев)\s+(?:{_YEAR}|{_which('which')})\s*{_YEARS}", _read_first_months),
        ("first_months_bare", rf"(?<=за\s){months}\s+месяц(?:а|ев)(?!\s*(?:подряд|назад|работы|до|после))", _read_first_months),
        ("years", rf"{_YEAR}\s*(?:[–—-]|и|по|до)\s*(?P<last_year>(?:19|20)\d\d)\s*(?:-?[а-я]{{1,2}})?\s*{_YEARS}", _read_years),
        ("season_year", rf"{season}\s+{_YEAR}(?:-?го)?(?:\s*{_YEARS})?", _read_season),
        ("which_season", rf"{_which('which')}\s+{season}(?![а-яё])", _read_season),
        ("year", rf"{_YEAR}(?:-?(?:й|го|м|му|ом))?\s*{_YEARS}(?![а-яё])", _read_year),
        ("year_ending", rf"{_YEAR}-(?:й|го|м|му)(?![а-яё])", _read_year),
        ("year_edge", rf"(?:к|до|в|на|с)\s+(?P<edge>конц[ау]|конце|начал[аеу]|середин[аеы])\s+(?:{_YEAR}\s*{_YEARS}|(?:{_which('which')}\s+)?года)(?![а-яё])", _read_edge),  # noqa: E501
        ("which_year", rf"{_which('which')}\s+(?:календарн[а-я]+\s+)?(?:{words['year']})(?![а-яё])", _read_which_year),
        ("which_month", rf"{_which('which')}\s+(?:{words['month']})(?![а-яё])", _read_which_month),
        ("which_week", rf"{_which('which')}\s+(?:{words['week']})(?![а-яё])", _read_which_week),
        ("ago", rf"(?:{count}\s+)?(?P<unit>год(?:ом|а)?|лет|месяц(?:ем|а|ев)?|недел(?:ю|ей|и|ь)|д(?:ень|ня|ней)|днём|сутками)\s+(?:назад|ранее)(?![а-яё])", _read_ago),  # noqa: E501
        ("last_period", r"последн(?:ие|их|юю|ий|ей|ем)\s+(?:" + count + r"\s+)?(?P<unit>год(?:а|ы)?|лет|месяц(?:а|ев|ы)?|недел(?:ю|и|ь)|д(?:ня|ней|ни)|суток|сутки)(?![а-яё])", _read_last),  # noqa: E501
        ("next_period", r"ближайш(?:ие|их|ую|ий|ей)\s+(?:\d{1,2}(?:\s*[–—-]\s*\d{1,2})?\s+|[а-яё]{2,6}\s+)?(?:год(?:а|ы)?|лет|месяц(?:а|ев|ы)?|недел(?:ю|и|ь)|д(?:ня|ней|ни)|врем(?:я|ени))(?![а-яё])", _read_next),  # noqa: E501
        ("weekday", rf"(?<![а-яё-])(?:в|во|к|ко|до|с|на)\s+{weekday}(?![а-яё])", _read_weekday),
        ("season", r"(?<![а-яё])(?P<season>весной|летом|осенью|зимой)(?![а-яё])", _read_season),
        ("month", rf"(?<![а-яё])(?:в|к|с|до|на|за|конц[ае]|начал[аеу]|середин[еы]|ранее|раньше|позднее|позже|течение)\s+{_month_pattern()}", _read_month),  # noqa: E501
        ("day", "(?<![а-яё])(?P<word>" + "|".join(wordlist("dates")["days"]) + r")(?![а-яё-])", _read_word),
        ("today", r"(?<![а-яё])сегодняшний\s+день", _read_today),
    ]  # fmt: skip
    return tuple((name, re.compile(pattern, re.IGNORECASE), reader) for name, pattern, reader in table)


def extract(analysis: Analysis) -> Iterable[Date]:
    for found in dates(analysis):
        yield Date(
            start=found.start,
            end=found.end,
            text=analysis.text[found.start : found.end],
            sentence=analysis.sentence_span(found.start),
            confidence=_confidence(found),
            rule=f"ru.{found.rule}",
            first=found.days[0] if found.days else None,
            last=found.days[1] if found.days else None,
            grain=found.grain,
            relative=found.relative,
        )


def _confidence(found: Found) -> float:
    return 0.6 if found.days is None or found.rule in ("season", "day") else 0.9


@lru_cache(maxsize=4)
def dates(analysis: Analysis) -> tuple[Found, ...]:
    """All date expressions in order, none overlapping another; amounts leave their characters alone."""
    taken: SpanIndex[Span] = SpanIndex()
    found: list[Found] = []
    for name, pattern, reader in _rules():
        for match in pattern.finditer(analysis.text):
            span = _core(match)
            if any(taken.touching(span.start, span.end)) or _inside_name(analysis, span):
                continue
            read = reader(match, _day(analysis, match.start()))
            if read:
                taken.add(span)
                found.append(Found(span.start, span.end, *read, name))
    return tuple(sorted(found, key=lambda f: f.start))


def _core(match: re.Match[str]) -> Span:
    """Without the preposition a pattern needs before it."""
    lead = re.match(r"(?:в|во|к|ко|до|с|на|за|ранее|раньше|позднее|позже|течение)\s+(?=\D)", match[0], re.IGNORECASE)
    return Span(match.start() + (lead.end() if lead else 0), match.end())


def _inside_name(a: Analysis, span: Span) -> bool:
    mention = a.mention_at(span.start)
    return mention is not None and mention.type == "organization" and span.end <= mention.end


def _day(a: Analysis, offset: int) -> Day:
    published = a.source.published
    words = a.words(a.sentence_at(offset))
    ahead = wordlist("dates")["words"]["ahead"]
    lead = a.text[max(0, offset - 1) : offset + 3].lower().split()
    future = any(t.feats.get("Tense") == "Fut" or (t.pos == "VERB" and t.lemma in ahead) for t in words) or bool(
        lead and lead[0] in ("к", "ко", "до")
    )
    past = any(t.feats.get("Tense") == "Past" for t in words)
    return Day(published.date() if published else None, future and not past, past)


def _year(match: re.Match[str], day: Day) -> int | None:
    """The year a pattern names, by number or by "прошлого года"."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if day.today is None:
        return None
    return day.today.year + (_shift(groups["which"], "which") if groups.get("which") else 0)


def _named_year(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return bool(groups.get("year") or groups.get("which"))


def _relative(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("which"))


def _read_days(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    month, year = _months()[match["month"].lower()], _year(match, day)
    first_month = _months()[match["from_month"].lower()] if match["from_month"] else month
    if year is None:
        return None, "range", False
    first, last = periods.day(year, first_month, int(match["day"])), periods.day(year, month, int(match["last"]))
    if first is None or last is None or first >= last:
        return None
    if re.search(r"\sи\s", match[0]):
        return (first, last), "range", _relative(match)
    return (first, last), "range", _relative(match)


def _read_day(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    year = _year(match, day)
    if year is None:
        return None, "day", False
    month = _months()[match["month"].lower()]
    if not _named_year(match) and day.today:
        year = periods.nearest_year(day.today, month, day.ahead, day.past)
    found = periods.day(year, month, int(match["day"]))
    return ((found, found), "day", _relative(match)) if found else None


def _read_digits(match: re.Match[str], _day: Day) -> tuple[Days | None, Grain, bool] | None:
    found = periods.day(int(match["year"]), int(match["number"]), int(match["day"]))
    return ((found, found), "day", False) if found else None


def _read_months(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    first, last, year = _months()[match["from_month"].lower()], _months()[match["month"].lower()], _year(match, day)
    if year is None:
        return None, "range", False
    return (date(year - (first > last), first, 1), periods.month(year, last)[1]), "range", _relative(match)


def _read_month(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    year, month = _year(match, day), _months()[match["month"].lower()]
    if year is None:
        return None, "month", False
    if not _named_year(match) and day.today:
        year = periods.nearest_year(day.today, month, day.ahead, day.past)
    return periods.month(year, month), "month", _relative(match)


def _read_quarter(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    number, year = _shift(match["ordinal"], "ordinals"), _year(match, day)
    return (periods.quarter(year, number) if year else None), "quarter", _relative(match)


def _read_half(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    number, year = _shift(match["ordinal"], "ordinals"), _year(match, day)
    if number > 2:
        return None
    relative = not match.groupdict().get("year")
    return (periods.half(year, number) if year else None), "range", relative


def _read_first_months(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    count, year = periods.small_number(match["count"]), _year(match, day)
    if count is None or not 2 <= count <= 12:
        return None
    if year is None:
        return None, "range", True
    return (date(year, 1, 1), periods.month(year, count)[1]), "range", not match.groupdict().get("year")


def _read_years(match: re.Match[str], _day: Day) -> tuple[Days | None, Grain, bool] | None:
    first, last = int(match["year"]), int(match["last_year"])
    return ((date(first, 1, 1), date(last, 12, 31)), "range", False) if first < last else None


def _read_year(match: re.Match[str], _day: Day) -> tuple[Days | None, Grain, bool] | None:
    return periods.year(int(match["year"])), "year", False


def _read_which_year(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    return (periods.year(day.today.year + _shift(match["which"], "which")) if day.today else None), "year", True


def _read_which_month(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    return (periods.month_of(day.today, _shift(match["which"], "which")) if day.today else None), "month", True


def _read_which_week(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    return (periods.week_of(day.today, _shift(match["which"], "which")) if day.today else None), "week", True


def _read_edge(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    """`к концу года` is its last day, `с начала года` reaches to today."""
    year = _year(match, day)
    if year is None:
        return None, "vague", True
    relative = not match.groupdict().get("year")
    if match["edge"].lower().startswith("нач"):
        if match[0].lower().startswith("с ") and day.today:
            return (date(year, 1, 1), day.today), "range", True
        return (date(year, 1, 1), date(year, 1, 1)), "day", relative
    if match["edge"].lower().startswith("сер"):
        return None, "vague", relative
    return (date(year, 12, 31), date(year, 12, 31)), "day", relative


def _read_ago(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    count = periods.small_number(match["count"]) if match["count"] else 1
    if day.today is None or count is None:
        return None, "vague", True
    return periods.back(day.today, match["unit"].lower(), count)


def _read_last(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    count = periods.small_number(match["count"]) if match["count"] else 1
    if day.today is None or count is None or (not match["count"] and match["unit"].lower() not in ("неделю", "год", "месяц", "сутки")):
        return None, "vague", True
    return periods.lately(day.today, match["unit"].lower(), count)


def _read_next(_match: re.Match[str], _day: Day) -> tuple[Days | None, Grain, bool] | None:
    return None, "range", True


def _read_weekday(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    number = _shift(match["weekday"], "weekdays")
    if day.today is None:
        return None, "day", True
    ahead = day.ahead or match[0].lower().startswith(("к ", "ко ", "до "))
    found = periods.weekday(day.today, number, ahead)
    return (found, found), "day", True


def _read_season(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    year, first = _year(match, day), _season_month(match["season"])
    if year is None:
        return None, "range", True
    return periods.season(year, first), "range", not match.groupdict().get("year")


def _season_month(word: str) -> int:
    return next(int(n) for pattern, n in wordlist("dates")["seasons"].items() if re.fullmatch(pattern, word, re.IGNORECASE))


def _read_word(match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    word = match["word"].lower()
    if word == "сегодня" and _nowadays(match):
        return None, "vague", True
    if day.today is None:
        return None, "vague" if word == "сегодня" else "day", True
    found = day.today + timedelta(days=int(wordlist("dates")["days"][word]))
    return (found, found), "day", True


def _nowadays(match: re.Match[str]) -> bool:
    """`Сегодня Казахстан и Россия реализуют`: these days, no day; a time beside it (`сегодня в 05:51`) makes it one."""
    after = match.string[match.end() : match.end() + 40].lower().lstrip(" ,")
    return after.startswith(tuple(wordlist("dates")["nowadays"]["after"]))


def _read_today(_match: re.Match[str], day: Day) -> tuple[Days | None, Grain, bool] | None:
    return ((day.today, day.today) if day.today else None), "day", True
