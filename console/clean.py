"""`baqylau clean`: pages as JSON Lines come in, article records as JSON Lines go out, in the same
order.

$ printf '%s\\n' '{"id": "1", "url": "https://example.kz/1", "html": "<html>…"}' | baqylau clean
"""

import base64
import binascii
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from baqylau import clock, registry, settings
from baqylau.errors import InputError
from baqylau.model.article import Article, Precision
from baqylau.model.hosts import outlet_of
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page


def command() -> None:
    """Read pages as JSON Lines from standard input, write article records as JSON Lines."""
    from console import jsonl

    jsonl.run(answer, sys.stdin, sys.stdout)


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """One page's article record. Raises `InputError` where the line is not a page."""
    from baqylau import clean

    page = page_of(line)
    return {"id": line.get("id")} | record(clean.read(page, registered(page.url)))


def page_of(line: Mapping[str, Any]) -> Page:
    """The page a line holds: `html`, or `html_base64` with `content_type`. Raises `InputError`."""
    url = line.get("url") or ""
    if not isinstance(url, str):
        raise InputError(f'"url" is {type(url).__name__}: give the page\'s address as a string')
    content_type = line.get("content_type")
    if content_type is not None and not isinstance(content_type, str):
        raise InputError('"content_type" must be the header\'s value as a string, or be left out')
    if isinstance(line.get("html"), str):
        # the writer of the line has decoded the text: whatever charset the page declares, it is
        # UTF-8 now
        return Page(
            url, line["html"].encode("utf-8", "replace"), _fetched(line), "text/html; charset=utf-8"
        )
    if isinstance(line.get("html_base64"), str):
        try:
            body = base64.b64decode(line["html_base64"], validate=False)
        except (binascii.Error, ValueError) as wrong:
            raise InputError(
                f'"html_base64" is not base64 ({wrong}): encode the raw bytes of the page'
            ) from wrong
        return Page(url, body, _fetched(line), content_type)
    raise InputError('neither "html" nor "html_base64" is a string: give the page in one of them')


def _fetched(line: Mapping[str, Any]) -> datetime:
    given = line.get("fetched")
    if given is None:
        return clock.now()
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError) as wrong:
        raise InputError(
            f'"fetched" is {given!r}: write ISO 8601 with an offset, for example'
            " 2026-11-24T09:00:00+05:00"
        ) from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.now().tzinfo)


@cache
def _outlets() -> dict[str, Outlet]:
    folder = settings.load().outlets
    return registry.load(folder) if folder.is_dir() else {}


def registered(url: str) -> Outlet | None:
    """The registered outlet that the address belongs to, or None."""
    return outlet_of(url, _outlets().values())


def record(article: Article) -> dict[str, Any]:
    """The article as this command writes it: always the keys of the contract, and more keys beside
    them.
    """
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "outlet": article.outlet,
        "kind": article.kind.value,
        "reason": article.reason,
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "published": moment(article.published, article.published_precision),
        "published_precision": (
            article.published_precision.value if article.published_precision else None
        ),
        "modified": article.modified.isoformat() if article.modified else None,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "image": article.image,
        "tiebacks": [[x.start, x.end] for x in article.tiebacks],
        "paragraph_languages": list(article.paragraph_languages),
        "readings": [list(x) for x in article.readings],
        "script": article.script,
        "editions": [list(x) for x in article.editions],
        "cleaner": article.cleaner,
        "layout": article.layout,
    }


def moment(published: datetime | None, precision: Precision | None) -> str | None:
    """ISO 8601 with offset; a day alone keeps its offset at midnight, and `published_precision`
    says that only the day is known.
    """
    return published.isoformat() if published is not None and precision is not None else None
