"""The main text by trafilatura: a stripped tree in, blocks out.

First its fast mode; its full cascade (readability, justext, rescue) only where the fast text is
doubtful.
"""

from collections.abc import Sequence, Set
from copy import deepcopy
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import DEFAULT_CONFIG, Document, Extractor
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from baqylau.clean import blocks, markup, page_gate
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.options import CleanOptions
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.text.normal import one_line

_SHORT = 500
"""Characters below which the fast text is doubted: trafilatura's fast mode returns scraps on pages
it does not know.
"""
_COVERED = 0.25
"""Share of the page's prose that the fast text must hold. Below it the full cascade finds more;
what a text misses between its paragraphs is put back without it.
"""
_LINK = 0.5
_LONGEST = 500_000
_FLASH = 100
"""Characters of sentences that the shortest flashes have."""


def best(
    tree: html.HtmlElement,
    url: str,
    link_words: Set[str],
    seen: Sequence[VisibleText],
    rules: CleanOptions,
    ledger: DecisionLog,
) -> list[Block]:
    """The main text: the fast mode's where nothing speaks against it, else the full cascade's; []
    where both are menus.
    """
    linked = frozenset(x.text for x in seen if x.links > _LINK)
    prose = sum(
        {
            x.key: len(x.text)
            for x in seen
            if x.node.tag == "p" and len(x.text) >= 60 and x.links <= _LINK
        }.values()
    )
    found = extract(tree, url, fast=True) if rules.adaptive else []
    verdict = page_gate.judge(found, link_words, linked)
    if verdict.running < _SHORT or verdict.menu or verdict.running < _COVERED * prose:
        full = extract(tree, url, fast=False)
        fuller = page_gate.judge(full, link_words, linked)
        ledger.chose(
            "full extraction",
            f"fast: {verdict.running} characters of sentences, full: {fuller.running}, the page:"
            f" {prose}",
        )
        if not found or fuller.running >= verdict.running or verdict.menu:
            found, verdict = full, fuller
    if rules.menu_gate and (verdict.menu or not verdict.running):
        own = densest(seen)
        owned = page_gate.judge(own, link_words, linked)
        if owned.running > _FLASH and not owned.menu:
            ledger.chose("densest element", own[0].text)
            return own
        if verdict.menu:
            ledger.dropped("menu gate", blocks.text(found)[:500])
            return []
    return found


def declared(said: StructuredData, ledger: DecisionLog) -> list[Block]:
    """The text the page declares in JSON-LD, where nothing could be extracted; [] where it declares
    none or a scrap.
    """
    given = said.ld.get("articleBody")
    if not isinstance(given, str) or len(given) < _FLASH:
        return []
    if "<" in given and ">" in given:
        given = "\n".join(
            x.text
            for x in markup.blocks(html.fragment_fromstring(given[:_LONGEST], create_parent="div"))
        )
    ledger.added("JSON-LD articleBody", given[:300])
    return [
        Block(Part.PARAGRAPH, line) for line in (one_line(x) for x in given.split("\n")) if line
    ]


def densest(seen: Sequence[VisibleText]) -> list[Block]:
    """The paragraphs of the element that directly holds most of the page's prose; [] where the page
    has none.
    """
    held: dict[html.HtmlElement, int] = {}
    for one in seen:
        parent = one.node.getparent()
        if one.links <= _LINK and len(one.text) >= 60 and parent is not None:
            held[parent] = held.get(parent, 0) + len(one.text)
    if not held:
        return []
    home = max(held, key=lambda x: held[x])
    return [
        Block(_PART.get(x.node.tag, Part.PARAGRAPH), x.text)
        for x in seen
        if x.node.getparent() is home and x.links <= _LINK
    ]


_PART = {
    "h2": Part.HEAD,
    "h3": Part.HEAD,
    "h4": Part.HEAD,
    "li": Part.ITEM,
    "blockquote": Part.QUOTE,
}


_NAMES = etree.XPath("//@class|//@id", smart_strings=False)
_APPENDED = ("scroll", "mvp-post-add", "elementor-share-buttons")
_COMMENTS = ("omment", "comol", "disqus_thread")
"""What a class or id has to hold for trafilatura's two lists to match anything: looked for first,
since trying the lists costs four times as much.
"""


def _pruned(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree without articles appended by scrolling and without comments, as trafilatura takes
    them off.
    """
    found: Any = _NAMES(tree)
    names = "\n".join(found)
    if any(x in names for x in _APPENDED):
        tree = prune_unwanted_nodes(tree, RAW_TREE_PRUNE_XPATH)
    if any(x in names for x in _COMMENTS):
        tree = prune_unwanted_nodes(tree, REMOVE_COMMENTS_AND_LISTS_XPATH)
    return tree


def extract(tree: html.HtmlElement, url: str, *, fast: bool) -> list[Block]:
    """The blocks trafilatura takes for the main text; [] where it finds none. The tree is not
    changed.

    Fast is its first stage alone, called without the copies its door makes: half of the time, the
    same text.
    """
    options = Extractor(
        config=DEFAULT_CONFIG,
        output_format="python",
        fast=fast,
        comments=False,
        tables=True,
        url=url,
    )
    if fast:
        own = _pruned(deepcopy(tree))
        found, _ = extract_content(convert_tags(tree_cleaning(own, options), options, url), options)
        return blocks.of(found)
    whole = bare_extraction(tree, url=url, options=options)
    return blocks.of(whole.body) if isinstance(whole, Document) and whole.body is not None else []
