"""The text of an article: the body that the outlet's layout selects, or what extraction finds,
completed and cleaned. A page with its visible texts, title and authors comes in, blocks go out.
"""

from collections.abc import Sequence

from baqylau.clean import (
    article_range,
    boilerplate_lines,
    continuation,
    lead,
    main_text,
    page_lines,
    restore,
)
from baqylau.clean.blocks import Block, DecisionLog
from baqylau.clean.context import PageContext
from baqylau.clean.menus import PageLinks
from baqylau.clean.visible import VisibleText


def read(
    context: PageContext,
    page_links: PageLinks,
    visible_texts: Sequence[VisibleText],
    layout_body: list[Block],
    title: str | None,
    headings: Sequence[str],
    authors: Sequence[str],
) -> list[Block]:
    """The blocks of the article: the layout's body or trafilatura's, completed and cleaned."""
    options, log, structured, tree = context.options, context.log, context.structured, context.tree
    page = (
        page_lines.read(tree, (title, *headings, structured.value("og:title")), context.page.url)
        if options.article_range and not layout_body
        else None
    )
    limits = article_range.range_below(page) if page else (0, 0)
    body = layout_body or main_text.best(
        tree, context.page.url, page_links.words, visible_texts, page, limits, options, log
    )
    if options.restore and not layout_body:
        size = len(body)
        body = restore.same_kind(visible_texts, body, log)
        completed = restore.complete(visible_texts, body, log)
        if page and len(completed) > size:
            completed = article_range.within(completed, page, log)
        body = continuation.complete(completed, page, limits, authors, log) if page else completed
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
        body = _without_boilerplate_lines(visible_texts, body, authors, log)
    if options.lost_lead and not layout_body:
        descriptions = filter(
            None,
            (
                structured.ld_text("description"),
                structured.value("og:description", "description", "twitter:description"),
            ),
        )
        body = lead.lost_lead(visible_texts, body, list(descriptions), title, log)
    return body


def _without_boilerplate_lines(
    visible_texts: Sequence[VisibleText],
    body: list[Block],
    authors: Sequence[str],
    log: DecisionLog,
) -> list[Block]:
    body = boilerplate_lines.without_boilerplate(body, log)
    body = boilerplate_lines.without_closing_links(
        body,
        frozenset(x.key for x in visible_texts if x.links > boilerplate_lines.LINK_SHARE),
        log,
    )
    return boilerplate_lines.without_edges(body, authors, log)
