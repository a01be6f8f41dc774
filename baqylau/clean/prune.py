"""Removes from the tree, before extraction, what is never article text: "read also", captions,
newsletters, share lines, cookie notices. A tree comes in and is changed in place; the links of the
removed menus go out.

Elements are removed by their tag, by the words of their class and id, and by the text of short
lines. An element that holds much of the page's prose, or its headline, is never removed for its
class or id: outlets name their article bodies in unexpected ways.
"""

from collections.abc import Iterable

from lxml import etree, html

from baqylau.clean import element_names, layout_tables, menus, prose, wordlists
from baqylau.clean.blocks import DecisionLog
from baqylau.clean.menus import PageLinks
from baqylau.clean.prose import ProseLengths
from baqylau.text.normal import key, one_line

_MAX_PROSE_SHARE = 0.3
"""An element with a higher share of the page's prose is not removed for its tag."""
_MAX_CHILDREN = 6
"""A boilerplate line has no more child elements: a link, an icon, a line break or two."""
_MAX_LINE = 300
"""Characters; a longer paragraph is prose, whatever it begins with."""


def strip(tree: html.HtmlElement) -> ProseLengths:
    """Removes what no later step reads: scripts, styles, drawings, forms; the text that follows
    them stays. Returns the length of prose in each element.
    """
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for head in tree.iterchildren("head"):
        etree.strip_elements(
            head, "meta", "link", with_tail=False
        )  # a sixth of what extraction would walk through
    for line_break in tree.iter("br"):
        # else the words on both sides of it become one wherever an element's text is read
        line_break.tail = "\n" + (line_break.tail or "")
    layout_tables.replace(tree)
    prose_lengths = prose.by_element(tree)
    total = prose_lengths.get(tree, 0) or 1
    unread = wordlists.words("elements", "tags") - {"figcaption", "aside", "nav", "footer", "form"}
    for node in list(tree.iter(*unread)):
        if prose_lengths.get(node, 0) <= total * _MAX_PROSE_SHARE:
            _drop(node)
        else:
            node.drop_tag()  # an unclosed button or form holds the whole page
    return prose_lengths


def prune(
    tree: html.HtmlElement,
    prose_lengths: ProseLengths,
    log: DecisionLog,
    titles: Iterable[str | None] = (),
) -> PageLinks:
    """Removes from the tree, in place, what surrounds the article, and logs each removal. Returns
    the links of the removed menus. What holds one of the article's `titles` and prose stays.
    """
    total = prose_lengths.get(tree, 0) or 1
    for node in list(tree.iter(*(wordlists.words("elements", "tags")))):
        if node.getparent() is not None and prose_lengths.get(node, 0) <= total * _MAX_PROSE_SHARE:
            _drop(node)
    removed = menus.remove(prose_lengths)
    for node, word in element_names.boilerplate(
        tree, prose_lengths, total, frozenset(map(key, filter(None, titles)))
    ):
        if _still_in(node, tree):
            log.dropped(f"class or id: {word}", node.text_content()[:1000])
            removed.headlines.update(
                x.get("href") or ""
                for x in node.iter("a")
                if len(x.text_content().strip()) >= menus.HEADLINE
            )
            _drop(node)
    _prune_lines(tree, prose_lengths, log)
    return removed


def _still_in(node: html.HtmlElement, tree: html.HtmlElement) -> bool:
    return any(x is tree for x in node.iterancestors(tree.tag))


def _prune_lines(tree: html.HtmlElement, prose_lengths: ProseLengths, log: DecisionLog) -> None:
    """Removes paragraphs, list items and small blocks beside the prose whose whole text is a
    boilerplate line.
    """
    for element in prose_lengths:
        if not _still_in(element, tree):
            continue
        for child in list(element):
            has_prose = child in prose_lengths
            if (
                child.tag not in _LINE_TAGS or not _drop_line(child, log, has_prose=has_prose)
            ) and not has_prose:
                for inner in list(child):
                    if inner.tag in _LINE_TAGS:
                        _drop_line(inner, log, has_prose=False)


def _drop_line(node: html.HtmlElement, log: DecisionLog, *, has_prose: bool) -> bool:
    if len(node) > _MAX_CHILDREN:
        return False
    if not _stands_alone(node):
        return False
    text = _short_text(node, has_prose=has_prose)
    if not (
        0 < len(text) <= _MAX_LINE
        and (wordlists.pattern("single").search(text) or _is_linked_line(node, text))
    ):
        return False
    log.dropped("boilerplate line", text)
    _drop(node)
    return True


def _is_linked_line(node: html.HtmlElement, text: str) -> bool:
    if not wordlists.pattern("linked").search(text):
        return False
    return 2 * sum(len(x.text_content()) for x in node.iter("a")) >= len(text)


_LINE_TAGS = frozenset(
    {"p", "li", "div", "h2", "h3", "h4", "h5", "strong", "em", "a", "span", "blockquote", "center"}
)


def _short_text(node: html.HtmlElement, *, has_prose: bool) -> str:
    """The element's text where it is short, else "". One that holds prose is mostly long, so it is
    read piece by piece, and not to its end.
    """
    whole = "" if has_prose else node.text_content() if len(node) else node.text or ""
    if len(whole) <= _MAX_LINE and not has_prose:
        return one_line(whole)
    if len(whole or node.text or "") > _MAX_LINE and len((node.text or "").strip()) > _MAX_LINE:
        return ""
    parts: list[str] = []
    size = 0
    for part in node.itertext():
        stripped = part.strip()
        size += len(stripped)
        if size > _MAX_LINE:
            return ""
        parts.append(part)
    return one_line("".join(parts))


def _stands_alone(node: html.HtmlElement) -> bool:
    """Whether an element is a line of its own; a bold "Подписывайтесь …" in a sentence is not."""
    if node.tag not in {"strong", "em", "a", "span"}:
        return True
    before = node.getprevious()
    starts = (before is None and not (node.getparent().text or "").strip()) or (
        before is not None and before.tag == "br" and not (before.tail or "").strip()
    )
    after = node.getnext()
    ends = not (node.tail or "").strip() and (after is None or after.tag == "br")
    return starts and ends


def _drop(node: html.HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()
