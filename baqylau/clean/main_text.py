"""The main text by trafilatura: a tree without scripts and menus comes in, blocks go out.

Its fast mode is tried first; its full cascade (readability, justext, rescue) only where the fast
text is doubtful.
"""

from collections.abc import Sequence, Set
from copy import copy, deepcopy
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import DEFAULT_CONFIG, Document, Extractor
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from baqylau.clean import article_range, blocks, markup, page_gate
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.options import CleanOptions
from baqylau.clean.page_gate import GateResult
from baqylau.clean.page_lines import PageLines
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.text.normal import one_line

_MIN_FAST_TEXT = 500
"""A fast text with fewer characters of sentences is doubtful: on some pages trafilatura's fast mode
returns only fragments.
"""
_MIN_PROSE_SHARE = 0.25
"""Share of the page's prose that the fast text must hold. Below it the full cascade finds more;
paragraphs missing inside a text are restored by `restore`, without the cascade.
"""
_MIN_AGREED = 0.8
"""A short text that holds this share of the lines below the headline is the whole of a short
article.
"""
_MIN_BELOW = 700
_MIN_SHARE_BELOW = 0.15
"""Where the page shows so many characters below its headline and the extracted text holds less than
this share of them, the extracted text is something else: a feed, a sidebar.
"""
_MIN_HELD = 0.9
_BIG_PAGE = 2000
"""Elements left after pruning, on a shop's page or a list of videos. There the full cascade is not
tried where it could only find lines that are no paragraphs.
"""
_LONG_TABLE = 5000
_LINK_SHARE = 0.5
_MAX_DECLARED = 500_000
_MIN_TEXT = 100
"""Characters of sentences in the shortest news flashes."""


def best(
    tree: html.HtmlElement,
    url: str,
    link_words: Set[str],
    visible_texts: Sequence[VisibleText],
    page: PageLines | None,
    limits: tuple[int, int],
    options: CleanOptions,
    log: DecisionLog,
) -> list[Block]:
    """The main text: that of the fast mode unless it is doubtful, else that of the full cascade, or
    the lines below the headline; [] where all are menus. With `page`, only its part that lies in
    the article's range; `limits` are those of the range below its headline.
    """
    linked = frozenset(x.text for x in visible_texts if x.links > _LINK_SHARE)
    prose = _paragraphs(visible_texts)
    below = article_range.below_headline(page, limits) if page else []

    def extracted(*, fast: bool) -> tuple[list[Block], GateResult]:
        found = extract(tree, url, fast=fast)
        if page:
            found = article_range.within(article_range.unglued(found, page), page, log)
        return found, page_gate.judge(found, link_words, linked)

    found, gate = extracted(fast=True) if options.adaptive else ([], page_gate.NOTHING)
    if (
        _is_doubtful(gate, prose)
        and not _agrees(found, gate, below)
        and not _is_table(found, gate, prose)
        and not (_is_big(tree) and _holds_all(gate, prose))
    ):
        full, full_gate = extracted(fast=False)
        log.chose(
            "full extraction",
            f"fast: {gate.running} characters of sentences, full: {full_gate.running}, the page:"
            f" {prose}",
        )
        if not found or full_gate.running >= gate.running or gate.menu:
            found, gate = full, full_gate
    if page and _is_elsewhere(found, below, page):
        log.chose("lines below the headline", blocks.text(found)[:300])
        found, gate = below, page_gate.judge(below, link_words, linked)
    if options.menu_gate and (gate.menu or not gate.running):
        dense = densest(visible_texts)
        dense_gate = page_gate.judge(dense, link_words, linked)
        if dense_gate.running > _MIN_TEXT and not dense_gate.menu:
            log.chose("densest element", dense[0].text)
            return dense
        if gate.menu:
            log.dropped("menu gate", blocks.text(found)[:500])
            return []
    return found


def _paragraphs(visible_texts: Sequence[VisibleText]) -> int:
    """Characters of the page's paragraphs of prose, each text counted once."""
    return sum(
        {
            x.key: len(x.text)
            for x in visible_texts
            if x.node.tag == "p" and len(x.text) >= 60 and x.links <= _LINK_SHARE
        }.values()
    )


def _is_elsewhere(found: Sequence[Block], below: Sequence[Block], page: PageLines) -> bool:
    """Whether the extracted text is not that below the headline, and the latter is the article."""
    return (
        bool(below)
        and article_range.share_of(found, below) < _MIN_SHARE_BELOW
        and (sum(len(x.text) for x in below) >= _MIN_BELOW or article_range.holds_none(found, page))
    )


