"""The names printed as authors: a tree and the headline come in, names go out.

Sources in this order: elements whose class, id or markup says author or byline, links to an
author's page, lines that begin with a label ("Автор: …"), a name alone at the end. Names beside
other headlines, in comments, polls and menus are not the author's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from lxml import html

from baqylau.clean import element_names, wordlists
from baqylau.clean.attributes import Attributes
from baqylau.clean.person_names import has_label, is_person, names_in
from baqylau.text.normal import key, one_line

_MAX_NAME, _MAX_TEXT, _MAX_ELEMENTS, _MAX_INSIDE, _MAX_CHILDREN = 60, 240, 60, 40, 6
_ABOVE, _BELOW = 12, 40
"""Elements above and below the headline among which an outlet prints its byline."""
_HEADLINE_WORDS = 4
_MAX_DIFFERENT = 2
"""Different bylines of a page at most, where none is near the headline."""
_AUTHOR_NAMES = (
    ("class", ("uthor", "yline", "vtor")),
    ("id", ("uthor", "yline")),
    ("data-testid", ("yline",)),
)
_AUTHOR_LINK = re.compile(
    "/(?:author|avtor|journalist|profile/|people/|editors/|contributor|staff/)"
)
_CLASS_WORD = re.compile(r"[A-ZА-Я]?[a-zа-я]+|[A-Z]+(?![a-z])")
_SIGNATURE_TAGS = frozenset(
    {"p", "div", "span", "em", "strong", "b", "i", "small", "td", "dd", "address"}
)
_BOLD = frozenset({"b", "strong", "em", "i"})


def read(
    tree: html.HtmlElement, attributes: Attributes, title: str | None, *, pseudonyms: bool
) -> list[str]:
    """The names of the first source that has any; with `pseudonyms`, names of one word count where
    the page marks them as the author's.
    """
    place = _Place(tree, attributes, title)
    for source in (
        _marked(attributes, place, pseudonyms=pseudonyms),
        _linked(attributes, place),
        _beside(place),
        _labelled(tree),
        _signed(attributes),
    ):
        found = list(source)
        if found:
            return found
    return []


@dataclass(frozen=True, slots=True)
class _Candidate:
    node: html.HtmlElement
    names: tuple[str, ...]


class _Place:
    """Where the headline stands, and what stands near it."""

    def __init__(self, tree: html.HtmlElement, attributes: Attributes, title: str | None) -> None:
        head = _headline(tree, key(title or ""))
        at = None if head is None else attributes.elements.index(head)
        nodes = attributes.elements
        self.near = [] if at is None else nodes[max(0, at - _ABOVE) : at + _BELOW + 1]
        self._near = frozenset(self.near)
        self._below = frozenset([] if at is None else nodes[at : at + _BELOW + 1])

    def is_near(self, node: html.HtmlElement) -> bool:
        """Whether the element stands between the headline and the text, or directly above it."""
        return node in self._near

    def is_below(self, node: html.HtmlElement) -> bool:
        """Whether it stands between the headline and the text."""
        return node in self._below

    def own(self, candidates: Sequence[_Candidate]) -> tuple[str, ...]:
        """The names of the article's own candidate: the first near the headline; else the only one
        of its kind, since an element that stands with other names elsewhere belongs to a list of
        other articles. () where none is certain.
        """
        near = [x for x in candidates if self.is_near(x.node)]
        behind = [x for x in near if self.is_below(x.node)]
        if near:
            return (behind or near)[0].names
        alone = [x for x in candidates if not _is_repeated(x, candidates)]
        different = {x.names for x in alone}
        return alone[0].names if alone and len(different) <= _MAX_DIFFERENT else ()


def _headline(tree: html.HtmlElement, title_key: str) -> html.HtmlElement | None:
    for tags in (("h1", "h2", "h3"), ("div", "span", "td", "b", "strong", "p", "font")):
        for node in tree.iter(*tags):
            if (
                title_key
                and len(node) < _MAX_CHILDREN
                and key(str(node.text_content())[: 2 * len(title_key) + _MAX_NAME]).startswith(
                    title_key
                )
                and (node.tag == "h1" or not element_names.outside_article(node))
            ):
                return node
    return None


def _is_repeated(one: _Candidate, candidates: Sequence[_Candidate]) -> bool:
    """Whether elements of the same class name others under another parent."""
    return any(
        other.names != one.names
        and other.node.get("class") == one.node.get("class")
        and other.node.getparent() is not one.node.getparent()
        for other in candidates
    )


def _marked(attributes: Attributes, place: _Place, *, pseudonyms: bool) -> tuple[str, ...]:
    """The names of an element whose class, id or markup says author."""
    candidates = []
    elements = attributes.in_order(
        (
            *attributes.equal("rel", "author"),
            *attributes.equal("itemprop", "author"),
            *(x for name, parts in _AUTHOR_NAMES for x in attributes.holding(name, *parts)),
        )
    )
    for node in elements[:_MAX_ELEMENTS]:
        if (
            _says_author(node)
            and not _is_teaser(node)
            and (not element_names.outside_article(node) or _is_declared(node, place))
        ):
            names = () if _of_picture(node) else _names_of(node, pseudonyms=pseudonyms)
            if names:
                candidates.append(_Candidate(node, tuple(names)))
    return place.own(candidates)


def _is_declared(node: html.HtmlElement, place: _Place) -> bool:
    """Whether markup below the headline says that this is the author, in whatever box it stands."""
    says = node.get("rel") == "author" or node.get("itemprop") == "author"
    return says and place.is_below(node)


def _is_elsewhere(node: html.HtmlElement) -> bool:
    """Whether the element stands in a sidebar, the comments, a poll."""
    around = (node, *islice(node.iterancestors(), 3))
    words = {x for one in around for x in _class_words(one)}
    return bool(words & _words("class_elsewhere")) or element_names.outside_article(node)


def _of_picture(node: html.HtmlElement) -> bool:
    """Whether the element names who took the picture: "Фото: …"."""
    first = next((x for x in (one_line(str(t)) for t in node.itertext()) if x), "")
    return bool(_picture_label().match(first))


def _is_teaser(node: html.HtmlElement) -> bool:
    """Whether a link of the element is another headline: a columnist's box."""
    return any(
        len(text.split()) >= _HEADLINE_WORDS and not any(map(is_person, names_in(text)))
        for text in (one_line(str(x.text_content())[:_MAX_TEXT]) for x in islice(node.iter("a"), 8))
    )


