"""Where a text's news comes from, for every language: the layer of a source, and the fact.

Comes in: the words that name a source, and a language's cue lists. Goes out: `self` for the outlet
of the article, `cited` for another newsroom, `official` for an office or firm, `social` for a
network; and `Attribution`s of which no two share a source.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Attribution, Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.text.outlet_names import ends_as_a_site, folded

Layer = Literal["self", "cited", "official", "social"]


@dataclass(frozen=True, slots=True)
class LayerCues:
    """The cue lists of a language; all words are in small letters and in the form that the language
    looks words up by.
    """

    newsrooms: re.Pattern[str]
    press: Collection[str]
    between: Collection[str]
    official: Collection[str]
    official_stems: Collection[str]
    networks: Collection[str]


def layer_cues(data: Mapping[str, Any]) -> LayerCues:
    """The cues of `attribution.toml`."""
    newsrooms = "|".join(map(re.escape, data["newsrooms"]))
    return LayerCues(
        re.compile(rf"(?:{newsrooms})(?!\w)"),
        frozenset(data["press"]),
        frozenset(data["between"]),
        frozenset(data["official"]),
        tuple(data["official_stems"]),
        frozenset(data["networks"]),
    )


def is_own(a: Analysis, name: str) -> bool:
    """Whether the name is that of the article's outlet, in any spelling."""
    return bool(a.source.outlet) and folded(a.source.outlet or "") == folded(name)


def layer_of(
    a: Analysis, name: str, lemmas: Collection[str], cues: LayerCues, *, in_marks: bool
) -> Layer:
    """By the outlet's own name, then by known newsrooms and words for the press, then by words for
    an office, then by Latin letters and marks. `lemmas` are the words around the name.
    """
    low = name.lower()
    if is_own(a, name):
        return "self"
    site = ends_as_a_site(low) or re.fullmatch(r"\w+\.\w+", low)
    if cues.newsrooms.match(low) or site or any(x in cues.press for x in lemmas):
        return "cited"
    official = any(x in cues.official for x in lemmas)
    if official or any(stem in low for stem in cues.official_stems):
        return "official" if not name.isascii() else "cited"
    if low in cues.networks:
        return "social"
    newsroom = name.isascii() or in_marks or any(x in cues.between for x in lemmas)
    return "cited" if newsroom else "official"


def attribution(
    a: Analysis, span: Span, source: Slot, layer: Layer, rule: str, confidence: float
) -> Attribution:
    """The fact; `source.name` is its canonical name."""
    fields = a.place(span.start, span.end) | {"sentence": a.sentence_span(source.start)}
    return Attribution(**fields, confidence=confidence, rule=rule, layer=layer, source=source)


def first_of_each(found: Iterable[Attribution]) -> Iterator[Attribution]:
    """Without those whose source shares words with the source of an earlier one, which two rules
    may have read.
    """
    seen: SpanIndex[Slot] = SpanIndex()
    for fact in found:
        if not any(True for _ in seen.touching(fact.source.start, fact.source.end)):
            seen.add(fact.source)
            yield fact


def dateline(a: Analysis, agencies: Collection[str], rule: str) -> Iterator[Attribution]:
    """`АСТАНА. ҚАЗАҚПАРАТ –`, `ASTANA – KAZINFORM –`: an agency at the very beginning, behind a
    place and before a dash.
    """
    head = a.text[:_LONGEST_DATELINE]
    names = "|".join(sorted(map(re.escape, agencies), key=len, reverse=True))
    found = re.search(rf"(?<!\w)({names})(?!\w)[\s/)]{{0,3}}[-–—]\s", head, re.IGNORECASE)
    if found is None or not _is_dateline(head[: found.start()]):
        return
    source = a.slot(found.start(1), found.end(1), _in_words(found[1]))
    layer: Layer = "self" if not a.source.outlet or _is_near(a, found[1]) else "cited"
    yield attribution(a, Span(source.start, source.end), source, layer, rule, 0.6)


_LONGEST_DATELINE = 80  # characters


def _is_dateline(before: str) -> bool:
    """A place and a date, no sentence."""
    return not re.search(r"[a-zа-яё]{3,}\s[a-zа-яё]{3,}\s", before)


def _is_near(a: Analysis, agency: str) -> bool:
    own = folded(a.source.outlet or "")
    return own == folded(agency) or own.startswith(folded(agency)[:4])


def _in_words(name: str) -> str:
    """`ҚАЗАҚПАРАТ` -> `Қазақпарат`; `КазТАГ` stays."""
    return name.capitalize() if name.isupper() and len(name) > _LONGEST_ACRONYM else name


_LONGEST_ACRONYM = 5
