"""Checks that every span of the gold articles stands where its file says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FILES = sorted((Path(__file__).parent / "articles").glob("*.jsonl"))
MENTION_TYPES = {"person", "organization", "place"}
FACT_TYPES = {
    "role",
    "quote",
    "amount",
    "date",
    "event",
    "document",
    "attribution",
    "appointment",
    "forecast",
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_spans_stand_where_the_file_says(path: Path) -> None:
    for article in _articles(path):
        for label in _labels(article):
            start, end = label["start"], label["end"]
            assert article["text"][start:end] == label["text"], (
                f"{article['id']}: {label['text']!r} does not stand at {start}"
            )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_content_has_no_punctuation_around_it(path: Path) -> None:
    for article in _articles(path):
        for fact in article["facts"]:
            for start, end in fact.get("content", []):
                words = article["text"][start:end]
                assert words == words.strip(" ,–—-\n"), (
                    f"{article['id']}: {words!r} has punctuation around it"
                )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_types_are_known_and_articles_differ(path: Path) -> None:
    articles = list(_articles(path))
    assert len({a["id"] for a in articles}) == len({a["text"] for a in articles}) == len(articles)
    for article in articles:
        assert {m["type"] for m in article["mentions"]} <= MENTION_TYPES
        assert {f["type"] for f in article["facts"]} <= FACT_TYPES


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _labels(article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Mentions, facts and the slots of facts that are spans themselves."""
    yield from article["mentions"]
    for fact in article["facts"]:
        yield fact
        yield from (slot for slot in fact.values() if isinstance(slot, dict) and "start" in slot)
