"""Reads sentences for the tests of one module. Comes in: a sentence. Goes out: its facts, with
their rules and words.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from baqylau.facts import extract
from baqylau.facts.analysis import Analysis, Source, analyse
from baqylau.model.fact import Fact, as_json

PRINTED = datetime(2026, 3, 11, 6, tzinfo=UTC)
"""A Wednesday."""


def analysis(text: str, language: str = "ru", **known: Any) -> Analysis:
    return analyse(_source(text, language, **known))


def _source(text: str, language: str, **known: Any) -> Source:
    return Source(text, language=language, **({"published": PRINTED} | known))


def facts(text: str, kind: str, language: str = "ru", **known: Any) -> list[dict[str, Any]]:
    """The facts of one type, as the public contract writes them, in reading order."""
    found = extract(_source(text, language, **known)).facts
    return [as_json(x) for x in sorted(found, key=_place) if x.type == kind]


def _place(fact: Fact) -> tuple[int, int, str]:
    return fact.start, fact.end, fact.rule


def summary(found: Iterable[dict[str, Any]], *slots: str) -> list[tuple[Any, ...]]:
    """The rule and the words of each fact, and these slots of it."""
    return [(x["rule"], x["text"], *(_value(x, slot) for slot in slots)) for x in found]


def _value(fact: dict[str, Any], slot: str) -> Any:
    value = fact.get(slot)
    return (value.get("name") or value["text"]) if isinstance(value, dict) else value
