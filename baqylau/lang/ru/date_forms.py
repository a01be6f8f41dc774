"""The ways Russian tells a date, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Goes out: `forms()`, in the order they are to be tried, each with the kinds of words that must stand
near it; `near(token)` says which kinds a word is of; `month_number(word)` and `shift(word, table)`
tell what a matched word means.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from baqylau.lang.calendar import number_of
from baqylau.lang.ru.wordlists import wordlist

_GAP = "[ \u00a0\u202f\u2009]"


@dataclass(frozen=True, slots=True)
class RussianDateForm:
    """`near` names the kinds of words without which the pattern need not be tried; `read` the
    reading of its groups.
    """

    name: str
    near: frozenset[str]
    pattern: re.Pattern[str]
    read: str
    whole: bool


@cache
def forms() -> tuple[RussianDateForm, ...]:
    parts = _parts()
    return tuple(_form(row, parts) for row in wordlist("date_forms")["form"])


def _form(row: Mapping[str, Any], parts: dict[str, str]) -> RussianDateForm:
    pattern = re.compile(r"(?<![\w.-])" + _filled(row["form"], parts), re.IGNORECASE)
    return RussianDateForm(
        row["name"], frozenset(row["near"].split()), pattern, row["read"], row.get("whole", False)
    )


def _filled(form: str, parts: dict[str, str]) -> str:
    """Parts put in, and every space made one or two spaces that never leave the line; an optional
    one may be missing.
    """
    whole = re.sub(r"\{([a-z_]+)\}", lambda m: _filled(parts[m[1]], parts), form)
    return (
        re.sub(
            r"(?<!\[) (\?)?(?![^\[\]]*\])", lambda m: _GAP + ("{0,2}" if m[1] else "{1,2}"), whole
        )
        if " " in whole
        else whole
    )


@cache
def _parts() -> dict[str, str]:
    parts = dict(wordlist("date_forms")["parts"])
    for name in ("which", "weekdays", "seasons", "ordinals", "day_words", "decade_words"):
        parts[name.removesuffix("s")] = (
            f"(?P<{name.removesuffix('s')}>"
            + "|".join(f"(?:{x})" for x in wordlist("dates")[name])
            + ")"
        )
    parts |= {
        f"last_{name}": parts[name].replace(f"<{name}>", f"<last_{name}>")
        for name in ("ordinal", "weekday")
    }
    parts["word"] = (
        "(?P<word>" + "|".join(sorted(wordlist("dates")["days"], key=len, reverse=True)) + ")"
    )
    names = "|".join(sorted(_months(), key=len, reverse=True))
    parts["month"] = rf"(?P<month>{names})(?![а-яё])"
    parts["from_month"] = rf"(?P<from_month>{names})(?![а-яё])"
    parts["short_month"] = "(?P<month>" + "|".join(_short_months()) + r")\.?"
    parts["day_digits"], parts["number"], parts["year_digits"] = (
        r"(?P<day>[0-3]\d)",
        r"(?P<number>[01]\d)",
        r"(?P<year>(?:19|20)\d\d)",
    )
    return parts


@cache
def _months() -> dict[str, int]:
    """Every form of a month's name in running text -> its number."""
    forms: dict[str, int] = {}
    for number, words in enumerate(wordlist("months")["months"], 1):
        whole = words[0]
        stem = whole[:-1] if whole.endswith(("ь", "й")) else whole
        endings = ("я", "ю", "е", "ем", "ём") if stem != whole else ("а", "у", "е", "ом")
        forms |= dict.fromkeys((whole, *(stem + e for e in endings)), number)
    return forms


@cache
def _short_months() -> dict[str, int]:
    return {
        w: n
        for n, words in enumerate(wordlist("months")["months"], 1)
        for w in words
        if w not in _months()
    }


def month_number(word: str) -> int:
    low = word.lower()
    return _months().get(low) or _short_months()[low]


@lru_cache(maxsize=500)
def shift(word: str, table: str) -> int:
    """What a word of a table of `dates.toml` stands for: "прошлого" is -1, "третьем" 3."""
    return number_of(word, wordlist("dates")[table])


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\d0-?[хе]$")


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """The first three letters of a word -> the kinds of words it may be."""
    found: dict[str, set[str]] = {}
    for kind, beginnings in wordlist("date_forms")["near"].items():
        for beginning in beginnings.split():
            found.setdefault(beginning, set()).add(kind)
    return {k: frozenset(v) for k, v in found.items()}


def near(word: str) -> Iterator[str]:
    """The kinds of date words a word of a text may be."""
    yield from _kinds().get(word[:3].lower().rstrip("."), ())
    if word[0].isdigit() and _YEAR.search(word):
        yield "bare"