def _is_doubtful(gate: GateResult, prose: int) -> bool:
    return gate.running < _MIN_FAST_TEXT or gate.menu or gate.running < _MIN_PROSE_SHARE * prose


def _is_table(found: Sequence[Block], gate: GateResult, prose: int) -> bool:
    """Whether a page without prose gave a long text: a table of results, in which the full cascade
    finds the same and takes longest.
    """
    return prose < _MIN_TEXT and not gate.menu and sum(len(x.text) for x in found) >= _LONG_TABLE


def _holds_all(gate: GateResult, prose: int) -> bool:
    """Whether a short text already holds nearly all paragraphs of the page, or the page has
    none.
    """
    return prose < _MIN_TEXT or gate.running >= _MIN_HELD * prose


def _is_big(tree: html.HtmlElement) -> bool:
    """Whether the full cascade would take longer than everything else together."""
    return next(islice(tree.iter(), _BIG_PAGE, None), None) is not None


def _agrees(found: Sequence[Block], gate: GateResult, below: Sequence[Block]) -> bool:
    """Whether a short text is all that the page shows below its headline."""
    return (
        bool(below)
        and not gate.menu
        and gate.running >= _MIN_TEXT
        and article_range.share_of(found, below) >= _MIN_AGREED
        and sum(len(x.text) for x in found) >= _MIN_AGREED * sum(len(x.text) for x in below)
    )


def declared(structured: StructuredData, log: DecisionLog) -> list[Block]:
    """The text the page declares in JSON-LD, for pages where nothing could be extracted; [] where
    it declares none or a very short one.
    """
    declared_text = structured.ld.get("articleBody")
    if not isinstance(declared_text, str) or len(declared_text) < _MIN_TEXT:
        return []
    if "<" in declared_text and ">" in declared_text:
        declared_text = "\n".join(
            x.text
            for x in markup.blocks(
                html.fragment_fromstring(declared_text[:_MAX_DECLARED], create_parent="div")
            )
        )
    log.added("JSON-LD articleBody", declared_text[:300])
    return [
        Block(Part.PARAGRAPH, line)
        for line in (one_line(x) for x in declared_text.split("\n"))
        if line
    ]


def densest(visible_texts: Sequence[VisibleText]) -> list[Block]:
    """The paragraphs of the element that directly holds most of the page's prose; [] where the page
    has none.
    """
    prose_lengths: dict[html.HtmlElement, int] = {}
    for one in visible_texts:
        parent = one.node.getparent()
        if one.links <= _LINK_SHARE and len(one.text) >= 60 and parent is not None:
            prose_lengths[parent] = prose_lengths.get(parent, 0) + len(one.text)
    if not prose_lengths:
        return []
    container = max(prose_lengths, key=lambda x: prose_lengths[x])
    return [
        Block(_PART.get(x.node.tag, Part.PARAGRAPH), x.text)
        for x in visible_texts
        if x.node.getparent() is container and x.links <= _LINK_SHARE
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
"""Trafilatura's two lists match only where a class or id holds one of these. They are looked for
first, since trying the lists costs four times as much.
"""


def _pruned(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree without articles appended by scrolling and without comments, as trafilatura removes
    them.
    """
    found: Any = _NAMES(tree)
    names = "\n".join(found)
    if any(x in names for x in _APPENDED):
        tree = prune_unwanted_nodes(tree, RAW_TREE_PRUNE_XPATH)
    if any(x in names for x in _COMMENTS):
        tree = prune_unwanted_nodes(tree, REMOVE_COMMENTS_AND_LISTS_XPATH)
    return tree


@cache
def _extractor(*, fast: bool) -> Extractor:
    return Extractor(
        config=DEFAULT_CONFIG, output_format="python", fast=fast, comments=False, tables=True
    )


def extract(tree: html.HtmlElement, url: str, *, fast: bool) -> list[Block]:
    """The blocks of what trafilatura considers the main text; [] where it finds none. The tree is
    not changed.

    `fast` runs only its first stage, called directly instead of by `bare_extraction`, which copies
    the tree: half of the time for the same text.
    """
    options = copy(_extractor(fast=fast))
    options.url = options.source = url
    if fast:
        copied = _pruned(deepcopy(tree))
        found, _ = extract_content(
            convert_tags(tree_cleaning(copied, options), options, url), options
        )
        return blocks.of(found)
    whole = bare_extraction(tree, url=url, options=options)
    return blocks.of(whole.body) if isinstance(whole, Document) and whole.body is not None else []
