"""The forms of Russian dates, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Comes in: these tables. Goes out: `tables()`, with the meaning of each matched word.
"""

from functools import cache

from baqylau.lang.date_forms import DateTables
from baqylau.lang.ru.wordlists import wordlist


@cache
def tables() -> DateTables:
    months, short = _months(), _short_months()
    names = "|".join(sorted(months, key=len, reverse=True))
    parts = {
        "month": rf"(?P<month>{names})(?![а-яё])",
        "from_month": rf"(?P<from_month>{names})(?![а-яё])",
        "short_month": "(?P<month>" + "|".join(short) + r")\.?",
    }
    return DateTables(wordlist("date_forms"), wordlist("dates"), months, short, parts)


def _months() -> dict[str, int]:
    """Every form of a month's name in running text -> its number."""
    forms: dict[str, int] = {}
    for number, words in enumerate(wordlist("months")["months"], 1):
        whole = words[0]
        stem = whole[:-1] if whole.endswith(("ь", "й")) else whole
        endings = ("я", "ю", "е", "ем", "ём") if stem != whole else ("а", "у", "е", "ом")
        forms |= dict.fromkeys((whole, *(stem + e for e in endings)), number)
    return forms


def _short_months() -> dict[str, int]:
    known = _months()
    return {
        w: n
        for n, words in enumerate(wordlist("months")["months"], 1)
        for w in words
        if w not in known
    }
