"""Feeds and ninjs: well-formed whatever a page wrote, no address but of the web, a text only where
the record has one.
"""

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from baqylau.exchange import feed_formats, ninjs
from baqylau.exchange.feed_formats import Feed, Item

HOSTILE = "</title><script>alert(1)</script> ]]> & \" ' \x00\x1b\ufffe"
FEED = Feed(f"Baqylau: {HOSTILE}", "http://127.0.0.1/?q=<&>", "http://127.0.0.1/x?a=1&b=2", "ru")


def item(**more: Any) -> Item:
    given: dict[str, Any] = {
        "id": "baqylau-a-1", "url": "https://a.test/1?a=1&b=2", "title": "T", "summary": "S",
        "when": datetime(2026, 3, 1, 12, tzinfo=UTC), "outlet": "A", "language": "ru",
    }  # fmt: skip
    return Item(**given | more)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_is_well_formed_whatever_a_page_wrote(form: str) -> None:
    items = [item(title=HOSTILE, summary=HOSTILE, outlet=HOSTILE, authors=(HOSTILE,))]
    text = "".join(feed_formats.written(form, FEED, items))
    root = ElementTree.fromstring(text.encode())
    assert "script" not in {x.tag.rpartition("}")[2] for x in root.iter()}
    titles = [x.text or "" for x in root.iter() if x.tag.rpartition("}")[2] == "title"]
    assert sum("<script>" in x for x in titles) >= 2


@pytest.mark.parametrize("form", ["rss", "atom", "jsonfeed"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://[", ""])
def test_no_address_but_of_the_web(form: str, url: str) -> None:
    text = "".join(feed_formats.written(form, FEED, [item(url=url)]))
    assert "javascript" not in text
    assert "file:" not in text


@pytest.mark.parametrize("form", ["rss", "atom", "jsonfeed"])
def test_an_empty_feed_is_a_feed(form: str) -> None:
    text = "".join(feed_formats.written(form, FEED, []))
    if form == "jsonfeed":
        assert json.loads(text)["items"] == []
    else:
        root = ElementTree.fromstring(text.encode())
        assert form != "atom" or root.find("{http://www.w3.org/2005/Atom}updated") is not None


def record(**more: Any) -> dict[str, Any]:
    return {
        "id": 7, "url": "https://a.test/7", "canonical_url": "https://a.test/7", "title": "T",
        "lead": "L", "revision": 2, "stored": datetime(2026, 3, 1, tzinfo=UTC), "removed": None,
        "published": "2026-03-01T12:00:00+05:00", "language": "kk", "authors": ["Анна Ким"],
        "outlet": "a", "outlet_name": "A", "tags": ["x"], "page_sha256": "0" * 64,
    } | more  # fmt: skip


def test_a_news_object_has_the_names_of_the_standard() -> None:
    names = [("person", "Анна Ким"), ("organization", "Қазпошта"), ("place", "Ақтөбе")]
    found = ninjs.item(record(text="Мәтін."), names)
    assert found["representationType"] == "full"
    assert found["bodies"] == [
        {"role": "main", "contentType": "text/plain", "value": "Мәтін.", "charCount": 6}
    ]
    assert found["people"] == [{"name": "Анна Ким", "rel": "mentions"}]
    assert found["organisations"][0]["name"] == "Қазпошта"
    assert found["places"][0]["name"] == "Ақтөбе"
    assert found["versionCreated"] == "2026-03-01T00:00:00+00:00"
    assert found["pubStatus"] == "usable"


def test_a_news_object_without_the_text_says_so() -> None:
    found = ninjs.item(record(title=None, authors=[], tags=[], published=None))
    assert found["representationType"] == "partial"
    assert "bodies" not in found
    assert not {"headlines", "by", "subjects", "contentCreated"} & set(found)
    assert ninjs.item(record(removed=datetime(2026, 3, 2, tzinfo=UTC)))["pubStatus"] == "canceled"
