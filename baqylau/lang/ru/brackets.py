"""Second spellings of a name, in brackets right behind it: `Джоэл Саймон (Joel Simon)`, `Союз
советов (СС)`.

Comes in: the words and the names found so far. Goes out: each spelling as a candidate of the same
kind, with the name that it repeats.
"""

from collections.abc import Mapping, Sequence

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.latin import is_latin
from baqylau.model.words import Token

_CLOSE = frozenset('»”"“')
_LONGEST = 8  # tokens in the brackets
_SOUNDS: Mapping[str, str] = {
    "а": "aá", "б": "b", "в": "vw", "г": "gh", "д": "dj", "е": "ej", "ж": "jg", "з": "zs",
    "и": "iey", "й": "yj", "к": "kcq", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "scz", "т": "t", "у": "uw", "ф": "fp", "х": "hkcj", "ц": "ctz", "ч": "c", "ш": "s",
    "щ": "s", "э": "eah", "ю": "uyj", "я": "yj",
}  # fmt: skip
"""The letters with which a transliterated name may begin."""


def spellings(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[Candidate, Candidate]:
    """Each spelling in brackets with the name that it repeats."""
    spelled: dict[Candidate, Candidate] = {}
    for candidate in found:
        at = candidate.last
        while at < len(tokens) and tokens[at].text in _CLOSE:
            at += 1
        if at >= len(tokens) or tokens[at].text != "(":
            continue
        last = next(
            (
                i
                for i in range(at + 1, min(at + 2 + _LONGEST, len(tokens)))
                if tokens[i].text == ")"
            ),
            at,
        )
        inside = tokens[at + 1 : last]
        if inside and (
            _is_short(candidate, inside)
            or _sounds_alike(tokens[candidate.first : candidate.last], inside)
        ):
            spelled[Candidate(candidate.kind, at + 1, last)] = candidate
    return spelled


def _is_short(candidate: Candidate, inside: Sequence[Token]) -> bool:
    """`(КЗЖ)` behind an organization."""
    word = inside[0].text
    return (
        candidate.kind == "organization"
        and candidate.last - candidate.first > 1
        and len(inside) == 1
        and word.isupper()
        and word.isalpha()
    )


def _sounds_alike(words: Sequence[Token], inside: Sequence[Token]) -> bool:
    """`Джоэл Саймон (Joel Simon)`: whether the brackets hold as many Latin words, which begin with
    the same sounds.
    """
    ours, theirs = (
        [t.text.lower() for t in side if t.text[0].isalpha()] for side in (words, inside)
    )
    if (
        len(ours) != len(theirs)
        or not is_latin(inside[0])
        or not all(t.text.isascii() or not t.text.isalpha() or is_latin(t) for t in inside)
    ):
        return False
    return all(theirs[i][0] in _SOUNDS.get(ours[i][0], ours[i][0]) for i in range(len(ours)))
