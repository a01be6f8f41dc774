"""Takes off the tree, before extraction, what is never article text: "read also", captions,
newsletters, share lines, cookies.

By tag, by the words of class and id, and by what a paragraph says. An element that holds much of
the page's prose, or its headline, is never taken off for its name: outlets call their article
bodies all sorts of things.
"""

import re
from functools import cache, lru_cache
from typing import Any

from lxml import etree, html

from baqylau.clean import menus, prose, wordlists
from baqylau.clean.blocks import DecisionLog
from baqylau.clean.menus import Menus
from baqylau.clean.prose import Held
from baqylau.text.normal import one_line

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SMALL = bytes(x if chr(x).isalnum() and x < 0x80 else 0x20 for x in bytes(range(256)).lower())
"""What each byte of a name becomes: a small letter, a digit, or a space."""
_LARGE = 0.3
"""Share of the page's prose that an element pruned by its name may hold at most."""
_WEAK = 400
"""Characters of prose from which a name that outlets also give to article bodies proves nothing."""
_PARAGRAPH = 100
"""Characters of a paragraph in a cell by which a table is no table of figures."""
_FEW = 6
"""Children of a boilerplate line at most: a link, an icon, a line break or two."""
_SHORT = 300
"""A paragraph longer than this is prose whatever it begins with."""


def strip(tree: html.HtmlElement) -> Held:
    """Removes what no later step reads: scripts, styles, drawings, forms; text that follows them
    stays. Answers where the prose is.
    """
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for head in tree.iterchildren("head"):
        etree.strip_elements(
            head, "meta", "link", with_tail=False
        )  # a sixth of what extraction would walk through
    _untable(tree)
    held = prose.by_element(tree)
    total = held.get(tree, 0) or 1
    unread = wordlists.words("elements", "tags") - {"figcaption", "aside", "nav", "footer", "form"}
    for node in list(tree.iter(*unread)):
        if held.get(node, 0) <= total * _LARGE:
            _drop(node)
        else:
            node.drop_tag()  # an unclosed button or form holds the whole page
    return held


def _untable(tree: html.HtmlElement) -> None:
    """Turns tables that lay out the page into boxes: those with a table or a paragraph of prose in
    a cell. Tables of figures stay.
    """
    for table in list(tree.iter("table")):
        if next(table.iterdescendants("table"), None) is not None or any(
            len((x.text_content() or "").strip()) >= _PARAGRAPH for x in table.iterfind(".//td//p")
        ):
            for part in (
                table,
                *table.iterchildren("tbody", "tr"),
                *table.iterfind("tbody/tr"),
                *table.iterfind("tbody/tr/td"),
                *table.iterfind("tr/td"),
            ):
                part.tag = "div"


def prune(tree: html.HtmlElement, held: Held, ledger: DecisionLog) -> Menus:
    """Removes from the tree, in place, what surrounds the article, and writes down what it was.
    Answers what the menus held.
    """
    total = held.get(tree, 0) or 1
    for node in list(tree.iter(*(wordlists.words("elements", "tags")))):
        if node.getparent() is not None and held.get(node, 0) <= total * _LARGE:
            _drop(node)
    taken = menus.take_off(held)
    kept = _kept(tree)
    called: Any = _CALLED(tree)
    for node in called:
        word = (
            _tells(node.get("class"), None if node.tag in _HEADS else node.get("id"))
            if node.tag in _NAMED
            else None
        )
        if (
            word
            and _inside(node, tree)
            and node not in kept
            and _may_go(word, held.get(node, 0), total)
            and not _is_unlinked(word, node, held)
        ):
            ledger.dropped(f"class or id: {word}", node.text_content()[:1000])
            taken.headlines.update(
                x.get("href") or ""
                for x in node.iter("a")
                if len(x.text_content().strip()) >= menus.HEADLINE
            )
            _drop(node)
    _prune_lines(tree, held, ledger)
    return taken


_CALLED = etree.XPath("//*[@class or @id]")
_NAMED = frozenset(
    {"div", "section", "span", "p", "ul", "ol", "li", "figure", "a", "header", "small", "em", "i",
     "table", "article", "h2", "h3", "h4", "h5", "dl", "address", "time", "label"}
)  # fmt: skip


_HEADS = frozenset({"h2", "h3", "h4", "h5"})
"""Headings: their id is an anchor made of their own words."""


