"""Sources by how they publish or speak to the press. Comes in: a `Text`. Goes out: `Found`s:

`the akimat’s press service said`            en.press_service
`the ministry said in a statement`           en.in_statement
`the ministry’s website shows`               en.website
`told Reuters`, `in an interview with X`     en.told
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from baqylau.facts.en.words.source_phrases import (
    Source,
    behind_channel,
    is_press_service,
    last_newsroom,
    layer_of_name,
    outlet_at,
    source_at,
)
from baqylau.facts.en.words.sources import is_newsroom_name
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention

_POSSESSIVE = ("’s", "'s", "’", "'")
_NEAR = 4  # tokens between "said" and "in a statement": `said on Monday in a statement`


@dataclass(frozen=True, slots=True)
class Found:
    """`tokens[first:last]` say where the news comes from."""

    first: int
    last: int
    source: Source
    rule: str
    confidence: float


def published(text: Text) -> Iterator[Found]:
    for i in text.where(_triggers()):
        low = text.low(i)
        if low == "press" and is_press_service(text, i):
            yield from _press_service(text, i)
        elif low in ("reported", "reports") and not text.mention(i - 1):
            yield from _office_reports(text, i)
        elif low in entries("attribution", "papers"):
            yield from _in_statement(text, i)
        elif low in entries("attribution", "site"):
            yield from _on_website(text, i)
        elif low in entries("attribution", "told") or low == "interview":
            yield from _told(text, i)


@cache
def _triggers() -> frozenset[str]:
    """The words at which a pattern may begin; most tokens are none."""
    lists = (entries("attribution", key) for key in ("papers", "site", "told"))
    return frozenset(("press", "reported", "reports", "interview")).union(*lists)


def _press_service(text: Text, i: int) -> Iterator[Found]:
    """`the akimat’s press service said`, `the press office of the akimat told Reuters`."""
    source = source_at(text, i)
    last = source.last if source and source.last > i + 2 else i + 2
    while text.low(last) in ("also", "later", "has", "have"):
        last += 1
    if text.low(last) not in entries("attribution", "press_says"):
        return
    first = i
    while (
        text.low(first - 1) in _POSSESSIVE
        or text.mention(first - 1, "organization", "place")
        or text.pos(first - 1) in ("NOUN", "ADJ")
    ):
        first -= 1
    if text.low(first) in _POSSESSIVE:  # the president’s own, by his name
        first -= 1
        while text.is_capital(first - 1) and text.touches(first):
            first -= 1
    end = source.last if source and source.last > i + 2 else i + 2
    name = text.phrase(first, end)
    yield Found(first, last + 1, Source(first, end, "official", name), "en.press_service", 0.75)


def _office_reports(text: Text, i: int) -> Iterator[Found]:
    """`the ministry reported on Friday that …`"""
    source = None if is_press_service(text, i - 2) else _institution_before(text, i)
    owned = source and text.low(source.first - 1) in _POSSESSIVE  # a newsroom’s Kyrgyz service
    if source and not owned and text.low(i + 1) not in ("to", "by"):
        yield Found(source.first, i + 1, source, "en.reports", 0.65)


def _in_statement(text: Text, i: int) -> Iterator[Found]:
    """`the Ministry of Health said on Monday in a press release`: the institution."""
    k = i - 1
    while text.low(k) in ("press", "official", "joint", "written", "news", "public", "brief"):
        k -= 1
    if text.low(k) not in ("a", "its", "an") or text.low(k - 1) != "in":
        return
    verbs = entries("attribution", "press_says")
    verb = next((v for v in range(k - 2, k - 2 - _NEAR, -1) if text.low(v) in verbs), None)
    source = _institution_before(text, verb) if verb else None
    if source:
        yield Found(source.first, i + 1, source, "en.in_statement", 0.65)


def _institution_before(text: Text, verb: int) -> Source | None:
    """An institution whose last word stands right before the verb."""
    firm = text.ending(verb, "organization")
    if firm:
        layer = layer_of_name(text, firm.name)
        return Source(text.first(firm), verb, layer, firm.name) if layer == "official" else None
    if text.low(verb - 1) not in entries("attribution", "official"):
        return None
    first = verb - 1
    while text.pos(first - 1) in ("NOUN", "ADJ", "PROPN") and not text.mention(first - 1, "person"):
        first -= 1
    return Source(first, verb, "official", text.phrase(first, verb))


def _on_website(text: Text, i: int) -> Iterator[Found]:
    """`the National Bank’s website shows`, `published on the website of the National Bank`."""
    owner = _owner(text, i)
    if owner is None:
        return
    first, last, name = owner
    source = Source(first, last, "official", name)
    if text.low(i + 1) in entries("attribution", "site_says"):
        yield Found(first, i + 2, source, "en.website", 0.7)
        return
    k = min(first, i) - 1
    while is_determiner(text.low(k)) or text.low(k) == "official":
        k -= 1
    if text.low(k) == "on" and text.low(k - 1) in entries("attribution", "published"):
        yield Found(k - 1, max(last, i + 1), source, "en.website", 0.7)


def _owner(text: Text, i: int) -> tuple[int, int, str] | None:
    """The institution whose site it is: before the noun with a possessive, or behind `of`."""
    k = i - (text.low(i - 1) == "official") - 1
    if text.low(k) in _POSSESSIVE:
        firm = text.ending(k, "organization")
        if firm and not is_newsroom_name(text, firm.name):
            return text.first(firm), k, firm.name
        if text.low(k - 1) in entries("attribution", "official"):
            return k - 1, k, text.word(k - 1)
    if text.low(i + 1) == "of":
        at = i + 2 + is_determiner(text.low(i + 2))
        firm = text.beginning(at, "organization")
        if firm and not is_newsroom_name(text, firm.name):
            return at, text.last(firm), firm.name
    return None


def _newsroom(text: Text, i: int) -> Mention | None:
    """The newsroom whose name begins at the token, behind an article."""
    firm = text.beginning(i, "organization")  # The Times of Central Asia
    firm = firm or text.beginning(i + is_determiner(text.low(i)), "organization")
    return firm if firm and is_newsroom_name(text, firm.name) else None


def _told_kind(text: Text, at: int) -> Source | None:
    """`told public broadcaster NRK`, `told business magazine Kapital`."""
    adjectives = entries("attribution", "press_adjectives")
    k = at
    while k < at + 4 and (is_determiner(text.low(k)) or text.low(k) in adjectives):
        k += 1
    source = (
        source_at(text, at) if text.low(k) in entries("attribution", "newsroom_nouns") else None
    )
    return source if source and source.layer == "cited" and source.first > k else None


def _told(text: Text, i: int) -> Iterator[Found]:
    """`told Reuters`, `in an interview with Reuters`; `told the outlet` is the one cited before."""
    if text.low(i) == "interview" and text.low(i + 1) not in ("with", "to", "for"):
        return
    at = i + 2 if text.low(i) == "interview" else i + 1
    outlet = outlet_at(text, at + is_determiner(text.low(at)))
    if outlet and outlet.layer == "cited":
        yield Found(i, outlet.last, outlet, "en.told", 0.7)
        return
    kind = _told_kind(text, at)
    if kind:
        yield Found(i, kind.last, kind, "en.told", 0.7)
        return
    firm = _newsroom(text, at)
    layer = layer_of_name(text, firm.name) if firm else "cited"
    if firm and layer == "cited":  # what its own outlet was told needs no source
        first, end = text.first(firm), behind_channel(text, text.last(firm))
        name = firm.name if end == text.last(firm) else text.phrase(first, end)
        source = Source(first, end, layer, name)
        yield Found(i, source.last, source, "en.told", 0.7)
    elif (
        firm is None
        and is_determiner(text.low(at))
        and text.low(at + 1) in entries("attribution", "the_newsroom")
    ):
        cited = last_newsroom(text, at)
        if cited:
            source = Source(at, at + 2, layer_of_name(text, cited), cited)
            yield Found(i, at + 2, source, "en.told", 0.6)
