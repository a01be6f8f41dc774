"""The forms of Kazakh dates, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Comes in: these tables. Goes out: `forms()` in the order in which they are tried;
`month_number(word)` and `shift(word, table)` give the meaning of a matched word.
"""

import re
from functools import cache, lru_cache

from baqylau.lang.calendar import number_of
from baqylau.lang.date_forms import DateForm
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.wordlists import wordlist

_GAP = "[ \u00a0\u202f\u2009]"


@cache
def forms() -> tuple[DateForm, ...]:
    return tuple(
        DateForm(
            x["name"], re.compile(r"(?<![\w.-])" + _filled(x["form"]), re.IGNORECASE), x["read"]
        )
        for x in wordlist("date_forms")["form"]
    )


def _filled(form: str) -> str:
    """The form with its parts filled in. Every space stands for one or two spaces on the same line;
    an optional space may be missing.
    """
    whole = re.sub(r"\{([a-z_]+)\}", lambda m: _filled(_parts()[m[1]]), form)
    return re.sub(
        r"(?<!\[) (\?)?(?![^\[\]]*\])", lambda m: _GAP + ("{0,2}" if m[1] else "{1,2}"), whole
    )


@cache
def _parts() -> dict[str, str]:
    parts = dict(wordlist("date_forms")["parts"])
    for name, table in (
        ("which", "which"),
        ("this", "this"),
        ("word", "words"),
        ("weekday", "weekdays"),
        ("season", "seasons"),
        ("ordinal", "ordinals"),
    ):
        parts[name] = f"(?P<{name}>" + "|".join(f"(?:{x})" for x in wordlist("dates")[table]) + ")"
    names = "|".join(sorted(_months(), key=len, reverse=True))
    parts["cardinal"] = "|".join(
        form for forms in wordlist("numerals")["cardinals"].values() for form in forms.split()
    )
    return parts | {
        "month": f"(?P<month>{names})",
        "from_month": f"(?P<from_month>{names})",
        "end": rf"(?:ғы|гі|{ENDING})(?!\w)",
    }


@cache
def _months() -> dict[str, int]:
    """The full Cyrillic name of each month, also with its last sound softened before a possessive
    ending: қыркүйек, қыркүйегі.
    """
    names = {words[0]: number for number, words in enumerate(wordlist("months")["months"], 1)}
    return names | {f"{name[:-1]}г": number for name, number in names.items() if name.endswith("к")}


def month_number(word: str) -> int:
    return _months()[word.lower()]


@lru_cache(maxsize=500)
def shift(word: str, table: str) -> int:
    """The number that a word of a table of `dates.toml` stands for: "өткен" is -1."""
    return number_of(word, wordlist("dates")[table])
