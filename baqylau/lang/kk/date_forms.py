"""The forms of Kazakh dates, compiled from `date_forms.toml`, `dates.toml` and `months.toml`.

Comes in: these tables. Goes out: `tables()`, with the meaning of each matched word.
"""

from functools import cache

from baqylau.lang.date_forms import DateTables
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.wordlists import wordlist


@cache
def tables() -> DateTables:
    cardinals = wordlist("numerals")["cardinals"].values()
    parts = {
        "cardinal": "|".join(form for forms in cardinals for form in forms.split()),
        "end": rf"(?:ғы|гі|{ENDING})(?!\w)",
    }
    return DateTables(wordlist("date_forms"), wordlist("dates"), _months(), {}, parts)


def _months() -> dict[str, int]:
    """The full Cyrillic name of each month, also with its last sound softened before a possessive
    ending: қыркүйек, қыркүйегі.
    """
    names = {words[0]: number for number, words in enumerate(wordlist("months")["months"], 1)}
    return names | {f"{name[:-1]}г": number for name, number in names.items() if name.endswith("к")}
