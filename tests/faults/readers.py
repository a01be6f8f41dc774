"""Readers of the mills' pages, quick and without a model, and the four pages of the first mill that
kill, hang or fill whoever reads them.
"""

import os
import re
import time
from datetime import datetime
from typing import Any

from baqylau.facts.analysis import Source
from baqylau.model.article import Article, Kind, Precision
from baqylau.model.fact import Amount, Extraction, Mention
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.query.index_tokens import of_texts

POISON = {
    "/p/2": "kills its process",
    "/p/3": "hangs",
    "/p/4": "eats memory",
    "/p/5": "holds the interpreter",
}
_WORK = 0.03  # seconds a reader takes, as a real one would: long enough to be hit
_TITLE, _TIME, _PARAGRAPH = (
    re.compile("<h1>(.*?)</h1>"),
    re.compile('<time datetime="(.*?)"'),
    re.compile("<p[^>]*>(.*?)</p>"),
)
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[А-ЯA-ZӘҒҚҢӨҰҮҺІ][а-яa-zәғқңөұүһі]+ [А-ЯA-ZӘҒҚҢӨҰҮҺІ][а-яa-zәғқңөұүһі]+")


def set_up() -> None:
    """The dictionaries are read before the first request: on a busy machine that takes seconds, and
    every attempt would meet the short limit of these tests again.
    """
    of_texts("Мельница", "Мельница", None, (), "ru")


def read(page: Page, outlet: Outlet | None) -> Article:
    if outlet is not None and outlet.id == "mill0":
        _suffer(page.url)
    time.sleep(_WORK)
    html = page.body.decode()
    published = datetime.fromisoformat(_TIME.findall(html)[0])
    text = "\n".join(_PARAGRAPH.findall(html))
    return Article(
        page.url,
        page.url,
        Kind.ARTICLE,
        title=_TITLE.findall(html)[0],
        text=text,
        published=published,
        published_precision=Precision.MINUTE,
        language="ru",
        cleaner="mill",
    )


def _suffer(url: str) -> None:
    match POISON.get("/p/" + url.rpartition("/p/")[2]):
        case "kills its process":
            os._exit(9)
        case "hangs":
            while True:
                time.sleep(1)
        case "eats memory":
            _ = [bytes(2**26) for _ in range(1000)]
        case "holds the interpreter":
            re.fullmatch(r"(a|aa)+b", "a" * 200)


def extract(source: Source) -> Extraction:
    return _extract(source, "mill-1")


def extract_better(source: Source) -> Extraction:
    """The next release's extractor: it finds the same and calls its rule another name."""
    return _extract(source, "mill-2")


def _extract(source: Source, rule: str) -> Extraction:
    time.sleep(_WORK)
    whole = Span(0, len(source.text))
    facts = tuple(
        Amount(
            start=x.start(),
            end=x.end(),
            text=x.group(),
            sentence=whole,
            confidence=1.0,
            rule=rule,
            quantity="count",
            value=float(x.group()),
        )
        for x in _NUMBER.finditer(source.text)
    )
    names = tuple(
        Mention("person", x.start(), x.end(), x.group(), x.group())
        for x in _NAME.finditer(source.text)
    )
    return Extraction("ru", names, facts)


def index(*texts: Any) -> tuple[list[str], ...]:
    time.sleep(_WORK)
    return of_texts(*texts)
