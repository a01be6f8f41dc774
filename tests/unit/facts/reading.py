"""Reads sentences for the tests of one module. Comes in: a sentence. Goes out: its facts, with
their rules and words.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from baqylau.facts import PACKS
from baqylau.facts.analysis import Analysis, Source, analyse
from baqylau.model.fact import as_json

PRINTED = datetime(2026, 3, 11, 6, tzinfo=UTC)
"""A Wednesday."""


def analysis(text: str, language: str = "ru", **known: Any) -> Analysis:
    return analyse(Source(text, language=language, **({"published": PRINTED} | known)))


def facts(text: str, kind: str, language: str = "ru", **known: Any) -> list[dict[str, Any]]:
    """The facts of one type, as the public contract writes them, in reading order."""
    a = analysis(text, language, **known)
    found = {
        (x.start, x.end, x.rule): as_json(x)
        for extractor in PACKS[language].extractors
        for x in extractor(a)
        if x.type == kind
    }
    return [found[key] for key in sorted(found)]


def summary(found: Iterable[dict[str, Any]], *slots: str) -> list[tuple[Any, ...]]:
    """The rule and the words of each fact, and these slots of it."""
    return [(x["rule"], x["text"], *(_value(x, slot) for slot in slots)) for x in found]


def _value(fact: dict[str, Any], slot: str) -> Any:
    value = fact.get(slot)
    return (value.get("name") or value["text"]) if isinstance(value, dict) else value
