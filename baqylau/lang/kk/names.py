"""Names in a Kazakh text: characters of persons, organizations and places, with a nominative form.

Comes in: a text with its sentences and words. Goes out: `KazakhName`s in order, without overlaps.
The surest rules come first (`name_rules.py`), then what the model finds (`name_model.py`), then the
rules that know less; last, names that the text repeats in a shorter form.
"""

from collections.abc import Iterable, Iterator, Sequence

from baqylau.lang.kk import name_model, name_rules
from baqylau.lang.kk.name_forms import (
    fullest,
    is_place_head,
    nominative_of,
    repeated,
    with_head,
    with_press_service,
)
from baqylau.lang.kk.name_rules import KazakhName, Kind, is_organization_head
from baqylau.model.words import Sentence, Token

_KINDS: dict[str, Kind] = {"PERSON": "person", "ORG": "organization", "PLACE": "place"}
_OPENING, _CLOSING = '«“„"', '»”"'


def find(text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]) -> list[KazakhName]:
    """Every name, in reading order, none overlapping another."""
    taken: list[KazakhName] = []
    for rule in name_rules.SURE:
        _add(taken, rule(text))
    _add(taken, _by_model(text, sentences, tokens))
    for rule in name_rules.FURTHER:
        _add(taken, rule(text))
    _add(taken, repeated(text, taken))
    return sorted(fullest(text, sorted(taken)))


def _add(taken: list[KazakhName], found: Iterable[KazakhName]) -> None:
    """Adds the names that overlap none of those taken."""
    for name in found:
        if not any(name.start < y.end and y.start < name.end for y in taken):
            taken.append(name)


def _by_model(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
) -> Iterator[KazakhName]:
    cut = [tokens[x.first : x.last] for x in sentences]
    labels = name_model.model().labels([[t.text for t in words] for words in cut])
    for words, its in zip(cut, labels, strict=True):
        for first, last, label in name_model.spans(its):
            if label in _KINDS:
                yield from _whole(text, words[first].start, words[last - 1].end, _KINDS[label])


def _whole(text: str, start: int, end: int, kind: Kind) -> Iterator[KazakhName]:
    """The name without marks around it and, of a person, without a title; of a place with the word
    for what it is, of an institution with its press service.
    """
    while start < end and not text[start].isalnum() and text[start] != "№":
        if text[start] in _OPENING and any(x in _CLOSING for x in text[start + 1 : end - 1]):
            break
        start += 1
    end -= text[end - 1] in _CLOSING and not any(x in _OPENING for x in text[start:end - 1])
    match kind:
        case "person":
            if text.startswith("атындағы", end + 1):
                return
            start = name_rules.without_title(text, start, end)
        case "place":
            end = with_head(text, end)
            last = text[start:end].split()[-1]
            if not is_place_head(last) and " " in text[start:end] and is_organization_head(last):
                kind = "organization"
        case "organization":
            end = with_press_service(text, end)
    if start < end:
        yield KazakhName(start, end, kind, nominative_of(text[start:end], kind))
