"""Whether two articles tell of one event, and which story a new article joins: features come in, a
score or a story's id goes out.

A score is a sum of weighted likenesses (`weights.toml`); above zero the articles are likelier of
one event than not. Articles of one language are compared by their stems too; articles of different
languages by names, figures and concepts alone.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from baqylau.stories.features import Features, concept_shares, rarity

WINDOW_HOURS = 96.0
"""An article joins a story whose newest article is at most this much older."""
_USUAL_FIGURE = 0.002
"""The share of articles with a figure of which nothing is known."""
_SMALL, _MEDIUM = 0.05, 0.01
"""The least share of articles with a figure up to ten (or a year), and with one of two digits."""
_SAME_NAMES = 0.6
_TRANSLATED = 0.75  # share of the figures of a text that its translation keeps
_FIGURES = 2  # figures without which nothing is called a translation
_FIGURES_OF_EDITION = 3  # the same in two editions of one outlet, which may be of unlike length
_CLOSEST = 3  # members of a story whose scores are averaged with the best one
_OWN_LANGUAGE = 0.7  # what members in the article's language count for where there are both
_KEYS = {"n": 8, "f": 5, "s": 10, "c": 4}
_TABLES = 1000.0  # articles of the window that weigh as much as the shipped tables
_CHANGED = 0.95  # a factor above it changes nothing
TOO_MANY = 300
"""Articles of the window from which a key finds no candidates: a usual word, or the name of the
hour, which every article prints."""

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Part:
    """Weighted keys of one kind, with the length and the sum of their weights."""

    of: Vector
    length: float
    total: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article's features, each with its weight. A weight is how rare the key is by the tables
    shipped with the program, as a natural logarithm: counting the articles of the window as well
    made the answers no better, and dependent on the order of arrival."""

    language: str
    stems: Part
    head: Part
    names: Part
    figures: Part
    concepts: Part
    dates: frozenset[str]
    head_names: frozenset[str]


def weigh(features: Features) -> Weighed:
    """The features by how rare they are."""
    code = features.language
    rare = {x: rarity(x, code) for x in features.stems}
    usual = concept_shares()
    return Weighed(
        code,
        _part({x: n * rare[x] for x, n in features.stems.items()}),
        _part({x: rare[x] for x in features.head if x in rare}),
        _part(features.names),
        _part({x: -math.log(_usual_figure(x)) for x in features.figures}),
        _part({x: -n * math.log(usual[x]) for x, n in features.concepts.items()}),
        features.dates,
        features.head_names,
    )


def _part(of: Vector) -> Part:
    return Part(of, math.sqrt(sum(n * n for n in of.values())), sum(of.values()))


def _usual_figure(figure: str) -> float:
    value = float(figure)
    if value <= 10 or (1990 <= value <= 2040 and value.is_integer()):  # counts of a few; years
        return _SMALL
    return _MEDIUM if value < 100 and value.is_integer() else _USUAL_FIGURE


Factors = Mapping[str, float]
"""By what the weight of a key is to be multiplied, by `keys`; of others by 1."""


def factors(weighed: Weighed, holders: Mapping[str, int], of: int) -> Factors:
    """What many articles of these days print says little of an event, however rare it was when the
    tables were made: a new disease, a war, the name of the hour. `holders` are the articles of the
    window, `of` in all, that have each of the keys.
    """
    found: dict[str, float] = {}
    for key, count in holders.items():
        before = _rarity_of(key, weighed)
        if before <= 0:
            continue
        share = (_TABLES * math.exp(-before) + count) / (_TABLES + of)
        factor = -math.log(min(share, 1.0)) / before
        if factor < _CHANGED:
            found[key] = factor
    return found


def _rarity_of(key: str, weighed: Weighed) -> float:
    """How rare a key of the article is by the tables."""
    kind, _, its = key.partition(":")
    match kind:
        case "n":
            return weighed.names.of[its]
        case "f":
            return weighed.figures.of[its]
        case "c":
            return -math.log(concept_shares()[its])
        case _:
            return rarity(its.partition(":")[2], weighed.language)


def reweighed(weighed: Weighed, by: Factors) -> Weighed:
    """The features with these factors."""
    if not by:
        return weighed
    stems = f"s:{weighed.language}:"
    return replace(
        weighed,
        stems=_times(weighed.stems, stems, by),
        head=_times(weighed.head, stems, by),
        names=_times(weighed.names, "n:", by),
        figures=_times(weighed.figures, "f:", by),
        concepts=_times(weighed.concepts, "c:", by),
    )


def _times(part: Part, prefix: str, by: Factors) -> Part:
    changed = {
        x: part.of[x] * factor
        for key, factor in by.items()
        if key.startswith(prefix) and (x := key[len(prefix) :]) in part.of
    }
    return _part({**part.of, **changed}) if changed else part


