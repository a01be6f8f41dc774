"""Titles, days and authors on real Russian pages and on pages with declared metadata, for `make
bench-clean` and the floors: folders of pages come in, a figure by name goes out.

The pages of `daniel_ru` are read as at their visit, since many print no year. They have no gold for
day and author: a day within three days of the visit is right, and an author is plausible who has
the shape of a person's name and is not on many pages of a host.
"""

import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.clean_extractors import decode, manifest

_NEAR = 3  # days between the visit and the day of publication
_MANY = 5  # pages of one host with the same author: a login link, a columnist's box


def figures(folder: Path, scorer: Any) -> dict[str, float]:
    """Every figure of one folder; those without gold only where the pages say when they were
    visited.
    """
    items = manifest(folder)
    answers = [_answer(folder, x) for x in items]
    rows = [scorer.score_one(x, a) for x, a in zip(items, answers, strict=True)]
    summary = scorer.summarise(rows)
    found = {x: summary[x] for x in ("title", "author") if x in summary}
    if all("fetched" in x for x in items):
        found |= _without_gold(items, answers)
    return found


def _answer(folder: Path, item: dict[str, Any]) -> dict[str, Any]:
    from baqylau.clean.pipeline import read
    from baqylau.model.page import Page

    body = decode(gzip.decompress((folder / "html" / f"{item['id']}.html.gz").read_bytes()))
    visit = datetime.fromisoformat(item.get("fetched", "2026-11-20T12:00:00+05:00"))
    article = read(Page(item["url"], body.encode(), visit, "text/html; charset=utf-8")).article
    return {
        "text": article.text,
        "title": article.title,
        "author": list(article.authors),
        "date": article.published.isoformat() if article.published else None,
    }


def _without_gold(items: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, float]:
    from baqylau.clean.person_names import is_person

    days = [
        abs((datetime.fromisoformat(a["date"]).date() - visit.date()).days)
        for a, visit in (
            (a, datetime.fromisoformat(x["fetched"])) for x, a in zip(items, answers, strict=True)
        )
        if a["date"]
    ]
    named = [
        (urlsplit(x["url"]).hostname, name)
        for x, a in zip(items, answers, strict=True)
        for name in a["author"]
    ]
    often = Counter(named)
    plausible = [x for x in named if is_person(x[1]) and often[x] < _MANY]
    near = sum(x <= _NEAR for x in days)
    return {
        "day near the visit": near / len(items),
        "day near the visit, of those given": near / len(days) if days else 1.0,
        "plausible authors": len(plausible) / len(named) if named else 1.0,
    }


def table(corpora: Path, scorer: Any) -> str:
    """Lines of the figures of both folders."""
    return "\n".join(
        f"{name + ', ' + folder:<52}{value:>7.3f}"
        for folder in ("daniel_ru", "mercury")
        if (corpora / "clean" / folder).exists()
        for name, value in figures(corpora / "clean" / folder, scorer).items()
    )
