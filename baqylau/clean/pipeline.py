"""A page comes in, its article goes out, step by step: decode, parse, structured data, title, time,
text, kind.

Each step is a module of this package; this one only holds their order. `CleanResult` also keeps the
log of what was dropped and by which rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import html

from baqylau.clean import (
    article_range,
    blocks,
    boilerplate_lines,
    byline,
    canonical,
    charset,
    continuation,
    editions,
    kinds,
    layout,
    lead,
    main_text,
    menus,
    metadata,
    page_lines,
    page_signs,
    parsing,
    prune,
    publication_date,
    restore,
    site_names,
    site_pages,
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
from baqylau.clean.menus import PageLinks
from baqylau.clean.options import CleanOptions
from baqylau.clean.page_signs import PageSigns
from baqylau.clean.prose import ProseLengths
from baqylau.clean.publication_date import PublicationTimes
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.model.article import Article, Kind
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.text import language

VERSION = "6"


@dataclass(frozen=True, slots=True)
class CleanResult:
    """The article and every decision that led to it."""

    article: Article
    log: DecisionLog


@dataclass(frozen=True, slots=True)
class _Context:
    """One page and what every step may need of it. `sites` are the keys of the outlet's names."""

    page: Page
    outlet: Outlet | None
    options: CleanOptions
    log: DecisionLog
    tree: html.HtmlElement
    structured: StructuredData
    sites: frozenset[str]


_ALL_ON = CleanOptions()


def read(page: Page, outlet: Outlet | None = None, options: CleanOptions = _ALL_ON) -> CleanResult:
    """Reads any page; never raises. `options` switch single rules off for a benchmark."""
    trafilatura_adapter.apply()
    log = DecisionLog()
    decoded = charset.decode(page.body, page.content_type)
    if decoded.note:
        log.chose("charset", f"{decoded.charset}: {decoded.note}")
    parsed = parsing.parse(decoded.text)
    if parsed.tree is None:
        return CleanResult(_without_article(page, outlet, parsed.reason), log)
    structured = structured_data.read(parsed.tree)
    context = _Context(
        page,
        outlet,
        options,
        log,
        parsed.tree,
        structured,
        site_names.of_page(parsed.tree, structured, page.url, outlet.name if outlet else None),
    )
    if telegram.is_preview(decoded.text, page.url):
        return CleanResult(_telegram(context), log)
    return CleanResult(_build_article(context), log)


def _without_article(page: Page, outlet: Outlet | None, reason: str | None) -> Article:
    return Article(
        page.url,
        page.url,
        Kind.NOT_ARTICLE,
        reason=reason,
        outlet=outlet.id if outlet else None,
        cleaner=VERSION,
    )


def _build_article(context: _Context) -> Article:
    page, structured, options, tree = (
        context.page,
        context.structured,
        context.options,
        context.tree,
    )
    page_zone = zones.of_page(page.url, context.outlet.timezone if context.outlet else None)
    layout_fields = (
        layout.read(
            tree, context.outlet, page.fetched.astimezone(page_zone.zone).date(), context.log
        )
        if options.layouts
        else LayoutFields()
    )
    title = layout_fields.title or titles.read(
        tree, structured, context.sites, agreement=options.title_agreement
    )
    times = publication_date.read(
        tree,
        structured,
        page,
        page_zone,
        title=title,
        selected=layout_fields.published,
        visible=options.visible_dates,
    )
    authors = (
        byline.read(
            tree,
            structured,
            context.sites,
            corporate=not _is_regional(context),
            selected=layout_fields.authors,
            title=title,
        )
        if options.byline
        else structured.authors
    )
    section, tags = (
        metadata.section(tree, structured, context.sites, title),
        metadata.tags(tree, structured, context.sites),
    )
    edition_links = editions.read(tree, page.url)
    signs = (
        page_signs.NONE
        if kinds.declares_article(structured)
        else page_signs.read(tree, page.url, title, structured.value("og:type"))
    )
    prose_lengths = prune.strip(tree)
    headings = [x.text_content() for x in tree.iter("h1")][:2]
    paywall_notice = (
        kinds.paywall_notice(tree) if prose_lengths.get(tree, 0) < kinds.UNCUT_PROSE else None
    )
    removed_links = (
        prune.prune(tree, prose_lengths, context.log, (title, *headings))
        if options.prune
        else PageLinks()
    )
    page_links = menus.all_links(tree, removed_links)
    visible_texts = visible.read(tree)
    body = _text(context, page_links, visible_texts, layout_fields, title, headings, authors)
    if kinds.is_wordless(body, visible_texts):
        body = [] if signs.password else kinds.flash(visible_texts)
    decision = _decide(
        context, prose_lengths, body, page_links, visible_texts, headings, paywall_notice, signs
    )
    if decision.kind in (Kind.LISTING, Kind.NOT_ARTICLE):
        body, times = body if decision.keeps_text else [], PublicationTimes(None, None)
    if decision.kind is Kind.PAYWALLED:
        body = boilerplate_lines.without_offers(body, context.log)
    text = blocks.text(body)
    main_language, script = (
        language.language(text or title or "", structured.language),
        language.script(text or title or ""),
    )
    return Article(
        url=page.url,
        canonical_url=canonical.of(structured, page.url),
        kind=decision.kind,
        reason=decision.reason,
        outlet=context.outlet.id if context.outlet else None,
        title=title,
        text=text,
        authors=authors,
        published=times.published.at if times.published else None,
        published_precision=times.published.precision if times.published else None,
        modified=times.modified,
        section=section,
        tags=tags,
        language=main_language,
        image=metadata.image(structured, page.url),
        tiebacks=tiebacks.spans(text),
        paragraph_languages=language.of_paragraphs(text, main_language),
        readings=times.readings,
        script=script,
        editions=editions.others(edition_links, script, main_language),
        cleaner=VERSION,
        layout=layout_fields.name,
    )