def likenesses(a: Weighed, b: Weighed, hours: float) -> dict[str, float]:
    """The measures that `score` weighs, by name."""
    same = a.language == b.language
    names, figures = _shared(a.names, b.names), _shared(a.figures, b.figures)
    concepts = _shared(a.concepts, b.concepts)
    words = _cosine(a.stems, b.stems) if same else 0.0
    held = names / _lesser(a.names, b.names)
    alike = _cosine(a.concepts, b.concepts) if concepts else 0.0
    return {
        "words": words,
        "title": _cosine(a.head, b.head) if same else 0.0,
        "names": _cosine(a.names, b.names) if names else 0.0,
        "names_held": held,
        "names_and_words": held * min(1.0, 2 * words),
        "names_and_concepts": held * alike,
        "names_rare": names / 10,
        "figures": _cosine(a.figures, b.figures) if figures else 0.0,
        "figures_rare": figures / 10,
        "concepts": alike,
        "concepts_held": concepts / _lesser(a.concepts, b.concepts),
        "other_names": float(bool(a.names.of and b.names.of and not names)),
        "other_title_names": float(
            bool(a.head_names and b.head_names)
            and a.head_names.isdisjoint(b.names.of)
            and b.head_names.isdisjoint(a.names.of)
        ),
        "other_figures": float(bool(a.figures.of and b.figures.of and not figures)),
        "dates": float(not a.dates.isdisjoint(b.dates)),
        "other_dates": _differ(a.dates, b.dates),
        "days": min(hours, WINDOW_HOURS) / 24,
    }


def _differ(a: frozenset[str], b: frozenset[str]) -> float:
    """1 where both hold something and share nothing."""
    return float(bool(a and b) and a.isdisjoint(b))


def share_names(a: Weighed, b: Weighed) -> bool:
    """Whether an update of a text is about the same place and people: most names of one stand in
    the other."""
    return not a.names.of or _shared(a.names, b.names) >= _SAME_NAMES * _lesser(a.names, b.names)


def is_translation(a: Weighed, b: Weighed) -> bool:
    """Whether texts of two languages tell the same: nearly all names and figures of one stand in
    the other, at a like length.
    """
    if a.language == b.language or min(len(a.figures.of), len(b.figures.of)) < _FIGURES:
        return False
    sizes = sorted((len(a.stems.of), len(b.stems.of)))
    return (
        2 * sizes[0] >= sizes[1]
        and _shared(a.figures, b.figures) >= _TRANSLATED * max(a.figures.total, b.figures.total)
        and _shared(a.names, b.names) >= _SAME_NAMES * _lesser(a.names, b.names)
    )


def is_edition(a: Weighed, b: Weighed) -> bool:
    """Whether two texts of one outlet in two languages tell the same, one perhaps at less length:
    nearly all names and figures of the one with less stand in the other.
    """
    if a.language == b.language or min(len(a.figures.of), len(b.figures.of)) < _FIGURES_OF_EDITION:
        return False
    return _shared(a.figures, b.figures) >= _TRANSLATED * _lesser(a.figures, b.figures) and _shared(
        a.names, b.names
    ) >= _SAME_NAMES * _lesser(a.names, b.names)


def score(a: Weighed, b: Weighed, hours: float) -> float:
    """Above zero: one event. `hours` lie between the two."""
    weights = _weights("one_language" if a.language == b.language else "two_languages")
    found = likenesses(a, b, hours)
    return weights["start"] + sum(weights[x] * n for x, n in found.items())


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a new article with one member of a story."""

    story: str
    value: float
    one_language: bool


def choose(scores: Iterable[Score]) -> tuple[str | None, float]:
    """The story that fits best, or None, and how it fits. Of its members the best score counts for
    half, the mean of the three best for the other half, so that one chance likeness does not join
    two stories; members in the article's own language tell more than the others.
    """
    of_story: dict[str, list[Score]] = {}
    for each in scores:
        of_story.setdefault(each.story, []).append(each)
    fit = {story: _fitting(members) for story, members in of_story.items()}
    best = max(fit, key=lambda x: (fit[x], x), default=None)
    if best is None:
        return None, -math.inf
    return (best if fit[best] > 0 else None), fit[best]


def _fitting(members: list[Score]) -> float:
    own = [x.value for x in members if x.one_language]
    other = [x.value for x in members if not x.one_language]
    if own and other:
        return _OWN_LANGUAGE * _fit(own) + (1 - _OWN_LANGUAGE) * _fit(other)
    return _fit(own or other)


def _fit(values: list[float]) -> float:
    closest = sorted(values, reverse=True)[:_CLOSEST]
    return (closest[0] + sum(closest) / len(closest)) / 2


def keys(weighed: Weighed) -> list[str]:
    """The rarest keys of an article, by which a store finds the articles to compare it with."""
    found: list[str] = []
    for kind, of in (
        ("n", weighed.names.of),
        ("f", weighed.figures.of),
        ("s", weighed.stems.of),
        ("c", weighed.concepts.of),
    ):
        prefix = f"s:{weighed.language}:" if kind == "s" else f"{kind}:"
        found += [prefix + x for x in sorted(of, key=lambda x: (-of[x], x))[: _KEYS[kind]]]
    return found


def _cosine(a: Part, b: Part) -> float:
    few, many = (a.of, b.of) if len(a.of) <= len(b.of) else (b.of, a.of)
    dot = sum([n * many[x] for x, n in few.items() if x in many])
    return dot / (a.length * b.length) if dot else 0.0


def _shared(a: Part, b: Part) -> float:
    return sum([min(a.of[x], b.of[x]) for x in a.of.keys() & b.of.keys()])


def _lesser(a: Part, b: Part) -> float:
    """What the poorer of two could share at most."""
    return min(a.total, b.total) or math.inf


@cache
def _weights(which: str) -> dict[str, float]:
    path = Path(__file__).with_name("weights.toml")
    table: dict[str, dict[str, float]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table[which]
