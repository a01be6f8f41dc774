"""A paper for tests that prints as many different pages as wanted, and readers that read them
without a model.

The readers are named to the children as "tests.integration.paper:read" and so on; they are
deterministic.
"""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from baqylau import clean
from baqylau.facts.analysis import Source
from baqylau.model.article import Article, Kind
from baqylau.model.fact import Amount, Extraction, Mention
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.query.index_tokens import of_texts

OUTLET = "vestnik-stepi"
FIRST_DAY = datetime(2026, 3, 1, 6, tzinfo=UTC)
_WORDS = (
    "совет",
    "города",
    "утвердил",
    "план",
    "ремонта",
    "дорог",
    "мостов",
    "школ",
    "больниц",
    "парков",
    "площадей",
    "рынков",
    "станций",
    "складов",
    "каналов",
    "причалов",
)


def page(number: int) -> Page:
    """A page unlike any other: its words, its figure and every seventh time its kind depend on the
    number.
    """
    words = " ".join(_WORDS[(number * step) % len(_WORDS)] for step in range(1, 40))
    body = (
        f"<html><title>Выпуск {number}</title><p>Номер {number}. {words}. На это выделено"
        f" {number + 100} тенге.</p></html>"
    )
    if number % 7 == 6:
        body = f"<html><title>Фото {number}</title></html>"
    return Page(
        f"https://vestnik-stepi.test/{number}",
        body.encode(),
        FIRST_DAY + timedelta(minutes=number),
        "text/html; charset=utf-8",
    )


def read(given: Page, _outlet: object = None) -> Article:
    body = given.body.decode()
    title, text = (
        re.findall("<title>(.*?)</title>", body)[0],
        " ".join(re.findall("<p>(.*?)</p>", body)),
    )
    kind = Kind.ARTICLE if text else Kind.EMPTY
    reason = None if text else "no paragraph"
    return Article(
        given.url,
        given.url,
        kind,
        reason,
        title=title,
        text=text,
        published=given.fetched,
        language="ru",
        cleaner="t",
    )


def extract(source: Source) -> Extraction:
    found = re.finditer(r"(\d+) тенге", source.text)
    whole = Span(0, len(source.text))
    facts = [_money(x, whole) for x in found]
    names = [
        Mention("organization", x.start(), x.end(), x.group(), x.group())
        for x in re.finditer("совет", source.text)
    ]
    return Extraction("ru", tuple(names), tuple(facts))


def _money(found: re.Match[str], sentence: Span) -> Amount:
    words = {
        "start": found.start(),
        "end": found.end(),
        "text": found.group(),
        "sentence": sentence,
        "confidence": 1.0,
        "rule": "paper",
    }
    return Amount(**words, quantity="money", value=float(found[1]), currency="KZT")


class Readers:
    """The quick readers in this process, for tests of what is stored rather than of the limits of
    reading.
    """

    def read(self, stage: str, *given: Any) -> Any:
        """As `SandboxPool.read`: each stage has a method of its own."""
        answer = getattr(self, stage)
        return answer(*given)

    def clean(self, page: Page, outlet: object) -> Article:
        return read(page, outlet)

    def facts(self, source: Source) -> Extraction:
        return extract(source)

    def index(
        self,
        title: str | None,
        text: str,
        section: str | None,
        tags: Sequence[str],
        language: str | None,
    ) -> tuple[list[str], ...]:
        return of_texts(title, text, section, tags, language)

    match = index


class PeopleReaders(Readers):
    """As `Readers`, with people."""

    def facts(self, source: Source) -> Extraction:
        return extract_people(source)


class CleaningReaders(Readers):
    """As `Readers`, but pages are really cleaned."""

    def clean(self, page: Page, outlet: Outlet | None) -> Article:
        return clean.read(page, outlet)


def read_for_ever(_page: Page, _outlet: object = None) -> Article:
    while True:
        pass


def read_holding_everything(_page: Page, _outlet: object = None) -> Article:
    """One call that never gives the interpreter back: no other thread of its process runs any
    more.
    """
    re.fullmatch(r"(а|аа)+б", "а" * 200)
    raise AssertionError("the pattern was not hard enough")


def read_greedily(_page: Page, _outlet: object = None) -> Article:
    return Article("", "", Kind.ARTICLE, text="x" * 2**40)


def read_to_death(_page: Page, _outlet: object = None) -> Article:
    os._exit(9)


def read_wrongly(_page: Page, _outlet: object = None) -> Article:
    raise ValueError("a fault of ours")


def extract_people(source: Source) -> Extraction:
    """As `extract`, and two words in capitals side by side are a person."""
    names = [
        Mention("person", x.start(), x.end(), x.group(), x.group())
        for x in re.finditer(r"[А-Я][а-я]+ [А-Я][а-я]+", source.text)
    ]
    return Extraction("ru", tuple(names), extract(source).facts)
