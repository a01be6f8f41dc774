"""An outlet's own layout: selectors and a tree in; body, title, time and author as the outlet
prints them out.

An old page is read by the layout of the day it was fetched, since a site dresses its old articles
anew; where that one finds no body, by the layout of its printed day, and then by any other, newest
first.
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
    """What a layout found. `name` is the day it begins ("first" where it has none), or None where
    no layout fits.
    """

    name: str | None = None
    body: list[Block] = field(default_factory=list)
    title: str | None = None
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def read(
    tree: html.HtmlElement, outlet: Outlet | None, day: date, ledger: DecisionLog
) -> LayoutFields:
    """The first layout whose body is on the page, that of `day` before the others. Elements it
    drops leave the tree.
    """
    if outlet is None or not outlet.layouts:
        return LayoutFields()
    own = outlet.layout_of(day)
    for layout in sorted(outlet.layouts, key=lambda x: x is not own):
        bodies = select(tree, layout.body)
        if bodies and any(x.text_content().strip() for x in bodies):
            return _by(tree, layout, bodies, ledger)
    ledger.chose(
        "no layout fits",
        f"{outlet.id}: {len(outlet.layouts)} layouts, none finds its body; read generically",
    )
    return LayoutFields()


def _by(
    tree: html.HtmlElement, layout: PageLayout, bodies: list[html.HtmlElement], ledger: DecisionLog
) -> LayoutFields:
    for one in (x for selector in layout.drop for x in select(tree, selector)):
        if one.getparent() is not None and one not in bodies:
            ledger.dropped("layout", one.text_content()[:300])
            one.drop_tree()
    body = max(bodies, key=lambda x: (prose.of(x), -len(list(x.iterancestors()))))
    found = markup.blocks(body)
    said = {x.text for x in found}
    whole = key(" ".join(said))
    leads = [one_line(x.text_content()) for x in select(tree, layout.lead)][:2]
    name = layout.since.isoformat() if layout.since else "first"
    ledger.chose("layout", f"{name}: {layout.body}")
    return LayoutFields(
        name,
        [Block(Part.PARAGRAPH, x) for x in leads if x and key(x) not in whole] + found,
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
