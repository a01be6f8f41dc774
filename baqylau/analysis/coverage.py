"""How the press printed a release of an official source: the release and the articles of its story
come in; the articles with the kind of each and the part of the release that it kept go out.

Sentences are compared, not whole texts: an article that leaves sentences out has shortened the
release, one that says the same in other words has edited it. The phrase that names the source
("сообщает Б со ссылкой на пресс-службу") counts for nothing.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from baqylau.stories.fingerprint import sentences

Kind = Literal["verbatim", "shortened", "extended", "edited", "rewritten", "translated"]
Words = Counter[str]

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORD = re.compile(r"[^\W_]+")
_CREDIT = re.compile(
    r"[,–—-]\s*(?:" + "|".join(map(re.escape, _DATA["credits"])) + r")[^.!?\n]{0,160}",
    re.IGNORECASE,
)
MOST_SENTENCES = 200
_FIRST = 4  # words of a sentence in which a credit begins
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
    whole = sum(x.total() for x in wanted) or 1
    length = sum(x.total() for x in given) or 1
    pairs = _paired(wanted, given)
    common = {(i, j): (wanted[i] & given[j]).total() for i, j in pairs.items()}
    kept = sum(common.values())
    if kept / whole < _LEAST_KEPT:
        return Print("rewritten", kept / whole)
    changed = sum(
        max(wanted[i].total(), given[j].total()) - both for (i, j), both in common.items()
    )
    own = length - sum(given[j].total() for j in pairs.values())
    return Print(_kind(kept, whole, changed, own, length), kept / whole)


def _kind(kept: int, whole: int, changed: int, own: int, length: int) -> Kind:
    if changed / kept >= _EDITS:
        return "edited"
    if own / length >= _NEW:
        return "extended"
    return "verbatim" if kept / whole >= _WHOLE else "shortened"


def _sentences(text: str) -> list[Words]:
    """The words of each sentence, small letters, without the phrase that names the source."""
    found = []
    for sentence in sentences(text)[:MOST_SENTENCES]:
        words = _WORD.findall(_CREDIT.sub("", sentence).lower().replace("ё", "е"))
        if words and not _is_credit(words):
            found.append(Counter(words))
    return found


def _is_credit(words: Sequence[str]) -> bool:
    """Whether a sentence only names the source: "Об этом сообщает Б."."""
    return len(words) <= _DATA["longest_credit"] and any(
        x.startswith(tuple(_DATA["credits"])) for x in words[:_FIRST]
    )


def _paired(wanted: Sequence[Words], given: Sequence[Words]) -> dict[int, int]:
    """Sentences of both that say the same, each once, the likest first."""
    sizes = [x.total() for x in given]
    likest = sorted(
        (
            (part, -i, -j)
            for i, one in enumerate(wanted)
            for j, other in enumerate(given)
            if (part := 2 * (one & other).total() / (one.total() + sizes[j])) >= CHANGED
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in likest:
        if -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs
