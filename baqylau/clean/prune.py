"""Removes from the tree, before extraction, what is never article text: "read also", captions,
newsletters, share lines, cookie notices. A tree comes in and is changed in place; the links of the
removed menus go out.

Elements are removed by their tag, by the words of their class and id, and by the text of short
lines. An element that holds much of the page's prose, or its headline, is never removed for its
class or id: outlets name their article bodies in unexpected ways.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from lxml import etree, html

from baqylau.clean import menus, prose, wordlists
from baqylau.clean.blocks import DecisionLog
from baqylau.clean.menus import PageLinks
from baqylau.clean.prose import ProseLengths
from baqylau.text.normal import key, one_line

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOWER = bytes(x if chr(x).isalnum() and x < 0x80 else 0x20 for x in bytes(range(256)).lower())
"""Translates each byte of a name: to a small letter, a digit, or a space."""
_MAX_PROSE_SHARE = 0.3
"""An element with a higher share of the page's prose is not removed for its tag, class or id."""
_WEAK_NAME_PROSE = 400
"""An element with more characters of prose is not removed for a name that outlets also give to
article bodies.
"""
_CELL_PARAGRAPH = 100
"""A table with a paragraph of so many characters in a cell lays out the page; it is not a table of
figures.
"""
_MAX_CHILDREN = 6
"""A boilerplate line has no more child elements: a link, an icon, a line break or two."""
_MAX_FOREIGN_SHARE = 0.5
"""The same for a word of other articles, over all elements that it names."""
_MIN_NAMED_SHARE = 0.1
"""An element of the article that is named like boilerplate loses its name where it has more than
this share of the page's prose.
"""
_MAX_NAME = 400
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
    _replace_layout_tables(tree)
    prose_lengths = prose.by_element(tree)
    total = prose_lengths.get(tree, 0) or 1
    unread = wordlists.words("elements", "tags") - {"figcaption", "aside", "nav", "footer", "form"}
    for node in list(tree.iter(*unread)):
        if prose_lengths.get(node, 0) <= total * _MAX_PROSE_SHARE:
            _drop(node)
        else:
            node.drop_tag()  # an unclosed button or form holds the whole page
    return prose_lengths


def _replace_layout_tables(tree: html.HtmlElement) -> None:
    """Turns tables that lay out the page into `div`s. Tables of figures stay."""
    for table in list(tree.iter("table")):
        if _lays_out(table):
            for part in (
                table,
                *table.iterchildren("tbody", "tr"),
                *table.iterfind("tbody/tr"),
                *table.iterfind("tbody/tr/td"),
                *table.iterfind("tr/td"),
            ):
                part.tag = "div"


def _lays_out(table: html.HtmlElement) -> bool:
    """Whether a table holds a table, a paragraph of prose in a cell, several lines of prose parted
    by line breaks, or rows of prose in a single column.
    """
    if next(table.iterdescendants("table"), None) is not None or any(
        len((x.text_content() or "").strip()) >= _CELL_PARAGRAPH for x in table.iterfind(".//td//p")
    ):
        return True
    rows = list(table.iter("tr"))
    for row in rows:
        for cell in row.iterchildren("td"):
            lines = (cell.text, *(x.tail for x in cell.iterchildren("br")))
            long = sum(len((x or "").strip()) >= _CELL_PARAGRAPH for x in lines)
            if long > 1 or (long and len(rows) > 1 and all(len(x) == 1 for x in rows)):
                return True
    return False


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
    for node, word in _named(tree, prose_lengths, total, frozenset(map(key, filter(None, titles)))):
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


def _named(
    tree: html.HtmlElement, prose_lengths: ProseLengths, total: int, titles: frozenset[str]
) -> list[tuple[html.HtmlElement, str]]:
    """The elements to remove for a word of their class or id. Those that have such a word and are
    the article nevertheless lose their name, by which trafilatura would remove them.
    """
    protected = _protected(tree)
    removed: dict[str, list[html.HtmlElement]] = {}
    kept: list[html.HtmlElement] = []
    named: Any = _NAMED_ELEMENTS(tree)
    for node in named:
        if node.tag not in _PRUNABLE_TAGS:
            continue
        names = (node.get("class"), None if node.tag in _HEADING_TAGS else node.get("id"))
        word = _boilerplate_word(*names)
        if word is None:
            named_word = _listed_name(*names)
            if (
                named_word
                and node in prose_lengths
                and named_word[0] in wordlists.words("elements", "elsewhere")
            ):
                kept.append(node)
        elif node in protected:
            continue
        elif node in prose_lengths and _holds_a_title(node, titles):
            kept.append(node)
        elif _is_small(word, prose_lengths.get(node, 0), total) and not _is_unlinked(
            word, node, prose_lengths
        ):
            removed.setdefault(word, []).append(node)
    for word, nodes in list(removed.items()):
        if _is_the_article(word, nodes, prose_lengths, total):
            kept += removed.pop(word)
    for node in kept:
        if prose_lengths.get(node, 0) > _MIN_NAMED_SHARE * total:
            node.attrib.pop("class", None)
            node.attrib.pop("id", None)
    return [(node, word) for word, nodes in removed.items() for node in nodes]


def _is_the_article(
    word: str, nodes: Sequence[html.HtmlElement], prose_lengths: ProseLengths, total: int
) -> bool:
    """Whether the elements that one word names hold together more of the page's prose than a word
    may remove. Comments often do, so they are not judged; other articles, where they have links.
    """
    with_prose = {x for x in nodes if x in prose_lengths}
    outermost = [x for x in with_prose if x.getparent() not in with_prose]
    share = sum(prose_lengths[x] for x in outermost) / total
    if word in wordlists.words("elements", "elsewhere"):
        return (
            share > _MAX_FOREIGN_SHARE
            and word not in wordlists.words("elements", "comments")
            and all(next(x.iter("a"), None) is None for x in outermost)
        )
    return share > _MAX_PROSE_SHARE


def _holds_a_title(node: html.HtmlElement, titles: frozenset[str]) -> bool:
    return any(
        key(x.text or "") in titles for x in node.iter(*_TITLE_TAGS) if x.text and x.text.strip()
    )


_TITLE_TAGS = ("b", "strong", "h2", "h3", "p", "div", "span", "font", "center")
_NAMED_ELEMENTS = etree.XPath("//*[@class or @id]")
_PRUNABLE_TAGS = frozenset(
    {"div", "section", "span", "p", "ul", "ol", "li", "figure", "a", "header", "small", "em", "i",
     "table", "article", "h2", "h3", "h4", "h5", "dl", "address", "time", "label"}
)  # fmt: skip


_HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5"})
"""The id of a heading is an anchor made of its own words, so it is not judged."""


def _protected(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements that hold a headline, and those that are or hold what the page declares to be
    the article's body.
    """
    protected = {above for head in tree.iter("h1") for above in head.iterancestors()}
    for body in tree.xpath("//*[@itemprop='articleBody']"):
        protected.update((body, *body.iterancestors()))
    return protected


def _is_small(word: str, prose_length: int, total: int) -> bool:
    return prose_length <= total * _MAX_PROSE_SHARE and not (
        prose_length > _WEAK_NAME_PROSE and word in wordlists.words("elements", "weak")
    )


def _is_unlinked(word: str, node: html.HtmlElement, prose_lengths: ProseLengths) -> bool:
    """Whether an element named like a teaser has no link: then it is this article's own lead, or a
    collapsed part of its text.
    """
    if (
        word not in wordlists.words("elements", "linked")
        or node not in prose_lengths
        or next(node.iter("a"), None) is not None
    ):
        return False
    return not any(x.tag == "a" for x in node.iterancestors())


def _still_in(node: html.HtmlElement, tree: html.HtmlElement) -> bool:
    return any(x is tree for x in node.iterancestors(tree.tag))


@lru_cache(maxsize=20_000)
def _boilerplate_word(css_class: str | None, css_id: str | None) -> str | None:
    """The listed word in class or id that marks boilerplate; None where there is none, or where
    another word marks the article itself.
    """
    word, at = _listed_name(css_class, css_id) or (None, 0)
    names = [x for x in (css_class, css_id) if x and len(x) <= _MAX_NAME]
    spared = any(_sparing_names().search(x.lower()) for x in names[: at + 1])
    return None if spared else word


@lru_cache(maxsize=20_000)
def _listed_name(css_class: str | None, css_id: str | None) -> tuple[str, int] | None:
    """The first listed word in class or id, with the place of its name; None where there is
    none.
    """
    names = [x for x in (css_class, css_id) if x and len(x) <= _MAX_NAME]
    for at, name in enumerate(names):
        if word := next(filter(None, map(_listed_word, name.split())), None):
            return word, at
    return None


def _words_of(name: str) -> list[str]:
    """The words of a class or id, in small letters: "postShare-box" gives post, share, box."""
    apart = name if name.islower() else _HUMP.sub(" ", name)
    return apart.encode("ascii", "replace").translate(_LOWER).decode().split()


@lru_cache(maxsize=20_000)
def _listed_word(part: str) -> str | None:
    """The listed word, or else the two or three words, that one name of a class or an id holds."""
    pieces = _words_of(part)
    single, several = wordlists.words("elements", "words"), wordlists.words("elements", "phrases")
    for piece in pieces:
        if piece in single:
            return piece
    if _phrase_beginnings().isdisjoint(pieces):
        return None
    together = (
        " ".join(pieces[at : at + size]) for size in (2, 3) for at in range(len(pieces) - size + 1)
    )
    return next((x for x in together if x in several), None)


@cache
def _phrase_beginnings() -> frozenset[str]:
    return frozenset(x.partition(" ")[0] for x in wordlists.words("elements", "phrases"))


@cache
def _sparing_names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, wordlists.words("elements", "spare"))))


def outside_article(node: html.HtmlElement) -> bool:
    """Whether an element stands in a sidebar, a menu, a list of other articles or the comments."""
    for one in (node, *node.iterancestors()):
        if one.tag == "body":
            return False  # a class like "one-sidebar" there describes the page's layout
        if one.tag in {"aside", "nav", "footer"} or (
            one is not node and one.tag == "a" and one.get("rel") != "bookmark"
        ):
            return True
        if _boilerplate_word(one.get("class"), one.get("id")) in wordlists.words(
            "elements", "elsewhere"
        ):
            return True
    return False


def _prune_lines(tree: html.HtmlElement, prose_lengths: ProseLengths, log: DecisionLog) -> None:
    """Removes paragraphs, list items and small blocks beside the prose whose whole text is a
    boilerplate line.
    """
    for element in prose_lengths:
        if not _still_in(element, tree):
            continue
        for child in list(element):
            if (
                child.tag not in _LINE_TAGS or not _drop_line(child, log)
            ) and child not in prose_lengths:
                for inner in list(child):
                    if inner.tag in _LINE_TAGS:
                        _drop_line(inner, log)


def _drop_line(node: html.HtmlElement, log: DecisionLog) -> bool:
    if len(node) > _MAX_CHILDREN:
        return False
    text = _short_text(node)
    if not (
        0 < len(text) <= _MAX_LINE
        and _stands_alone(node)
        and (_is_linked_line(node, text) or wordlists.pattern("single").search(text))
    ):
        return False
    log.dropped("boilerplate line", text)
    _drop(node)
    return True


def _is_linked_line(node: html.HtmlElement, text: str) -> bool:
    linked = sum(len(x.text_content()) for x in node.iter("a"))
    return 2 * linked >= len(text) and wordlists.pattern("linked").search(text)


_LINE_TAGS = frozenset(
    {"p", "li", "div", "h2", "h3", "h4", "h5", "strong", "em", "a", "span", "blockquote", "center"}
)


def _short_text(node: html.HtmlElement) -> str:
    """The element's text where it is short, else "": a long one is not read to its end."""
    whole = node.text_content() if len(node) else node.text or ""
    if len(whole) <= _MAX_LINE:
        return one_line(whole)
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
