"""Page -> article, read step by step: decode, parse, what is declared, the text, the title, the time, the kind."""

from dataclasses import dataclass

from baqylau.clean import blocks, body, charset, declared, parsing
from baqylau.clean.blocks import Ledger
from baqylau.clean.rules import Rules
from baqylau.model.article import Article, Kind
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Reading:
    """The article and every decision that led to it."""

    article: Article
    ledger: Ledger


def read(page: Page, outlet: Outlet | None = None, rules: Rules = Rules()) -> Reading:  # noqa: B008
    """Any page in, an answer out."""
    ledger = Ledger()
    text = charset.decode(page.body, page.content_type)
    parsed = parsing.parse(text.text)
    if parsed.tree is None:
        return Reading(Article(page.url, page.url, Kind.NOT_ARTICLE, reason=parsed.reason, cleaner=VERSION), ledger)
    said = declared.read(parsed.tree)
    found = body.extract(parsed.tree, page.url, fast=False)
    return Reading(
        Article(
            url=page.url,
            canonical_url=said.canonical or page.url,
            kind=Kind.ARTICLE if found else Kind.EMPTY,
            reason=None if found else "no text",
            outlet=outlet.id if outlet else None,
            title=said.ld_text("headline") or said.said("og:title") or said.title,
            text=blocks.text(found),
            cleaner=VERSION,
        ),
        ledger,
    )
