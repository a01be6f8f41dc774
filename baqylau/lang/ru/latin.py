"""Names in Latin letters: `Bloomberg`, `Meridian Crest`.

Comes in: tokens. Goes out: candidates for names.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_LATIN = re.compile(r"(?<![A-Za-zÀ-ž0-9&.+'’-])[A-Za-zÀ-ž][A-Za-zÀ-ž0-9&.+'’-]*$")
_NUMERAL = re.compile(r"(?<![A-Z])(?:[IVXLC]+|[A-Z]+-?\d+\w*)")  # XXI, STS-124: an ordinal, a model


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def names(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Runs of Latin words with capital letters, and the small words between two of them: Bloomberg,
    Bank of East Asia.
    """
    at = 0
    while at < len(tokens):
        if not is_latin(tokens[at]):
            at += 1
            continue
        end = at + 1
        first = at - 1 if _is_number(tokens, at - 1, at) else at  # 3Com
        while (following := _following(tokens, end)) is not None:
            end = following + 1
        end += _is_number(tokens, end, end)
        if not (first > 0 and _is_thing(tokens[first - 1])):
            name = tokens[first].text + "".join(
                " " * (t.start > before.end) + t.text
                for before, t in itertools.pairwise(tokens[first:end])
            )
            yield Candidate("organization", first, end, name)
        at = end


def _is_number(tokens: Sequence[Token], at: int, behind: int) -> bool:
    """Whether this token is a number with no space between it and the word at `behind`."""
    return (
        0 <= at < len(tokens)
        and 0 < behind < len(tokens)
        and tokens[at].text.isdigit()
        and tokens[behind].start == tokens[behind - 1].end
    )


def _is_thing(token: Token) -> bool:
    """`браузера Chrome`; in the plural (`модели Lexus`) the name is that of the maker."""
    makers = token.lemma in _list("made") and token.feats.get("Number") == "Plur"
    return token.lemma in _list("things") and not makers


def wider(runs: Iterable[Candidate], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """The runs that contain all that the tagger found in them: `Corriere della Sera` where it found
    only `Corriere`.
    """
    for run in runs:
        touching = [c for c in tagged if c.first < run.last and run.first < c.last]
        if touching and all(
            c.kind == "organization" and run.first <= c.first and c.last <= run.last
            for c in touching
        ):
            yield run


def _following(tokens: Sequence[Token], at: int) -> int | None:
    """The index of the next word of the run: the next token, or the one behind one or two small
    words.
    """
    for i in range(at, min(at + 3, len(tokens))):
        if tokens[i].start - tokens[i - 1].end > 1:
            return None
        if is_latin(tokens[i]):
            return i
        if tokens[i].text not in _list("small"):
            return None
    return None


def is_latin(token: Token) -> bool:
    """A Latin word with a capital letter: `Bloomberg`, `comScore`, `al-Haj`."""
    word = token.text
    if (
        len(word) < 2
        or word.islower()
        or _NUMERAL.fullmatch(word)
        or word in _list("not_organizations")
    ):
        return False
    return bool(_LATIN.match(word))
