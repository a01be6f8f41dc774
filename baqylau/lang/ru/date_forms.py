"""The forms of Russian dates, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Comes in: these tables. Goes out: `forms()` in the order in which they are tried, each with the
kinds of words that must stand near it; `near(word)` gives the kinds of a word; `month_number(word)`
and `shift(word, table)` give the meaning of a matched word.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from baqylau.lang.calendar import number_of
from baqylau.lang.date_forms import DateForm
from baqylau.lang.ru.wordlists import wordlist

_GAP = "[ \u00a0\u202f\u2009]"


@cache
def forms() -> tuple[DateForm, ...]:
    parts = _parts()
    return tuple(_form(row, parts) for row in wordlist("date_forms")["form"])


def _form(row: Mapping[str, Any], parts: dict[str, str]) -> DateForm:
    pattern = re.compile(r"(?<![\w.-])" + _filled(row["form"], parts), re.IGNORECASE)
    return DateForm(
        row["name"], pattern, row["read"], frozenset(row["near"].split()), row.get("whole", False)
    )


def _filled(form: str, parts: dict[str, str]) -> str:
    """The form with its parts filled in. Every space stands for one or two spaces on the same line;
    an optional space may be missing.
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
    """The number that a word of a table of `dates.toml` stands for: "прошлого" is -1,
    "третьем" 3.
    """
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


_SHORT = re.compile(r"[0-3]\d\.[01]\d(?!\d)")


def near(word: str) -> Iterator[str]:
    """The kinds of date words that a word of a text may belong to."""
    yield from _kinds().get(word[:3].lower().rstrip("."), ())
    if word[0].isdigit() and _YEAR.search(word):
        yield "bare"
    if _SHORT.match(word):
        yield "short"
