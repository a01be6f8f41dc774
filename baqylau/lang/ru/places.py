"""Places that the lists know and the tagger misses, and the nominative of place names.

Comes in: tokens and place candidates. Goes out: candidates (`Теренкольский район`) and names
(`Талгаре` -> `Талгар`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.declension import forms, given_names
from baqylau.lang.ru.gazetteer import several
from baqylau.lang.ru.lemmas import morph, readings
from baqylau.lang.ru.nominative import inflected, phrase
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


@cache
def _known() -> dict[str, str]:
    return {name.lower(): name for name in wordlist("places")["known"]}


def find(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Places such as `Карагандинской области`, and known places of one word that the
    tagger missed.
    """
    yield from (Candidate("place", *x) for x in several(tokens, "places", "known"))
    heads = set(wordlist("places")["heads"])
    for i, token in enumerate(tokens):
        if (
            token.lemma in heads
            and i
            and tokens[i - 1].text[:1].isupper()
            and tokens[i - 1].pos == "ADJ"
            and not is_position(tokens[i - 1].text.lower())
        ):
            yield Candidate("place", i - 1, i + 1)
        elif token.text[:1].isupper() and token.pos in ("PROPN", "NOUN") and _listed(token):
            yield Candidate("place", i, i + 1)


def _listed(token: Token) -> str | None:
    known = _known()
    return known.get(token.text.lower()) or known.get(token.lemma)


def is_whole(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`Российская Федерация`, `Советский Союз`, `США`: whether the candidate is exactly a listed
    place of several words or in capital letters.
    """
    words = tokens[candidate.first : candidate.last]
    if len(words) == 1:
        return words[0].text.isupper() and words[0].text in _known().values()
    return any(
        (first, last) == (0, len(words)) for first, last, _ in several(words, "places", "known")
    )


def is_known(token: Token) -> bool:
    """Whether the word is a listed place in any case, and no first name."""
    return _known_name(token) is not None


def retyped(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """`акимат Балхаша`: a single word tagged a person that is a known place and no surname beside a
    first name is a place.
    """
    return [
        (
            replace(c, kind="place")
            if c.kind == "person" and c.last - c.first == 1 and _known_name(tokens[c.first])
            else c
        )
        for c in found
    ]


def _known_name(token: Token) -> str | None:
    if token.lemma in given_names():
        return None
    return _listed(token) or next(
        (n for f in forms(token.text, True) if (n := _known().get(f.nominative.lower()))), None
    )


def names(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[Candidate, str]:
    """The nominative of every place candidate."""
    named: dict[Candidate, str] = {}
    head: str | None = None  # of the last place that had one: район
    for candidate in sorted((c for c in found if c.kind == "place"), key=lambda c: c.first):
        name = candidate.name or _name(tokens[candidate.first : candidate.last])
        shared = _shared_head(tokens, candidate.last)
        if shared and candidate.last - candidate.first <= _SHARING:
            named[candidate] = _with_head(candidate, name, shared, tokens)
            continue
        alone = candidate.last - candidate.first == 1
        named[candidate] = _with_head(candidate, name, head if alone else None, tokens)
        last = name.split()[-1]
        head = last if " " in name and last in wordlist("places")["heads"] else head
    return named


_SHARING = 2  # words: `Мангистауской`, `Туркестанской областях`
_LISTED = 8  # words of a list before its noun


def _shared_head(tokens: Sequence[Token], at: int) -> str | None:
    """`в Мангистауской и Туркестанской областях`: the noun in the plural that the adjectives of a
    list share, in the singular; `at` is the index behind one of them or behind the noun.
    """
    heads = wordlist("places")["heads"]
    for i in range(at - 1, min(at + _LISTED, len(tokens))):
        token = tokens[i]
        if token.lemma in heads and token.feats.get("Number") == "Plur":
            return token.lemma
        listed = token.text in (",", "и") or token.text.endswith(_ADJECTIVE)
        if not listed:
            return None
    return None


_ADJECTIVE = ("ском", "ской", "ского", "скому", "ским", "ский", "ская", "скую")


def _with_head(candidate: Candidate, name: str, head: str | None, tokens: Sequence[Token]) -> str:
    """`в Актогайском районе 30 и в Теренкольском 19`: an adjective alone shares the noun of the
    place before it.
    """
    token = tokens[candidate.first]
    if head is None or not token.text.endswith(_ADJECTIVE):
        return name
    adjective = _agreeing(token.text, head) or inflected(
        token.text, token.feats.get("Gender"), "Sing", "ADJ"
    )
    return f"{_capitals_of(token.text, adjective)} {head}" if adjective else name


def _agreeing(word: str, head: str) -> str | None:
    """The adjective as it stands before its noun: `Мангистауской`, `область` -> `мангистауская`."""
    gender = readings(head)[0].tag.gender if readings(head) else None
    for reading in readings(word.lower()):
        if reading.tag.POS == "ADJF" and gender:
            form = reading.inflect({"nomn", "sing", gender})
            return str(form.word) if form else None
    return None


def _name(words: Sequence[Token]) -> str:
    if len(words) == 1:
        return _single(words[0])
    text = "".join(
        w.text + (" " if i + 1 < len(words) and words[i + 1].start > w.end else "")
        for i, w in enumerate(words)
    )
    shifted = [_moved(w, words[0].start) for w in words]
    return phrase(shifted, text)


def _moved(token: Token, start: int) -> Token:
    return Token(
        token.start - start, token.end - start, token.text, token.lemma, token.pos, token.feats
    )


def _capitals_of(model: str, word: str) -> str:
    """The word with the capital letters of its model, part by part: `Алма-Аты` -> `Алма-Ата`."""
    parts, own = word.split("-"), model.split("-")
    if len(parts) != len(own):
        return model[0] + word[1:]
    return "-".join(o[:1] + p[1:] for o, p in zip(own, parts, strict=True))


def _single(token: Token) -> str:
    """The nominative of one word: by the list, by pymorphy3 where it knows the word, else by the
    endings of names in the case that the tagger gave.
    """
    listed = _known_name(token)
    if listed:
        return listed
    low = token.text.lower()
    if token.feats.get("Case", "Nom") == "Nom" or token.text.isupper():
        return token.text
    if morph().word_is_known(low):
        geo = next((r for r in readings(low) if "Geox" in r.tag), readings(low)[0])
        form = geo.inflect({"nomn"})
        return _capitals_of(token.text, str(form.word)) if form else token.text
    case = {"Gen": "gen", "Dat": "dat", "Acc": "acc", "Ins": "ins", "Loc": "loc"}.get(
        token.feats["Case"]
    )
    return next(
        (f.nominative for f in forms(token.text, True) if f.case == case and f.part == "any"),
        token.text,
    )
