"""Page -> article, read step by step: decode, parse, what is declared, the text, the title, the time, the kind."""

from dataclasses import dataclass

from lxml import html

from baqylau.clean import blocks, body, charset, declared, lead, lines, parsing, prune, times, visible
from baqylau.clean import title as titles
from baqylau.clean.blocks import Block, Ledger
from baqylau.clean.declared import Declared
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
    title = titles.read(parsed.tree, said, page.url, agreement=rules.title_agreement)
    zone, known = times.zone_of(page.url, outlet.timezone if outlet else None)
    when = times.read(parsed.tree, said, page.url, page.fetched, zone, known=known, visible=rules.visible_dates)
    found = _text(parsed.tree, page.url, said, title, rules, ledger)
    return Reading(
        Article(
            url=page.url,
            canonical_url=said.canonical or page.url,
            kind=Kind.ARTICLE if found else Kind.EMPTY,
            reason=None if found else "no text",
            outlet=outlet.id if outlet else None,
            title=title,
            text=blocks.text(found),
            published=when.published.at if when.published else None,
            published_precision=when.published.precision if when.published else None,
            modified=when.modified,
            readings=when.readings,
            cleaner=VERSION,
        ),
        ledger,
    )


def _text(tree: html.HtmlElement, url: str, said: Declared, title: str | None, rules: Rules, ledger: Ledger) -> list[Block]:
    prune.strip(tree)
    h1 = [x.text_content() for x in tree.iter("h1")][:2]
    if rules.prune:
        prune.prune(tree, ledger)
    seen = visible.read(tree)
    found = body.best(tree, url, seen, rules, ledger)
    if rules.lost_lead:
        found = lead.left_out(seen, found, ledger)
    if rules.repeated_title:
        found = lines.without_title(found, title, [x for x in (said.said("og:title"), said.title, *h1) if x], ledger)
    if rules.lines:
        found = lines.without_boilerplate(found, ledger)
        found = lines.without_edges(found, [], ledger)
    if rules.lost_lead:
        descriptions = [x for x in (said.ld_text("description"), said.said("og:description", "description", "twitter:description")) if x]
        found = lead.lost_lead(seen, found, descriptions, title, ledger)
    return found
