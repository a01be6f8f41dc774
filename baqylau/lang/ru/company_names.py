"""One name per organization and document: `Нацбанка` -> `Национальный банк`, where the text has it;
`FT` -> `Financial Times`.

Comes in: the candidates of a document. Goes out: a canonical name for every organization among
them.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def names(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[Candidate, str]:
    """The name of every organization; abbreviations and short forms get the full name that stands
    before them in the document.
    """
    named: dict[Candidate, str] = {}
    fulls: dict[
        str, dict[str, None]
    ] = {}  # full names met so far in order, by the letters a short form may begin with
    for candidate in sorted((c for c in found if c.kind == "organization"), key=lambda c: c.first):
        own = candidate.name or _nominative(tokens[candidate.first : candidate.last])
        alike = fulls.get(own[:1].lower(), {})
        meant = [full for full in alike if _short_for(own, full)]
        rivals = own.isupper() and len([x for x in meant if x.startswith(own + " ")]) > 1
        named[candidate] = own if rivals or not meant else meant[0]  # `МИД` of two countries
        for full in (named[candidate], *_inner(tokens[candidate.first : candidate.last])):
            for letter in _beginnings(full):
                if len(fulls.setdefault(letter, {})) < _MOST_NAMES:
                    fulls[letter][full] = None
    return named


_MOST_NAMES = 300  # compared with a short form; with more of one letter it is a register


def _beginnings(full: str) -> set[str]:
    """The letters with which a short form of this name may begin: the first letter of the name, and
    the first of its initials.
    """
    capital = next((w[0] for w in full.split() if w[0].isupper()), "")
    return {full[:1].lower(), capital.lower()}


@cache
def _heads() -> frozenset[str]:
    return frozenset(wordlist("organizations")["heads"])


def _inner(words: Sequence[Token]) -> Iterator[str]:
    """`Комитет … Национального банка Республики Казахстан` names the bank too."""
    for i, token in enumerate(words[:-1]):
        if i > 1 and token.lemma in _heads() and token.pos == "NOUN":
            first = i - 1 if words[i - 1].pos == "ADJ" else i
            if words[first].text[0].isupper():
                yield _nominative(words[first:])


def _nominative(words: Sequence[Token]) -> str:
    text = "".join(
        w.text + (" " if i + 1 < len(words) and words[i + 1].start > w.end else "")
        for i, w in enumerate(words)
    )
    start = words[0].start
    return phrase(
        [Token(w.start - start, w.end - start, w.text, w.lemma, w.pos, w.feats) for w in words],
        text,
    )


@cache
def _endings() -> frozenset[str]:
    """`Opera` is the firm `Opera Software`; `Apple` is not the portal `Apple Insider`."""
    return frozenset(wordlist("organizations")["firm_endings"])


def _short_for(short: str, full: str) -> bool:
    """`FT` for `Financial Times`, `Нацбанк` for `Национальный банк …`, and the beginning of a full
    name for the full name.
    """
    if len(short) >= len(full):
        return False
    initials = "".join(w[0] for w in full.split() if w[0].isupper())
    if short.isupper() and len(short) > 1 and initials.startswith(short):
        return True
    if full.lower().startswith(short.lower() + " "):
        rest = full[len(short) + 1 :].lower().split()
        return not full.isascii() or all(word in _endings() for word in rest)
    parts = full.lower().split()
    return (
        len(parts) > 1
        and short.lower().startswith(parts[0][:3])
        and parts[1][:3] in short.lower()[3:]
        and " " not in short
    )