def _kept(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements that hold a headline, and those that are or hold what the page declares to be
    the article's body.
    """
    kept = {above for head in tree.iter("h1") for above in head.iterancestors()}
    for body in tree.xpath("//*[@itemprop='articleBody']"):
        kept.update((body, *body.iterancestors()))
    return kept


def _may_go(word: str, held: int, total: int) -> bool:
    return held <= total * _LARGE and not (
        held > _WEAK and word in wordlists.words("elements", "weak")
    )


def _is_unlinked(word: str, node: html.HtmlElement, held: Held) -> bool:
    """Whether what is called a teaser leads nowhere: then it is this article's own lead, or a
    folded part of its text.
    """
    if (
        word not in wordlists.words("elements", "linked")
        or node not in held
        or next(node.iter("a"), None) is not None
    ):
        return False
    return not any(x.tag == "a" for x in node.iterancestors())


def _inside(node: html.HtmlElement, tree: html.HtmlElement) -> bool:
    return any(x is tree for x in node.iterancestors(tree.tag))


@lru_cache(maxsize=20_000)
def _tells(css_class: str | None, css_id: str | None) -> str | None:
    """The listed word by which class or id says that this is not the article; None where they do
    not.
    """
    names = [x for x in (css_class, css_id) if x and len(x) <= 400]
    for at, name in enumerate(names):
        if word := next(filter(None, map(_listed, name.split())), None):
            return None if any(_spare().search(x.lower()) for x in names[: at + 1]) else word
    return None


def _pieces(name: str) -> list[str]:
    """The words a name is made of, in small letters."""
    apart = name if name.islower() else _HUMP.sub(" ", name)
    return apart.encode("ascii", "replace").translate(_SMALL).decode().split()


@lru_cache(maxsize=20_000)
def _listed(part: str) -> str | None:
    """The listed word, or else the two or three words, that one name of a class or an id holds."""
    pieces = _pieces(part)
    single, several = wordlists.words("elements", "words"), wordlists.words("elements", "phrases")
    for piece in pieces:
        if piece in single:
            return piece
    if _beginnings().isdisjoint(pieces):
        return None
    together = (
        " ".join(pieces[at : at + size]) for size in (2, 3) for at in range(len(pieces) - size + 1)
    )
    return next((x for x in together if x in several), None)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(x.partition(" ")[0] for x in wordlists.words("elements", "phrases"))


@cache
def _spare() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, wordlists.words("elements", "spare"))))


def outside(node: html.HtmlElement) -> bool:
    """Whether an element stands in a sidebar, a menu, a list of other articles or the comments."""
    for one in (node, *node.iterancestors()):
        if one.tag == "body":
            return False  # "one-sidebar" on it says how the page is laid out
        if one.tag in {"aside", "nav", "footer"} or (
            one is not node and one.tag == "a" and one.get("rel") != "bookmark"
        ):
            return True
        if _tells(one.get("class"), one.get("id")) in wordlists.words("elements", "elsewhere"):
            return True
    return False


def _prune_lines(tree: html.HtmlElement, held: Held, ledger: DecisionLog) -> None:
    """Paragraphs, list items and small blocks beside the prose whose whole text is a boilerplate
    line.
    """
    for home in held:
        if not _inside(home, tree):
            continue
        for child in list(home):
            if (child.tag not in _LINES or not _drop_line(child, ledger)) and child not in held:
                for inner in list(child):
                    if inner.tag in _LINES:
                        _drop_line(inner, ledger)


def _drop_line(node: html.HtmlElement, ledger: DecisionLog) -> bool:
    if len(node) > _FEW:
        return False
    text = _short_text(node)
    if not (
        0 < len(text) <= _SHORT
        and _stands_alone(node)
        and (_is_linked_line(node, text) or wordlists.pattern("single").search(text))
    ):
        return False
    ledger.dropped("boilerplate line", text)
    _drop(node)
    return True


def _is_linked_line(node: html.HtmlElement, text: str) -> bool:
    linked = sum(len(x.text_content()) for x in node.iter("a"))
    return 2 * linked >= len(text) and wordlists.pattern("linked").search(text)


_LINES = frozenset(
    {"p", "li", "div", "h2", "h3", "h4", "h5", "strong", "em", "a", "span", "blockquote", "center"}
)


def _short_text(node: html.HtmlElement) -> str:
    """The element's text where it is short, else "": a long one is not read to its end."""
    whole = node.text_content() if len(node) else node.text or ""
    if len(whole) <= _SHORT:
        return one_line(whole)
    parts: list[str] = []
    size = 0
    for part in node.itertext():
        said = part.strip()
        size += len(said)
        if size > _SHORT:
            return ""
        parts.append(part)
    return one_line("".join(parts))


def _stands_alone(node: html.HtmlElement) -> bool:
    """Whether an inline element is a line of its own: a bold "Подписывайтесь …" inside a sentence
    is not.
    """
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
