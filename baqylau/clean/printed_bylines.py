"""The names printed as authors: a tree and the headline come in, names go out.

Sources in this order: elements whose class, id or markup says author or byline, links to an
author's page, lines that begin with a label ("Автор: …"), a name alone at the end. Names beside
other headlines, in comments, polls and menus are not the author's.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree, html

from baqylau.clean import prune, wordlists
from baqylau.clean.person_names import has_label, is_person, names_in
from baqylau.text.normal import key, one_line

_MAX_NAME, _MAX_TEXT, _MAX_ELEMENTS, _MAX_INSIDE = 60, 240, 60, 40
_AUTHOR_ELEMENTS = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or @class[contains(.,'uthor') or contains(.,'yline')"
    " or contains(.,'vtor')] or @id[contains(.,'uthor') or contains(.,'yline')] or"
    " @data-testid[contains(.,'yline')]]"
)
_AUTHOR_LINKS = etree.XPath(
    "//a[contains(@href,'/author') or contains(@href,'/avtor') or contains(@href,'/journalist')"
    " or contains(@href,'/profile/') or contains(@href,'/people/') or contains(@href,'/editors/')"
    " or contains(@href,'/contributor') or contains(@href,'/staff/') or @rel='author']"
)
_CLASS_WORD = re.compile(r"[A-ZА-Я]?[a-zа-я]+|[A-Z]+(?![a-z])")
_SIGNATURE_TAGS = frozenset(
    {"p", "div", "span", "em", "strong", "b", "i", "small", "td", "dd", "address"}
)
_SIGNATURE_ELEMENTS = etree.XPath(
    "//@class[contains(.,'sign') or contains(.,'podpis')]/..|//@align[.='right']/..|//p[count(*)=1"
    " and (b or strong or em or i)][last()]"
)


def read(tree: html.HtmlElement, title: str | None, *, pseudonyms: bool) -> list[str]:
    """The names of the first source that has any; with `pseudonyms`, names of one word count where
    the page marks them as the author's.
    """
    order = _Order(tree, title)
    for source in (_marked(tree, order, pseudonyms=pseudonyms), _labelled(tree), _signed(tree)):
        found = list(source)
        if found:
            return found
    return []


class _Order:
    """Which of several candidates is the article's: the first behind its headline, in document
    order; on a page whose headline is not found, the only one.
    """

    def __init__(self, tree: html.HtmlElement, title: str | None) -> None:
        title_key = key(title or "")
        self.head = next(
            (
                x
                for tags in (("h1", "h2", "h3"), ("div", "span", "td", "b", "strong", "p", "font"))
                for x in tree.iter(*tags)
                if title_key
                and len(x) < 6
                and key(str(x.text_content())[: 2 * len(title_key) + 60]).startswith(title_key)
                and not prune.outside_article(x)
            ),
            None,
        )
        self.tree = tree

    def first(
        self, candidates: Sequence[tuple[html.HtmlElement, list[str]]]
    ) -> list[str]:
        """The names of the article's own candidate; [] where none is certain."""
        different = {tuple(names) for _, names in candidates}
        if len(different) < 2 or self.head is None:
            return candidates[0][1] if len(different) == 1 or len(different) == 2 else []
        nodes = {node: names for node, names in candidates}
        behind = False
        for node in self.tree.iter():
            behind = behind or node is self.head
            if behind and node in nodes:
                return nodes[node]
        return candidates[0][1] if len(different) == 2 else []


def _marked(
    tree: html.HtmlElement, order: _Order, *, pseudonyms: bool
) -> Iterator[str]:
    candidates = []
    elements: Any = _AUTHOR_ELEMENTS(tree)
    for node in elements[:_MAX_ELEMENTS]:
        if not _says_author(node) or prune.outside_article(node):
            continue
        names = _names_of(node, pseudonyms=pseudonyms)
        if names:
            candidates.append((node, names))
    if not candidates:
        links: Any = _AUTHOR_LINKS(tree)
        for node in links[:_MAX_ELEMENTS]:
            names = [x for x in names_in(str(node.text_content())[:_MAX_TEXT]) if is_person(x)]
            if names and not prune.outside_article(node):
                candidates.append((node, names))
    yield from order.first(candidates) if candidates else ()


