"""What natasha itself answers to an article, in the shape of our contract: its names, its money and
dates.

Comes in: an article's line. Goes out: mentions and facts. natasha's rules (yargy) import pymorphy2,
which Python 3.11 no longer bears; pymorphy3 stands in under its name, here and nowhere else. Raises
`ImportError` where `requirements/natasha.txt` is not installed.
"""

import calendar
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

_KINDS = {"PER": "person", "LOC": "place", "ORG": "organization"}


@cache
def _natasha() -> Any:
    import pymorphy3

    sys.modules["pymorphy2"] = pymorphy3
    for name in ("analyzer", "units", "shapes"):
        sys.modules[f"pymorphy2.{name}"] = import_module(f"pymorphy3.{name}")
    return import_module("natasha")


@cache
def _tools() -> tuple[Any, ...]:
    """Vocabulary, segmenter, the three taggers, and the two extractors of facts the contract
    knows.
    """
    n = _natasha()
    vocabulary, embedding = n.MorphVocab(), n.NewsEmbedding()
    taggers = (
        n.NewsMorphTagger(embedding),
        n.NewsSyntaxParser(embedding),
        n.NewsNERTagger(embedding),
    )
    return (
        vocabulary,
        n.Segmenter(),
        *taggers,
        n.MoneyExtractor(vocabulary),
        n.DatesExtractor(vocabulary),
    )


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    vocabulary, segmenter, morph, syntax, ner, money, dates = _tools()
    doc = _natasha().Doc(line["text"])
    doc.segment(segmenter)
    doc.tag_morph(morph)
    doc.parse_syntax(syntax)
    doc.tag_ner(ner)
    for span in doc.spans:
        span.normalize(vocabulary)
    mentions = [
        {"type": _KINDS[s.type], "start": s.start, "end": s.stop, "text": s.text, "name": s.normal}
        for s in doc.spans
    ]
    facts = [_amount(m) for m in money(line["text"])] + [
        _date(d, line.get("published")) for d in dates(line["text"])
    ]
    return {"id": line["id"], "language": "ru", "mentions": mentions, "facts": facts}


def _amount(found: Any) -> dict[str, Any]:
    known = {
        "type": "amount",
        "start": found.start,
        "end": found.stop,
        "quantity": "money",
        "bound": "exact",
        "modality": "actual",
    }
    return known | {
        "value": found.fact.amount,
        "high": None,
        "currency": found.fact.currency,
        "direction": None,
    }


def _date(found: Any, published: str | None) -> dict[str, Any]:
    """A missing year is the year of printing, which natasha leaves to its caller."""
    fact = found.fact
    year = fact.year or (int(published[:4]) if published else None)
    first = last = None
    if year:
        months = (fact.month, fact.month) if fact.month else (1, 12)
        last_day = calendar.monthrange(year, months[1])[1]
        first, last = (
            date(year, months[0], min(fact.day or 1, last_day)),
            date(year, months[1], min(fact.day or last_day, last_day)),
        )
    grain = "day" if fact.day else "month" if fact.month else "year"
    days = {
        "from": first and first.isoformat(),
        "to": last and last.isoformat(),
        "grain": grain,
        "relative": False,
    }
    return {"type": "date", "start": found.start, "end": found.stop} | days
