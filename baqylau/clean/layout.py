"""Reads a page by the outlet's own layout: CSS selectors of the registry and a tree come in; body,
title, time and authors as the outlet prints them go out.

A page is read by the layout of the day it was fetched, since a site shows its old articles in its
new layout too; where that one finds no body, by the other layouts, newest first.
"""

from dataclasses import dataclass, field
from datetime import date

from lxml import html
from lxml.cssselect import CSSSelector

from baqylau.clean import markup, prose
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.model.outlet import Outlet, PageLayout
from baqylau.text.normal import key, one_line


@dataclass(frozen=True, slots=True)
class LayoutFields:
    """What a layout found. `name` is the day from which the layout is used ("first" where it has no
    such day), or None where no layout fits.
    """

    name: str | None = None
    body: list[Block] = field(default_factory=list)
    title: str | None = None
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def read(
    tree: html.HtmlElement, outlet: Outlet | None, day: date, log: DecisionLog
) -> LayoutFields:
    """Reads by the first layout whose body is on the page; that of `day` is tried before the
    others. The elements the layout drops are removed from the tree.
    """
    if outlet is None or not outlet.layouts:
        return LayoutFields()
    own = outlet.layout_of(day)
    for layout in sorted(outlet.layouts, key=lambda x: x is not own):
        bodies = select(tree, layout.body)
        if bodies and any(x.text_content().strip() for x in bodies):
            return _read_layout(tree, layout, bodies, log)
    log.chose(
        "no layout fits",
        f"{outlet.id}: {len(outlet.layouts)} layouts, none finds its body; read generically",
    )
    return LayoutFields()


def _read_layout(
    tree: html.HtmlElement, layout: PageLayout, bodies: list[html.HtmlElement], log: DecisionLog
) -> LayoutFields:
    for dropped in (x for selector in layout.drop for x in select(tree, selector)):
        if dropped.getparent() is not None and dropped not in bodies:
            log.dropped("layout", dropped.text_content()[:300])
            dropped.drop_tree()
    body = max(bodies, key=lambda x: (prose.of(x), -len(list(x.iterancestors()))))
    found = markup.blocks(body)
    lines = {x.text for x in found}
    body_key = key(" ".join(lines))
    leads = [one_line(x.text_content()) for x in select(tree, layout.lead)][:2]
    name = layout.since.isoformat() if layout.since else "first"
    log.chose("layout", f"{name}: {layout.body}")
    return LayoutFields(
        name,
        [Block(Part.PARAGRAPH, x) for x in leads if x and key(x) not in body_key] + found,
        next(
            (t for t in (one_line(x.text_content()) for x in select(tree, layout.title)) if t), None
        ),
        tuple(
            x.get("datetime") or one_line(x.text_content())[:200]
            for x in select(tree, layout.published)
        )[:3],
        tuple(one_line(x.text_content()) for x in select(tree, layout.author))[:8],
    )


def select(tree: html.HtmlElement, selector: str | None) -> list[html.HtmlElement]:
    """The elements a CSS selector of the registry finds, in document order; [] without a
    selector.
    """
    found = CSSSelector(selector, translator="html")(tree) if selector else []
    return [x for x in found if isinstance(x, html.HtmlElement)] if isinstance(found, list) else []