def _says_author(node: html.HtmlElement) -> bool:
    """Whether the words of the class or id say author, and none of them something else: comments,
    polls, quotes, pictures, a login.
    """
    if node.get("rel") == "author" or node.get("itemprop") == "author":
        own = set()
    else:
        own = _class_words(node)
        if not own & _words("class_author"):
            return False
    around = (node, *islice(node.iterancestors(), 3))
    other = own | {x for one in around[1:] for x in _class_words(one)}
    return not own & _words("class_other") and not other & _words("class_elsewhere")


def _class_words(node: html.HtmlElement) -> set[str]:
    names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('data-testid') or ''}"
    return {x.lower() for x in _CLASS_WORD.findall(names[:_MAX_TEXT])}


def _names_of(node: html.HtmlElement, *, pseudonyms: bool) -> list[str]:
    """The names in one element: those of its links to authors, else of its own lines."""
    if sum(1 for _ in islice(node.iter(), _MAX_INSIDE)) >= _MAX_INSIDE:
        return []
    named = [x for x in node.iter() if x.get("itemprop") == "name"]
    texts = [one_line(x.get("content") or str(x.text_content())[:_MAX_TEXT]) for x in named]
    linked = [
        x for x in node.iter("a") if x.get("rel") == "author" or "/author" in (x.get("href") or "")
    ]
    texts = texts or [one_line(str(x.text_content())[:_MAX_TEXT]) for x in linked]
    found = _people(texts, pseudonyms=pseudonyms)
    if found:
        return found
    lines = [x for x in (one_line(str(t)) for t in node.itertext()) if x]
    if sum(map(len, lines)) > _MAX_TEXT:
        return []
    return _people(_joined(lines), pseudonyms=pseudonyms)


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines of an element; given and family name in elements of their own are one line."""
    if len(lines) == 2 and all(is_person(x, one_word=True) and " " not in x for x in lines):
        return [" ".join(lines)]
    if len(lines) > 1 and has_label(f"{lines[0]} X Y"):
        return [f"{lines[0]} {lines[1]}", *lines[2:]]
    return list(lines)


def _people(lines: Sequence[str], *, pseudonyms: bool) -> list[str]:
    found = []
    for line in lines:
        one_word = pseudonyms and (len(lines) == 1 or has_label(line))
        found.extend(x for x in names_in(line) if is_person(x, one_word=one_word))
    return list(dict.fromkeys(found))


def _labelled(tree: html.HtmlElement) -> Iterator[str]:
    """Names behind a label that names an author: "Корреспонденты: …"."""
    for node in tree.iter(*_SIGNATURE_TAGS):
        own = node.text or ""
        if (
            len(node) <= 4
            and len(own) <= 2 * _MAX_NAME
            and _signature_label().match(own)
            and not prune.outside_article(node)
        ):
            text = one_line(str(node.text_content()))
            if len(text) <= 2 * _MAX_NAME:
                yield from (
                    x for x in names_in(_signature_label().sub("", text)) if is_person(x)
                )


def _signed(tree: html.HtmlElement) -> Iterator[str]:
    """A name alone at the end, in an element that is set apart as a signature."""
    signatures: Any = _SIGNATURE_ELEMENTS(tree)
    for node in reversed(signatures):
        text = one_line(str(node.text_content())[: 4 * _MAX_NAME])
        name = text.partition(",")[0]
        if (
            len(text) <= 2 * _MAX_NAME
            and len(name.split()) <= 3
            and is_person(name)
            and not prune.outside_article(node)
        ):
            yield name
            return


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(wordlists.bylines(name))


@cache
def _signature_label() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(wordlists.bylines('signs'))})\s*:\s*", re.I)
