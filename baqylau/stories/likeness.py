"""Whether two pages hold the same article: titles and texts come in, yes or no goes out.

An edited article keeps most of its words; two articles under one address share none but the
outlet's usual ones.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from baqylau.stories.reprints import normalise

_SIZE = 4
"""Words of a shingle."""
_MAX_WORDS = 2000
_MIN_SHARED = 0.25
"""Share of the shorter text's shingles in the longer one from which they are one article. Different
articles of one outlet measured share .00 to .05, a rewritten flash .3 and more.
"""
_MIN_TITLE = 0.5
"""Share of the shorter title's words in the other one."""
_MIN_TITLE_WORDS = 3
_MAX_COUNTER_LINE = 60
_NUMBER = re.compile(r"\d")


def is_one_article(title: str | None, text: str, other_title: str | None, other: str) -> bool:
    """Whether two texts are versions of one article."""
    ours, theirs = normalise(title or ""), normalise(other_title or "")
    if ours and ours == theirs:
        return True
    first, second = set(ours.split()), set(theirs.split())
    if min(len(first), len(second)) >= _MIN_TITLE_WORDS and len(first & second) >= _MIN_TITLE * min(
        len(first), len(second)
    ):
        return True
    one, two = _shingles(text), _shingles(other)
    return len(one & two) >= _MIN_SHARED * max(1, min(len(one), len(two)))


def is_revision(title: str | None, text: str, other_title: str | None, other: str) -> bool:
    """Whether a reader would see a difference: words were changed, not only marks, spaces or the
    counters of views and comments.
    """
    return normalise(title or "") != normalise(other_title or "") or (
        normalise(_without_counters(text)) != normalise(_without_counters(other))
    )


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = normalise(text).split()[:_MAX_WORDS]
    return {tuple(words[x : x + _SIZE]) for x in range(max(1, len(words) - _SIZE + 1))}


def _without_counters(text: str) -> str:
    return "\n".join(x for x in text.split("\n") if not _is_counter(x))


def _is_counter(line: str) -> bool:
    """Whether a line counts readers: "Прочитали: 3 450 человек"."""
    if len(line) > _MAX_COUNTER_LINE or not _NUMBER.search(line):
        return False
    words = normalise(line).split()
    return any(x.startswith(_counted()) for x in words[:3]) and "." not in line.rstrip(".")


@cache
def _counted() -> tuple[str, ...]:
    path = Path(__file__).with_name("counters.toml")
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["beginnings"])
