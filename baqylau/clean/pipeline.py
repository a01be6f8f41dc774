"""A page comes in, its article goes out, step by step: decode, parse, structured data, title, time,
text, kind.

Each step is a module of this package; this one only holds their order. `CleanResult` also keeps the
log of what was dropped and by which rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baqylau.clean import (
    VERSION,
    article_text,
    blocks,
    boilerplate_lines,
    byline,
    canonical,
    charset,
    editions,
    kinds,
    layout,
    menus,
    metadata,
    page_signs,
    parsing,
    prune,
    publication_date,
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
from baqylau.clean.attributes import Attributes
from baqylau.clean.blocks import Block, DecisionLog
from baqylau.clean.context import PageContext
from baqylau.clean.editions import Editions
from baqylau.clean.kinds import Decision
from baqylau.clean.layout import LayoutFields
from baqylau.clean.menus import PageLinks
from baqylau.clean.options import CleanOptions
from baqylau.clean.page_signs import PageSigns
from baqylau.clean.prose import ProseLengths
from baqylau.clean.publication_date import PublicationTimes
from baqylau.clean.visible import VisibleText
from baqylau.model.article import Article, Kind
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.text import language


@dataclass(frozen=True, slots=True)
class CleanResult:
    """The article and every decision that led to it."""

    article: Article
    log: DecisionLog


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
    attributes = Attributes(parsed.tree)
    structured = structured_data.read(parsed.tree, attributes)
    context = PageContext(
        page,
        outlet,
        options,
        log,
        parsed.tree,
        attributes,
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


@dataclass(frozen=True, slots=True)
class _Fields:
    """What is read before the tree is pruned. `body` is the text by the outlet's layout."""

    body: list[Block]
    layout: str | None
    title: str | None
    times: PublicationTimes
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    editions: Editions
    signs: PageSigns


def _read_fields(context: PageContext) -> _Fields:
    page, structured, tree = context.page, context.structured, context.tree
    options, sites = context.options, context.sites
    page_zone = zones.of_page(page.url, context.outlet.timezone if context.outlet else None)
    fetched_on = page.fetched.astimezone(page_zone.zone).date()
    by_layout = (
        layout.read(tree, context.outlet, fetched_on, context.log)
        if options.layouts
        else LayoutFields()
    )
    title = by_layout.title or titles.read(
        tree, structured, sites, agreement=options.title_agreement
    )
    return _Fields(
        by_layout.body,
        by_layout.name,
        title,
        publication_date.read(
            tree,
            structured,
            page,
            page_zone,
            title=title,
            selected=by_layout.published,
            visible=options.visible_dates,
        ),
        _authors(context, title, by_layout.authors),
        metadata.section(context.attributes, structured, sites, title),
        metadata.tags(context.attributes, structured, sites),
        editions.read(tree, page.url),
        page_signs.NONE
        if kinds.declares_article(structured)
        else page_signs.read(tree, page.url, title, structured.value("og:type")),
    )


def _authors(context: PageContext, title: str | None, selected: tuple[str, ...]) -> tuple[str, ...]:
    if not context.options.byline:
        return context.structured.authors
    return byline.read(
        context.tree,
        context.attributes,
        context.structured,
        context.sites,
        corporate=not _is_regional(context),
        selected=selected,
        title=title,
    )


def _build_article(context: PageContext) -> Article:
    fields = _read_fields(context)
    body, decision = _read_body(context, fields)
    times = fields.times
    if decision.kind in (Kind.LISTING, Kind.NOT_ARTICLE):
        body, times = body if decision.keeps_text else [], PublicationTimes(None, None)
    if decision.kind is Kind.PAYWALLED:
        body = boilerplate_lines.without_offers(body, context.log)
    return _assemble(context, fields, times, blocks.text(body), decision)


def _read_body(context: PageContext, fields: _Fields) -> tuple[list[Block], Decision]:
    """The text and the kind of page; the tree is pruned in place."""
    tree = context.tree
    prose_lengths = prune.strip(tree)
    headings = [x.text_content() for x in tree.iter("h1")][:2]
    paywall_notice = (
        kinds.paywall_notice(tree) if prose_lengths.get(tree, 0) < kinds.UNCUT_PROSE else None
    )
    removed_links = (
        prune.prune(tree, prose_lengths, context.log, (fields.title, *headings))
        if context.options.prune
        else PageLinks()
    )
    page_links = menus.all_links(tree, removed_links)
    visible_texts = visible.read(tree)
    body = article_text.read(
        context, page_links, visible_texts, fields.body, fields.title, headings, fields.authors
    )
    if kinds.is_wordless(body, visible_texts):
        body = [] if fields.signs.password else kinds.flash(visible_texts)
    return body, _decide(
        context,
        prose_lengths,
        body,
        page_links,
        visible_texts,
        headings,
        paywall_notice,
        fields.signs,
    )


def _assemble(
    context: PageContext, fields: _Fields, times: PublicationTimes, text: str, decision: Decision
) -> Article:
    page, structured = context.page, context.structured
    main_language, script = (
        language.language(text or fields.title or "", structured.language),
        language.script(text or fields.title or ""),
    )
    return Article(
        url=page.url,
        canonical_url=canonical.of(structured, page.url),
        kind=decision.kind,
        reason=decision.reason,
        outlet=context.outlet.id if context.outlet else None,
        title=fields.title,
        text=text,
        authors=fields.authors,
        published=times.published.at if times.published else None,
        published_precision=times.published.precision if times.published else None,
        modified=times.modified,
        section=fields.section,
        tags=fields.tags,
        language=main_language,
        image=metadata.image(structured, page.url),
        tiebacks=tiebacks.spans(text),
        paragraph_languages=language.of_paragraphs(text, main_language),
        readings=times.readings,
        script=script,
        editions=editions.others(fields.editions, script, main_language),
        cleaner=VERSION,
        layout=fields.layout,
    )


def _is_regional(context: PageContext) -> bool:
    """Whether the page belongs to an outlet of the region: one that the registry knows, one under a
    top-level domain of the region, or one with a Cyrillic title.
    """
    return (
        zones.of_page(
            context.page.url, context.outlet.timezone if context.outlet else None
        ).regional
        or language.script(context.structured.title or "") == "Cyrl"
    )


def _decide(
    context: PageContext,
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


def _telegram(context: PageContext) -> Article:
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