def _linked(attributes: Attributes, place: _Place) -> Iterator[str]:
    """The texts of links to an author's page near the headline."""
    links = (
        x
        for x in attributes.elements
        if x.tag == "a" and (x.get("rel") == "author" or _AUTHOR_LINK.search(x.get("href") or ""))
    )
    for node in islice(links, _MAX_ELEMENTS):
        if place.is_near(node) and not _is_elsewhere(node):
            yield from (x for x in names_in(str(node.text_content())[:_MAX_TEXT]) if is_person(x))


def _beside(place: _Place) -> Iterator[str]:
    """The names of the first short line near the headline that begins with a label: "By …"."""
    for node in place.near:
        if node.tag not in _SIGNATURE_TAGS or len(node) > _MAX_CHILDREN:
            continue
        lines = _lines(node)
        if lines and has_label(" ".join(lines)):
            found = _people(_joined(lines)[:1], pseudonyms=False)
            if found and not _of_picture(node) and not _is_elsewhere(node):
                yield from found
                return


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
    return _people(_joined(_lines(node)), pseudonyms=pseudonyms)


def _lines(node: html.HtmlElement) -> list[str]:
    """The texts of an element, one for each element inside it; [] for a longer one."""
    lines, size = [], 0
    for text in node.itertext():
        size += len(str(text))
        if size > 4 * _MAX_TEXT:
            return []
        line = one_line(str(text))
        if line:
            lines.append(line)
    return lines if sum(map(len, lines)) <= _MAX_TEXT else []


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines of an element; given and family name in elements of their own are one line."""
    if len(lines) == 2 and all(is_person(x, one_word=True) and " " not in x for x in lines):
        return [" ".join(lines)]
    if len(lines) > 1 and has_label(f"{lines[0]} X Y"):
        return [f"{lines[0]} {lines[1]}", *lines[2:]]
    return list(lines)


def _people(lines: Sequence[str], *, pseudonyms: bool) -> list[str]:
    found: list[str] = []
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
            and not _is_elsewhere(node)
        ):
            text = one_line(str(node.text_content()))
            if len(text) <= 2 * _MAX_NAME:
                yield from (x for x in names_in(_signature_label().sub("", text)) if is_person(x))


def _signatures(attributes: Attributes) -> list[html.HtmlElement]:
    """The elements that are set apart as a signature: by their name, on the right, or as the last
    paragraph in bold or italics of the element around them.
    """
    paragraphs = (x for x in attributes.elements if x.tag == "p" and len(x) == 1)
    bold = {x.getparent(): x for x in paragraphs if x[0].tag in _BOLD}  # the last of each parent
    return attributes.in_order(
        (
            *attributes.holding("class", "sign", "podpis"),
            *attributes.equal("align", "right"),
            *bold.values(),
        )
    )


def _signed(attributes: Attributes) -> Iterator[str]:
    """A name alone at the end, in an element that is set apart as a signature."""
    for node in reversed(_signatures(attributes)):
        text = one_line(str(node.text_content())[: 4 * _MAX_NAME])
        name = text.partition(",")[0]
        if (
            len(text) <= 2 * _MAX_NAME
            and len(name.split()) <= 3
            and is_person(name)
            and not _is_elsewhere(node)
        ):
            yield name
            return


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(wordlists.bylines(name))


@cache
def _signature_label() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(wordlists.bylines('signs'))})\s*:\s*", re.I)


@cache
def _picture_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(wordlists.bylines('pictures'))})\s*:", re.I)
