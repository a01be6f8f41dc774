"""Calendar words of every language that we read: month names, "сегодня", "2 сағат бұрын",
"обновлено".

Comes in: `<code>/months.toml` of each language, and `months.toml` beside this file with the months
of other languages. Goes out: one `Calendar` of all languages, since pages mix them (Russian pages
print Kazakh months).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class Calendar:
    """`months` are numbers 1..12 by word; `days` are days before the visit by word; `ago` are
    minutes by word; `of_another` are expressions for lines whose date is not the article's; the
    rest are words that mark what a date means.
    """

    months: dict[str, int]
    days: dict[str, int]
    ago: dict[str, int]
    ago_marks: frozenset[str]
    published: frozenset[str]
    modified: frozenset[str]
    weekdays: frozenset[str]
    of_another: tuple[str, ...]

    def month(self, word: str) -> int | None:
        """The month a word names, with a Kazakh case ending or a full stop on it; None where it
        names none.
        """
        word = word.lower().strip(".,")
        if not word.isascii() and _CYRILLIC.search(word):
            word = word.translate(_LOOKALIKES)
        if word in self.months:
            return self.months[word]
        for length in range(len(word) - 1, 3, -1):
            if word[:length] in self.months and len(word) - length <= _LONGEST_ENDING:
                return self.months[word[:length]]
        return None


_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LOOKALIKES = str.maketrans("aceiopxy", "асеіорху")
"""Latin letters that stand in Cyrillic words where a keyboard lacks the Kazakh ones."""
_LONGEST_ENDING = 4
"""Letters of the longest case ending on a month: қарашадан, наурыздағы has six with its -ғы, which
no date line prints.
"""


@cache
def calendar() -> Calendar:
    """The words of all languages together."""
    here = Path(__file__).parent
    read = [
        tomllib.loads((here / code / "months.toml").read_text(encoding="utf-8")) for code in CODES
    ]
    foreign = tomllib.loads((here / "months.toml").read_text(encoding="utf-8"))
    return Calendar(
        months={
            word: number
            for table in (foreign, *read)
            for number, words in enumerate(table["months"], 1)
            for word in words
        },
        days={word: before for table in (foreign, *read) for word, before in table["days"].items()},
        ago={word: minutes for table in read for word, minutes in table["ago"].items()},
        ago_marks=frozenset(x for table in read for x in table["marks"]["ago"]),
        published=frozenset(x for table in (foreign, *read) for x in table["marks"]["published"]),
        modified=frozenset(x for table in (foreign, *read) for x in table["marks"]["modified"]),
        weekdays=frozenset(foreign["marks"]["weekdays"]),
        of_another=tuple(foreign["marks"]["of_another"]),
    )


def number_of(word: str, patterns: Mapping[str, object]) -> int:
    """The number of the first pattern that matches the whole word, in capital or small letters.
    Raises `StopIteration` where none matches.
    """
    return next(
        int(str(n)) for pattern, n in patterns.items() if re.fullmatch(pattern, word, re.IGNORECASE)
    )
