"""How the press printed a release of an official source: the release and the articles of its story
come in; the articles with the kind of each and the part of the release that it kept go out.

Sentences are compared, not whole texts: an article that leaves sentences out has shortened the
release, one that says the same in other words has edited it. The phrase that names the source
("сообщает Б со ссылкой на пресс-службу") counts for nothing.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["verbatim", "shortened", "extended", "edited", "rewritten", "translated"]
Words = tuple[str, ...]

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_ENDS = re.compile(r"(?<=[.!?…])[»”\"]?\s+|\n+")
_WORD = re.compile(r"[^\W_]+")
_CREDIT = re.compile(
    r"[,–—-]\s*(?:%s)[^.!?\n]{0,160}" % "|".join(map(re.escape, _DATA["credits"])),  # noqa: UP031
    re.IGNORECASE,
)
MOST_SENTENCES = 200
CHANGED = 0.4  # of the words of both: the same sentence in other words
_LEAST_KEPT = 0.2  # of the release's words; below it the article is written anew
_EDITS = 0.03  # of the kept words are other ones
_NEW = 0.08  # of the article's words stand in sentences of its own
_WHOLE = 0.93  # of the release's words


@dataclass(frozen=True, slots=True)
class Print:
    """One article about a release; `kept` is the part of the release's words it has, 0 to 1. For a
    translation it is None: words of two languages are not compared.
    """

    kind: Kind
    kept: float | None


def printed(release: str, release_language: str, article: str, article_language: str) -> Print:
    """How `article` prints `release`; both are known to be about one event."""
    if release_language != article_language:
        return Print("translated", None)
    wanted, given = _sentences(release), _sentences(article)
    pairs = _paired(wanted, given)
    whole = sum(map(len, wanted)) or 1
    kept = sum(_common(wanted[i], given[j]) for i, j in pairs)
    if kept / whole < _LEAST_KEPT:
        return Print("rewritten", kept / whole)
    changed = sum(
        max(len(wanted[i]), len(given[j])) - _common(wanted[i], given[j]) for i, j in pairs
    )
    own = sum(len(x) for j, x in enumerate(given) if j not in {j for _, j in pairs})
    return Print(_kind(kept, whole, changed, own, sum(map(len, given)) or 1), kept / whole)


def _kind(kept: int, whole: int, changed: int, own: int, length: int) -> Kind:
    if changed / kept >= _EDITS:
        return "edited"
    if own / length >= _NEW:
        return "extended"
    return "verbatim" if kept / whole >= _WHOLE else "shortened"


def _sentences(text: str) -> list[Words]:
    """The words of each sentence, small letters, without the phrase that names the source."""
    parts = (_CREDIT.sub("", x) for x in _ENDS.split(text)[:MOST_SENTENCES])
    words = (tuple(x.lower().replace("ё", "е") for x in _WORD.findall(part)) for part in parts)
    return [x for x in words if x and not _is_credit(x)]


def _is_credit(words: Words) -> bool:
    """Whether a sentence only names the source: "Об этом сообщает Б."."""
    return len(words) <= _DATA["longest_credit"] and any(
        word.startswith(x) for word in words[:4] for x in _DATA["credits"]
    )


def _paired(wanted: Sequence[Words], given: Sequence[Words]) -> list[tuple[int, int]]:
    """Sentences of both that say the same, each once, the likest first."""
    likest = sorted(
        (
            (part, -i, -j)
            for i, one in enumerate(wanted)
            for j, other in enumerate(given)
            if (part := 2 * _common(one, other) / (len(one) + len(other))) >= CHANGED
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in likest:
        if -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return sorted(pairs.items())


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    return (Counter(one) & Counter(other)).total()