def _is_regional(context: _Context) -> bool:
    """Whether the page belongs to an outlet of the region: one that the registry knows, one under a
    top-level domain of the region, or one with a Cyrillic title.
    """
    return (
        zones.of_page(
            context.page.url, context.outlet.timezone if context.outlet else None
        ).regional
        or language.script(context.structured.title or "") == "Cyrl"
    )


def _text(
    context: _Context,
    page_links: PageLinks,
    visible_texts: Sequence[VisibleText],
    layout_fields: LayoutFields,
    title: str | None,
    headings: Sequence[str],
    authors: Sequence[str],
) -> list[Block]:
    """The blocks of the article: the layout's body or trafilatura's, completed and cleaned."""
    options, log, structured, tree = context.options, context.log, context.structured, context.tree
    page = (
        page_lines.read(tree, (title, *headings, structured.value("og:title")), context.page.url)
        if options.article_range and not layout_fields.body
        else None
    )
    body = layout_fields.body or main_text.best(
        tree, context.page.url, page_links.words, visible_texts, page, options, log
    )
    if options.restore and not layout_fields.body:
        size = len(body)
        body = restore.same_kind(visible_texts, body, log)
        completed = restore.complete(visible_texts, body, log)
        if page and len(completed) > size:
            completed = article_range.within(completed, page, log)
        body = continuation.complete(completed, page, authors, log) if page else completed
    if not body and options.body_fallback:
        body = main_text.declared(structured, log)
    if options.repeated_title:
        body = boilerplate_lines.without_title(
            body,
            title,
            [x for x in (structured.value("og:title"), structured.title, *headings) if x],
            log,
        )
    if options.boilerplate_lines:
        body = boilerplate_lines.without_boilerplate(body, log)
        body = boilerplate_lines.without_closing_links(
            body,
            frozenset(x.key for x in visible_texts if x.links > boilerplate_lines.LINK_SHARE),
            log,
        )
        body = boilerplate_lines.without_edges(body, authors, log)
    if options.lost_lead and not layout_fields.body:
        descriptions = [
            x
            for x in (
                structured.ld_text("description"),
                structured.value("og:description", "description", "twitter:description"),
            )
            if x
        ]
        body = lead.lost_lead(visible_texts, body, descriptions, title, log)
    return body


def _decide(
    context: _Context,
    prose_lengths: ProseLengths,
    body: Sequence[Block],
    page_links: PageLinks,
    visible_texts: Sequence[VisibleText],
    headings: Sequence[str],
    paywall_notice: str | None,
    signs: PageSigns,
) -> Decision:
    structured = context.structured
    return (
        kinds.missing(context.page.status, structured, headings, body, visible_texts)
        or site_pages.challenge(context.tree, body)
        or (
            kinds.listing(context.page.url, page_links.headlines, structured, body, visible_texts)
            if body
            else None
        )
        or site_pages.redirected(
            context.page.requested, context.page.url, page_links.headlines, body
        )
        or site_pages.by_signs(context.page.url, page_links.headlines, signs, structured, body)
        or kinds.paywalled(structured, body, paywall_notice)
        or (
            kinds.ARTICLE
            if body
            else kinds.without_text(
                page_links.headlines, max(prose_lengths.values(), default=0), structured
            )
        )
    )


def _telegram(context: _Context) -> Article:
    page, structured, outlet = context.page, context.structured, context.outlet
    post = telegram.post(context.tree, structured, page.url)
    if post is None:
        return replace(
            _without_article(page, outlet, "a channel's list of posts"),
            kind=Kind.LISTING,
            title=structured.value("og:title"),
        )
    body = (
        boilerplate_lines.without_boilerplate(post.blocks, context.log)
        if context.options.boilerplate_lines
        else post.blocks
    )
    page_zone = zones.of_page(page.url, outlet.timezone if outlet else None)
    times = publication_date.read(
        context.tree,
        structured,
        page,
        page_zone,
        selected=[post.time] if post.time else [],
        visible=False,
    )
    text = blocks.text(body)
    main_language = language.language(text, None)
    return Article(
        url=page.url,
        canonical_url=page.url.partition("?")[0],
        kind=Kind.ARTICLE if text else Kind.EMPTY,
        reason=None if text else "a post without words",
        outlet=outlet.id if outlet else None,
        title=post.title,
        text=text,
        published=times.published.at if times.published else None,
        published_precision=times.published.precision if times.published else None,
        language=main_language,
        image=post.image,
        tiebacks=tiebacks.spans(text),
        paragraph_languages=language.of_paragraphs(text, main_language),
        script=language.script(text),
        cleaner=VERSION,
    )
