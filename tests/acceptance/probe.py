"""Asks the project's own functions about the files of acceptance cases.

In, on standard input: a JSON list of `{"via": KIND, "path": FILE, "given": {...}}`. Out, on
standard output: a JSON list with one answer for each, in the same order. `KINDS` names the kinds.
An exception is an answer too: `{"crash": "Type: message"}`.

    PYTHONPATH=. .venv/bin/python tests/acceptance/probe.py < questions.json
"""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
Given = dict[str, Any]

FETCHED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # any time: no answer holds it


def feed(path: Path, given: Given) -> Answer:
    """The links of an RSS, Atom or JSON feed."""
    from crawler.discovery import feeds

    result = feeds.read(
        path.read_bytes(), given.get("url", "https://example.kz/rss.xml"), given.get("content_type")
    )
    links = [_link(x) for x in result.links]
    texts = "\n".join(str(x.get("text") or "") for x in links)
    return {
        "state": str(result.state),
        "reason": result.reason,
        "urls": [x["url"] for x in links],
        "titles": [x.get("title") for x in links],
        "published": [x.get("published") for x in links],
        "first_published": links[0].get("published") if links else None,
        "texts": texts,
        "text": texts,
        "count": len(links),
        "distinct": len({x["url"] for x in links}),
    }


def sitemap(path: Path, given: Given) -> Answer:
    """The links of a sitemap, and the child sitemaps it names."""
    from crawler.discovery import sitemaps

    result = sitemaps.read(path.read_bytes(), given.get("url", "https://example.kz/sitemap.xml"))
    links = [_link(x) for x in result.links]
    return {
        "state": str(result.state),
        "reason": result.reason,
        "urls": [x["url"] for x in links],
        "titles": [x.get("title") for x in links],
        "onward": list(result.onward),
        "published": [x.get("published") for x in links],
        "count": len(links),
    }


def section(path: Path, given: Given) -> Answer:
    """The links of a section page in HTML."""
    from crawler.discovery import sections

    articles = re.compile(given["articles"]).search if given.get("articles") else None
    result = sections.read(
        path.read_bytes(),
        given.get("url", "https://example.kz/news/"),
        f"text/html; charset={given.get('encoding', 'utf-8')}",
        articles,
        given.get("links"),
    )
    return {
        "state": str(result.state),
        "urls": [x.url for x in result.links],
        "count": len(result.links),
    }


def telegram(path: Path, given: Given) -> Answer:
    """The links of a Telegram channel's public page; articles are those on example.kz."""
    from crawler.discovery import telegram as channels

    result = channels.read(
        path.read_bytes(),
        given.get("url", "https://t.me/s/example"),
        lambda url: "example.kz" in url,
    )
    return {
        "state": str(result.state),
        "reason": result.reason,
        "urls": [x.url for x in result.links],
        "hints": [x.hint for x in result.links],
        "count": len(result.links),
    }


def canonical(path: Path, given: Given) -> Answer:
    """The canonical form of each address of a JSON list."""
    from crawler.discovery.canonical import canonical as canonical_of

    urls = [canonical_of(x) for x in json.loads(path.read_text(encoding="utf-8"))]
    return {
        "all": urls,
        "distinct": len(set(urls)),
        "idempotent": all(canonical_of(x) == x for x in urls if x),
    }


def opml(path: Path, given: Given) -> Answer:
    """The feeds of an OPML document."""
    from baqylau.errors import InputError
    from baqylau.exchange import opml as documents

    try:
        feeds = documents.read(path.read_bytes())
    except InputError as wrong:
        return {"error": str(wrong), "urls": []}
    return {
        "urls": [x.url for x in feeds],
        "names": [x.name for x in feeds],
        "homes": [x.home for x in feeds],
        "folders": [x.folder for x in feeds],
        "count": len(feeds),
    }


def warc(path: Path, given: Given) -> Answer:
    """The pages of a WARC file or of a folder of saved pages, and the records that are not read."""
    from baqylau.exchange import saved_pages

    pages, bad = [], []
    try:
        for record in saved_pages.read(path):
            if hasattr(record, "page"):
                pages.append(record.page)
            else:
                bad.append(record.reason)
    except Exception as wrong:  # noqa: BLE001  (the refusal of the whole file is the answer)
        return {"error": f"{type(wrong).__name__}: {wrong}", "urls": [], "count": 0}
    return {
        "urls": [x.url for x in pages],
        "count": len(pages),
        "bad": bad,
        "sizes": [len(x.body) for x in pages],
        "text": "\n".join(x.body.decode("utf-8", "replace") for x in pages),
        "content_types": [x.content_type for x in pages],
        "fetched": [x.fetched.isoformat() for x in pages],
    }


def language(path: Path, given: Given) -> Answer:
    """The language of a text and of each of its paragraphs."""
    from baqylau.text.language import language as language_of
    from baqylau.text.language import of_paragraphs

    text = path.read_text(encoding="utf-8").rstrip("\n")
    whole = language_of(text, given.get("hint"))
    return {"language": whole, "paragraphs": list(of_paragraphs(text, whole))}


def decode(path: Path, given: Given) -> Answer:
    """The text and charset of a page's bytes."""
    from baqylau.clean import charset

    decoded = charset.decode(path.read_bytes(), given.get("content_type"))
    return {"text": decoded.text, "charset": decoded.charset, "note": decoded.note}


def reprint(path: Path, given: Given) -> Answer:
    """Whether two texts, divided by a line of five equals signs, are the same story."""
    from baqylau.stories.reprints import can_be_reprint, fingerprint

    one, other = path.read_text(encoding="utf-8").split("\n=====\n")
    return {
        "same": fingerprint(one) == fingerprint(other),
        "can": can_be_reprint(one) and can_be_reprint(other),
    }


def pattern(path: Path, given: Given) -> Answer:
    """The pattern that the article addresses of a JSON list share."""
    from crawler.discovery.url_pattern import pattern_of

    return {"pattern": pattern_of(json.loads(path.read_text(encoding="utf-8")))}


def robots(path: Path, given: Given) -> Answer:
    """What a robots.txt allows: one address, and the delay it asks for."""
    from crawler.robots import judge

    rules = judge(200, path.read_bytes(), FETCHED)
    return {
        "allows": rules.allows(given.get("url", "https://example.kz/news/1/")),
        "delay": rules.delay,
    }


KINDS: dict[str, Callable[[Path, Given], Answer]] = {
    x.__name__: x
    for x in (
        robots,
        feed,
        sitemap,
        section,
        telegram,
        canonical,
        opml,
        warc,
        language,
        decode,
        reprint,
        pattern,
    )
}


def answer(question: dict[str, Any]) -> Answer:
    """One question's answer, or how its function crashed."""
    try:
        return KINDS[question["via"]](Path(question["path"]), question["given"])
    except Exception as wrong:  # noqa: BLE001  (a traceback of the project's own is a finding)
        return {"crash": f"{type(wrong).__name__}: {wrong}"}


def _link(link: Any) -> Answer:
    return {"url": link.url, **dict(link.hint.items())}


if __name__ == "__main__":
    answers = [answer(x) for x in json.load(sys.stdin)]
    json.dump(answers, sys.stdout, ensure_ascii=False, default=str)
