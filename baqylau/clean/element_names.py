"""Which elements are no article by the words of their class and id: a tree with its prose lengths
comes in, elements with the word that names them go out.

Outlets name their article bodies in unexpected ways. So an element that holds much of the page's
prose, its headline, or its densest paragraphs, is never removed for its name.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from lxml import etree, html

from baqylau.clean import wordlists
from baqylau.clean.prose import ProseLengths
from baqylau.text.normal import key

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LOWER = bytes(x if chr(x).isalnum() and x < 0x80 else 0x20 for x in bytes(range(256)).lower())
"""Translates each byte of a name: to a small letter, a digit, or a space."""
_MAX_PROSE_SHARE = 0.3
"""An element with a higher share of the page's prose is not removed for its class or id."""
_WEAK_NAME_PROSE = 400
"""An element with more characters of prose is not removed for a name that outlets also give to
article bodies.
"""
_MAX_FOREIGN_SHARE = 0.5
"""The same for a word of other articles, over all elements that it names."""
_MIN_NAMED_SHARE = 0.1
"""An element of the article that is named like boilerplate loses its name where it has more than
this share of the page's prose.
"""
_MAX_NAME = 400
_MIN_DENSEST = 1000
"""Characters; so much prose in paragraphs of one element, and most on the page, is the article."""


def boilerplate(
    tree: html.HtmlElement, prose_lengths: ProseLengths, total: int, titles: frozenset[str]
) -> list[tuple[html.HtmlElement, str]]:
    """The elements to remove for a word of their class or id. Those that have such a word and are
    the article nevertheless lose their name, by which trafilatura would remove them.
    """
    protected = _protected(tree)
    removed: dict[str, list[html.HtmlElement]] = {}
    kept: list[html.HtmlElement] = []
    for node in tree.iter(*_PRUNABLE_TAGS):
        names = (node.get("class"), None if node.tag in _HEADING_TAGS else node.get("id"))
        if names == _NO_NAMES:
            continue
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
    densest = _densest(prose_lengths) if removed else frozenset()
    for word, nodes in list(removed.items()):
        if word not in wordlists.words("elements", "comments"):
            own = [x for x in nodes if x in densest and _is_little_linked(x)]
            kept += own
            nodes = removed[word] = [x for x in nodes if x not in own]
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


def _densest(prose_lengths: ProseLengths) -> frozenset[html.HtmlElement]:
    """The element whose own paragraphs hold most of the page's prose, with those above it."""
    sums: dict[html.HtmlElement, int] = {}
    for node in prose_lengths:
        parent = node.getparent()
        if node.tag == "p" and parent is not None:
            sums[parent] = sums.get(parent, 0) + prose_lengths[node]
    densest = max(sums, key=lambda x: sums[x], default=None)
    if densest is None or sums[densest] < _MIN_DENSEST:
        return frozenset()
    return frozenset((densest, *densest.iterancestors()))


def _is_little_linked(node: html.HtmlElement) -> bool:
    """Whether an element has no more links than paragraphs: a list of teasers has more."""
    return sum(1 for _ in node.iter("a")) <= sum(1 for _ in node.iter("p"))


def _holds_a_title(node: html.HtmlElement, titles: frozenset[str]) -> bool:
    return any(
        key(x.text or "") in titles for x in node.iter(*_TITLE_TAGS) if x.text and x.text.strip()
    )


_TITLE_TAGS = ("b", "strong", "h2", "h3", "p", "div", "span", "font", "center")
_NO_NAMES = (None, None)
_ARTICLE_BODIES = etree.XPath("//*[@itemprop='articleBody']")
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
    bodies: Any = _ARTICLE_BODIES(tree)
    for body in bodies:
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


@lru_cache(maxsize=20_000)
def _boilerplate_word(css_class: str | None, css_id: str | None) -> str | None:
    """The listed word in class or id that marks boilerplate; None where there is none, or where
    another word marks the article itself.
    """
    found = _listed_name(css_class, css_id)
    if found is None:
        return None
    word, at = found
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
