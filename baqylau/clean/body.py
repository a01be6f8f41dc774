"""The main text by trafilatura: a stripped tree in, blocks out.

First its fast mode; its full cascade (readability, justext, rescue) only where the fast text is doubtful.
"""

import logging
from collections.abc import Sequence
from copy import deepcopy

from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Document, Extractor

from baqylau.clean import blocks, gate
from baqylau.clean.blocks import Block, Ledger, Part
from baqylau.clean.rules import Rules
from baqylau.clean.visible import Seen

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
"""Its warnings are about pages, and a page's outcome is said in the article record."""


_SHORT = 500
"""Characters below which the fast text is doubted: trafilatura's fast mode returns scraps on pages it does not know."""
_COVERED = 0.6
"""Share of the page's prose that the fast text must hold; below it the full cascade found more on half of the pages measured."""
_LINK = 0.5
_FLASH = 100
"""Characters of sentences that the shortest flashes have."""


def best(tree: html.HtmlElement, url: str, seen: Sequence[Seen], rules: Rules, ledger: Ledger) -> list[Block]:
    """The main text: the fast mode's where nothing speaks against it, else the full cascade's; [] where both are menus."""
    linked = frozenset(x.text for x in seen if x.links > _LINK)
    prose = sum({x.key: len(x.text) for x in seen if x.node.tag == "p" and len(x.text) >= 60 and x.links <= _LINK}.values())
    found = extract(tree, url, fast=True) if rules.adaptive else []
    verdict = gate.judge(found, tree, linked)
    if verdict.running < _SHORT or verdict.menu or verdict.running < _COVERED * prose:
        full = extract(tree, url, fast=False)
        fuller = gate.judge(full, tree, linked)
        ledger.chose("full extraction", f"fast: {verdict.running} characters of sentences, full: {fuller.running}, the page: {prose}")
        if not found or fuller.running >= verdict.running or verdict.menu:
            found, verdict = full, fuller
    if rules.menu_gate and (verdict.menu or not verdict.running):
        own = densest(seen)
        owned = gate.judge(own, tree, linked)
        if owned.running > _FLASH and not owned.menu:
            ledger.chose("densest element", own[0].text)
            return own
        if verdict.menu:
            ledger.dropped("menu gate", blocks.text(found)[:500])
            return []
    return found


def densest(seen: Sequence[Seen]) -> list[Block]:
    """The paragraphs of the element that directly holds most of the page's prose; [] where the page has none."""
    held: dict[html.HtmlElement, int] = {}
    for one in seen:
        parent = one.node.getparent()
        if one.links <= _LINK and len(one.text) >= 60 and parent is not None:
            held[parent] = held.get(parent, 0) + len(one.text)
    if not held:
        return []
    home = max(held, key=lambda x: held[x])
    return [Block(_PART.get(x.node.tag, Part.PARAGRAPH), x.text) for x in seen if x.node.getparent() is home and x.links <= _LINK]


_PART = {"h2": Part.HEAD, "h3": Part.HEAD, "h4": Part.HEAD, "li": Part.ITEM, "blockquote": Part.QUOTE}


def extract(tree: html.HtmlElement, url: str, *, fast: bool, precision: bool = False) -> list[Block]:
    """The blocks trafilatura takes for the main text; [] where it finds none. The tree is not changed."""
    options = Extractor(config=DEFAULT_CONFIG, output_format="python", fast=fast, precision=precision, comments=False, tables=True, url=url)
    found = bare_extraction(deepcopy(tree), url=url, options=options)
    return blocks.of(found.body) if isinstance(found, Document) and found.body is not None else []
