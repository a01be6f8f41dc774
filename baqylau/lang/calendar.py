"""Words of the calendar in every language we read: month names, "сегодня", "2 сағат бұрын",
"обновлено".

From `<code>/months.toml`. Pages mix them (Russian pages print Kazakh months), so all languages
answer together; `months.toml` beside this file knows the months of languages we read no further.
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
    """`months` by word, 1..12; `days` before the visit by word; `ago` minutes by word; the words
    that mark a date's meaning.
    """

    months: dict[str, int]
    days: dict[str, int]
    ago: dict[str, int]
    ago_marks: frozenset[str]
    published: frozenset[str]
    modified: frozenset[str]

    def month(self, word: str) -> int | None:
        """The month a word names, with a Kazakh case ending or a full stop on it; None where it
        names none.
        """
        word = word.lower().strip(".,")
        if word in self.months:
            return self.months[word]
        for length in range(len(word) - 1, 3, -1):
            if word[:length] in self.months and len(word) - length <= _LONGEST_ENDING:
                return self.months[word[:length]]
        return None


_LONGEST_ENDING = 4
"""Letters of the longest case ending on a month: қарашадан, наурыздағы has six with its -ғы, which
no date line prints.
"""


@cache
def calendar() -> Calendar:
    """All languages' words in one."""
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
        days={word: before for table in read for word, before in table["days"].items()},
        ago={word: minutes for table in read for word, minutes in table["ago"].items()},
        ago_marks=frozenset(x for table in read for x in table["marks"]["ago"]),
        published=frozenset(x for table in (foreign, *read) for x in table["marks"]["published"]),
        modified=frozenset(x for table in (foreign, *read) for x in table["marks"]["modified"]),
    )


def number_of(word: str, patterns: Mapping[str, object]) -> int:
    """The number beside the first pattern that is the whole word, in any case. Raises
    `StopIteration` where none is.
    """
    return next(
        int(str(n)) for pattern, n in patterns.items() if re.fullmatch(pattern, word, re.IGNORECASE)
    )
