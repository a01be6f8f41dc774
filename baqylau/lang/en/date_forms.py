"""The forms of English dates, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Comes in: these tables. Goes out: `tables()`, with the meaning of each matched word. Months and days
of the week are words with a capital letter: "May" is a month, "may" is none.
"""

from collections.abc import Mapping
from functools import cache

from baqylau.lang.date_forms import DateTables
from baqylau.lang.en.wordlists import wordlist


@cache
def tables() -> DateTables:
    names, short = _months()
    days = "|".join(x.capitalize() for x in wordlist("dates")["weekdays"])
    every = f"{_any(names)}|(?:{_any(short)})\\.?"
    parts = {
        "month": f"(?-i:(?P<month>{every}))(?![A-Za-z])",
        "from_month": f"(?-i:(?P<from_month>{every}))(?![A-Za-z])",
        "month_name": f"(?-i:(?P<month>{_any(names)}))(?![A-Za-z])",
        "weekday_name": f"(?-i:(?P<weekday>{days}))",
        "last_weekday_name": f"(?-i:(?P<last_weekday>{days}))",
    }
    dotted = short | {f"{word}.": number for word, number in short.items()}
    return DateTables(wordlist("date_forms"), wordlist("dates"), names, dotted, parts)


def _months() -> tuple[dict[str, int], dict[str, int]]:
    """The names of months and their abbreviations, in small letters, with their numbers."""
    rows = list(enumerate(wordlist("months")["months"], 1))
    names = {words[0]: number for number, words in rows}
    return names, {word: number for number, words in rows for word in words[1:]}


def _any(words: Mapping[str, int]) -> str:
    return "|".join(x.capitalize() for x in sorted(words, key=len, reverse=True))
