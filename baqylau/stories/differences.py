"""What a report adds to the text it was made from, what it leaves out, and which figures differ
between reports: texts and facts come in, sentences and values go out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baqylau.stories.fingerprint import fold, sentences, words

_SAME = 0.6
"""Share of a sentence's words in one sentence of the other text from which it stands there."""
_LEAST = 4  # words of a sentence that is compared


def missing(text: str, other: str) -> list[str]:
    """The sentences of the text that have no counterpart in the other one, in order."""
    there = [frozenset(words(x)) for x in sentences(other)]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(there):
        for word in each:
            holders[word].append(number)
    return [x.strip() for x in sentences(text) if not _has_counterpart(words(x), holders)]


def _has_counterpart(its: list[str], holders: Mapping[str, Sequence[int]]) -> bool:
    if len(its) < _LEAST:
        return True
    shared: dict[int, int] = defaultdict(int)
    for word in set(its):
        for number in holders.get(word, ()):
            shared[number] += 1
    return max(shared.values(), default=0) >= _SAME * len(set(its))


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of something that reports count, and the articles that give it, with the words in
    which the first of them does."""

    value: float
    articles: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that reports count differently: `unit` as in the facts, `of` in words."""

    unit: str
    of: str
    figures: tuple[Figure, ...]


def differing(amounts: Iterable[tuple[int, str, Mapping[str, Any]]]) -> list[Difference]:
    """Which figures differ between articles: (article, outlet, amount as in the contract) come in.
    Exact figures of one unit and one thing counted are compared, where each article gives one
    only and two outlets give different ones.
    """
    found: dict[tuple[str, str], dict[int, list[tuple[str, Mapping[str, Any]]]]] = {}
    printed: dict[tuple[str, str], str] = {}  # the thing as the first article words it
    for article, outlet, amount in amounts:
        if amount["value"] is None or amount.get("high") is not None:
            continue
        unit = amount.get("currency") or amount.get("unit") or ""
        of = (amount.get("of") or {}).get("text", "")
        if not of and not unit:
            continue
        key = (unit, " ".join(fold(x) for x in words(of)))
        printed.setdefault(key, of)
        found.setdefault(key, {}).setdefault(article, []).append((outlet, amount))
    differences = []
    for key, by_article in found.items():
        unit, of = key[0], printed[key]
        given = {
            article: its[0]
            for article, its in by_article.items()
            if len({x["value"] for _, x in its}) == 1
        }
        by_value: dict[float, list[int]] = defaultdict(list)
        for article, (_, amount) in given.items():
            by_value[float(amount["value"])].append(article)
        outlets = {
            min(outlet for outlet, _ in (given[x] for x in its)) for its in by_value.values()
        }
        if len(by_value) < 2 or len(outlets) < 2 or not of:
            continue
        figures = tuple(
            Figure(value, tuple(its), str(given[its[0]][1]["text"]))
            for value, its in sorted(by_value.items())
        )
        differences.append(Difference(unit, of, figures))
    return differences
