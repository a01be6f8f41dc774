"""Calibration of slots: of the slots at each confidence, the share that is right.

Comes in: gold articles and our answers. Goes out: lines of a report. Only facts that the gold has
are counted, since a slot of a fact that is not there can be neither right nor wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from math import isclose
from typing import Any

_SURE = 0.8
_Overlap = Callable[[dict[str, Any], dict[str, Any]], float]


def slot_lines(
    pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]],
    overlap: _Overlap,
    limits: tuple[float, ...],
) -> Iterator[str]:
    """The share of right slots for each step of confidence, and for those of .8 and more."""
    right: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    sure, sure_right, all_right = 0, 0, 0
    for document, prediction in pairs:
        for gold, fact in _matched(document["facts"], prediction["facts"], overlap):
            for slot, confidence in fact.get("slot_confidence", {}).items():
                good = _is_right(_value(fact, slot), _accepted(gold, slot), slot)
                low = max(x for x in limits if x <= confidence)
                right[low][0] += good
                right[low][1] += 1
                sure += confidence >= _SURE
                sure_right += good and confidence >= _SURE
                all_right += good
    yield "slots        right   of   share"
    for low, high in pairwise(limits):
        hits, total = right[low]
        if total:
            yield f"{low:.1f}–{min(high, 1):.1f}      {hits:6d} {total:4d}   {hits / total:.3f}"
    if sure and all_right:
        yield f"at .8 and more: {sure_right / sure:.3f} right, {sure_right / all_right:.3f} of them"


def _matched(
    golds: list[dict[str, Any]], facts: list[dict[str, Any]], overlap: _Overlap
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for fact in facts:
        alike = [g for g in golds if g["type"] == fact["type"] and overlap(g, fact) >= 0.5]
        if alike:
            yield max(alike, key=lambda g: overlap(g, fact)), fact


def _is_right(value: Any, accepted: list[Any], slot: str) -> bool:
    """A position may be given with its institution or without it, as the scorer has it."""
    if slot == "position":
        return any(a is None or a in value or value in a for a in accepted)
    if isinstance(value, float):
        return any(a is not None and isclose(value, a, rel_tol=1e-4) for a in accepted)
    return value in accepted


def _value(fact: Mapping[str, Any], slot: str) -> Any:
    if slot == "from_to":
        return (fact.get("from"), fact.get("to"))
    value = fact.get(slot)
    value = (value.get("name") or value["text"]) if isinstance(value, dict) else value
    return value.lower().replace("ё", "е") if isinstance(value, str) else value


def _accepted(gold: Mapping[str, Any], slot: str) -> list[Any]:
    """The gold value and those that the gold calls equally good."""
    own = gold.get(slot)
    more = own.get("name_alt", []) if isinstance(own, dict) else []
    alternatives = gold.get("alt", {})
    more = [*more, *(alternatives.get(slot, []) if isinstance(alternatives, dict) else [])]
    names = [x.get("name") if isinstance(x, dict) else x for x in more]
    names = [tuple(x) if isinstance(x, list) else x for x in names]
    return [
        _value(gold, slot),
        *(n.lower().replace("ё", "е") if isinstance(n, str) else n for n in names),
    ]
