"""Page → article, step by step: decode, parse, what is declared, the title, the time, the text, the
kind.

Each step is a module of this room; here is only their order. `CleanResult` keeps the ledger of what
was dropped and by which rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import html

from baqylau.clean import (
    blocks,
    boilerplate_lines,
    byline,
    charset,
    editions,
    kinds,
    layout,
    lead,
    main_text,
    menus,
    metadata,
    parsing,
    prune,
    publication_date,
    restore,
    structured_data,
    telegram,
    tiebacks,
    trafilatura_adapter,
    visible,
    zones,
)
from baqylau.clean import title as titles
from baqylau.clean.blocks import Block, DecisionLog
from baqylau.clean.kinds import Decision
from baqylau.clean.layout import LayoutFields
from baqylau.clean.menus import Menus
from baqylau.clean.options import CleanOptions
from baqylau.clean.prose import Held
from baqylau.clean.publication_date import PublicationTimes
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.model.article import Article, Kind
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.text import language

VERSION = "5"


@dataclass(frozen=True, slots=True)
class CleanResult:
    """The article and every decision that led to it."""

    article: Article
    ledger: DecisionLog


@dataclass(frozen=True, slots=True)
class _Context:
    """One page on its way: what every step may ask for."""

    page: Page
    outlet: Outlet | None
    rules: CleanOptions
    ledger: DecisionLog
    tree: html.HtmlElement
    said: StructuredData
    sites: frozenset[str]


_ALL_ON = CleanOptions()


def read(page: Page, outlet: Outlet | None = None, rules: CleanOptions = _ALL_ON) -> CleanResult:
    """Any page in, an answer out."""
    trafilatura_adapter.apply()
    ledger = DecisionLog()
    decoded = charset.decode(page.body, page.content_type)
    if decoded.note:
        ledger.chose("charset", f"{decoded.charset}: {decoded.note}")
    parsed = parsing.parse(decoded.text)
    if parsed.tree is None:
        return CleanResult(_without_article(page, outlet, parsed.reason), ledger)
    said = structured_data.read(parsed.tree)
    work = _Context(
        page,
        outlet,
        rules,
        ledger,
        parsed.tree,
        said,
        titles.site_keys(parsed.tree, said, page.url, outlet.name if outlet else None),
    )
    if telegram.is_preview(decoded.text, page.url):
        return CleanResult(_telegram(work), ledger)
    return CleanResult(_build_article(work), ledger)


def _without_article(page: Page, outlet: Outlet | None, reason: str | None) -> Article:
    return Article(
        page.url,
        page.url,
        Kind.NOT_ARTICLE,
        reason=reason,
        outlet=outlet.id if outlet else None,
        cleaner=VERSION,
    )


def _build_article(work: _Context) -> Article:
    page, said, rules, tree = work.page, work.said, work.rules, work.tree
    place = zones.place(page.url, work.outlet.timezone if work.outlet else None)
    laid = (
        layout.read(tree, work.outlet, page.fetched.astimezone(place.zone).date(), work.ledger)
        if rules.layouts
        else LayoutFields()
    )
    title = laid.title or titles.read(tree, said, work.sites, agreement=rules.title_agreement)
    when = publication_date.read(
        tree,
        said,
        page,
        place,
        title=title,
        selected=laid.published,
        visible=rules.visible_dates,
    )
    authors = (
        byline.read(tree, said, work.sites, corporate=not _ours(work), selected=laid.authors)
        if rules.byline
        else said.authors
    )
    section, tags = (
        metadata.section(tree, said, work.sites, title),
        metadata.tags(tree, said, work.sites),
    )
    printed = editions.read(tree, page.url)
    held = prune.strip(tree)
    heads = [x.text_content() for x in tree.iter("h1")][:2]
    line = kinds.paywall_line(tree) if held.get(tree, 0) < kinds.MUCH else None
    taken = prune.prune(tree, held, work.ledger) if rules.prune else Menus()
    links = menus.all_links(tree, taken)
    seen = visible.read(tree)
    found = _text(work, links, seen, laid, title, heads, authors)
    if kinds.is_wordless(found, seen):
        found = []
    decision = _decide(work, held, found, links, seen, heads, line)
    if decision.kind in (Kind.LISTING, Kind.NOT_ARTICLE):
        found, when = [], PublicationTimes(None, None)
    if decision.kind is Kind.PAYWALLED:
        found = boilerplate_lines.without_offers(found, work.ledger)
    text = blocks.text(found)
    spoken, script = (
        language.language(text or title or "", said.language),
        language.script(text or title or ""),
    )
    return Article(
        url=page.url,
        canonical_url=metadata.canonical(said, page.url),
        kind=decision.kind,
        reason=decision.reason,
        outlet=work.outlet.id if work.outlet else None,
        title=title,
        text=text,
        authors=authors,
        published=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        modified=when.modified,
        section=section,
        tags=tags,
        language=spoken,
        image=metadata.image(said, page.url),
        tiebacks=tiebacks.spans(text),
        paragraph_languages=language.of_paragraphs(text, spoken),
        readings=when.readings,
        script=script,
        editions=editions.others(printed, script, spoken),
        cleaner=VERSION,
        layout=laid.name,
    )


def _ours(work: _Context) -> bool:
    """Whether the page is of an outlet of the region: known to the registry, under its top-level
    domains, or in Cyrillic.
    """
    return (
        zones.place(work.page.url, work.outlet.timezone if work.outlet else None).ours
        or language.script(work.said.title or "") == "Cyrl"
    )


def _text(
    work: _Context,
    links: Menus,
    seen: Sequence[VisibleText],
    laid: LayoutFields,
    title: str | None,
    heads: Sequence[str],
    authors: Sequence[str],
) -> list[Block]:
    """The blocks of the article."""
    rules, ledger, said, tree = work.rules, work.ledger, work.said, work.tree
    found = laid.body or main_text.best(tree, work.page.url, links.words, seen, rules, ledger)
    if rules.filling and not laid.body:
        found = restore.same_kind(seen, found, ledger)
        found = restore.complete(seen, found, ledger)
    if not found and rules.body_fallback:
        found = main_text.declared(said, ledger)
    if rules.repeated_title:
        found = boilerplate_lines.without_title(
            found, title, [x for x in (said.said("og:title"), said.title, *heads) if x], ledger
        )
    if rules.lines:
        found = boilerplate_lines.without_boilerplate(found, ledger)
        found = boilerplate_lines.without_closing_links(
            found, frozenset(x.key for x in seen if x.links > boilerplate_lines.LINKED), ledger
        )
        found = boilerplate_lines.without_edges(found, authors, ledger)
    if rules.lost_lead and not laid.body:
        descriptions = [
            x
            for x in (
                said.ld_text("description"),
                said.said("og:description", "description", "twitter:description"),
            )
            if x
        ]
        found = lead.lost_lead(seen, found, descriptions, title, ledger)
    return found


def _decide(
    work: _Context,
    held: Held,
    found: Sequence[Block],
    links: Menus,
    seen: Sequence[VisibleText],
    heads: Sequence[str],
    line: str | None,
) -> Decision:
    said = work.said
    return (
        kinds.missing(work.page.status, said, heads, found, seen)
        or (kinds.listing(work.page.url, links.headlines, said, found, seen) if found else None)
        or kinds.paywalled(said, found, line)
        or (
            kinds.ARTICLE
            if found
            else kinds.without_text(links.headlines, max(held.values(), default=0), said)
        )
    )


def _telegram(work: _Context) -> Article:
    page, said, outlet = work.page, work.said, work.outlet
    post = telegram.post(work.tree, said, page.url)
    if post is None:
        return replace(
            _without_article(page, outlet, "a channel's list of posts"),
            kind=Kind.LISTING,
            title=said.said("og:title"),
        )
    found = (
        boilerplate_lines.without_boilerplate(post.blocks, work.ledger)
        if work.rules.lines
        else post.blocks
    )
    place = zones.place(page.url, outlet.timezone if outlet else None)
    when = publication_date.read(
        work.tree,
        said,
        page,
        place,
        selected=[post.time] if post.time else [],
        visible=False,
    )
    text = blocks.text(found)
    spoken = language.language(text, None)
    return Article(
        url=page.url,
        canonical_url=page.url.partition("?")[0],
        kind=Kind.ARTICLE if text else Kind.EMPTY,
        reason=None if text else "a post without words",
        outlet=outlet.id if outlet else None,
        title=post.title,
        text=text,
        published=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        language=spoken,
        image=post.image,
        tiebacks=tiebacks.spans(text),
        paragraph_languages=language.of_paragraphs(text, spoken),
        script=language.script(text),
        cleaner=VERSION,
    )
