"""The authors of an article: what the page declares and prints about them comes in, clean names go
out.

On a page of an outlet of the region, the outlet itself, an account of its content system or the
label of an editorial department is never an author. A foreign page that declares an institution and
nobody else keeps it: "Associated Press" is all there is to know.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from lxml import etree, html

from baqylau.clean import prune, wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key, one_line

_MAX_NAME = 60
_MAX_WORDS = 6
_MAX_AUTHORS = 8
_AUTHOR_ELEMENTS = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or @class[contains(.,'author') or contains(.,'Author')"
    " or contains(.,'byline') or contains(.,'Byline') or contains(.,'avtor')] or"
    " @id[contains(.,'author')] or @data-testid[contains(.,'byline')]]"
)
_NOT_NAMES = re.compile(
    "bio|desc|about|avatar|photo|img|social|list|related|comment|articles|posts|follow|position"
    "|role|job|email|date|time|count"
)
_LETTER = re.compile(r"[^\W\d_]")


def read(
    tree: html.HtmlElement,
    structured: StructuredData,
    sites: frozenset[str],
    *,
    corporate: bool,
    selected: Sequence[str] = (),
) -> tuple[str, ...]:
    """The authors, as the page writes them. `sites` are keys of the outlet's names; with
    `corporate`, an institution is accepted where no person is named.
    """
    institutions: list[str] = []
    for source in (
        selected,
        structured.authors,
        _meta(structured),
        structured.items.get("author", ()),
        _printed(tree),
        _signature_lines(tree),
    ):
        people: list[str] = []
        for text in source:
            for name in names_in(text):
                (institutions if _is_institution(name, sites) else people).append(name)
        if people:
            return tuple(dict.fromkeys(people))[:_MAX_AUTHORS]
    return tuple(dict.fromkeys(institutions))[:_MAX_AUTHORS] if corporate else ()


def _meta(structured: StructuredData) -> tuple[str, ...]:
    return tuple(structured.meta[x] for x in wordlists.metadata("author") if x in structured.meta)[
        :2
    ]


def _printed(tree: html.HtmlElement) -> Iterator[str]:
    """Texts of short elements whose class or id says author or byline, outside sidebars; the first
    that holds a name ends the search.
    """
    author_elements: Any = _AUTHOR_ELEMENTS(tree)
    for number, node in enumerate(author_elements):
        if number > 40:
            return
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if _NOT_NAMES.search(names) or prune.outside_article(node):
            continue
        text = (
            one_line(" ".join(str(x) for x in node.itertext()))
            if sum(1 for _ in node.iter()) < 30
            else ""
        )
        if 3 < len(text) <= 120 and names_in(text):
            yield text
            return


_SIGNATURE_TAGS = frozenset(
    {"p", "div", "span", "em", "strong", "b", "i", "small", "td", "dd", "address"}
)
_PERSON = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]+(?: [A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]+){1,2}")
"""Two or three capitalised words: a person's name as a signature."""
_SIGNATURE_ELEMENTS = etree.XPath(
    "//@class[contains(.,'sign') or contains(.,'podpis')]/..|//@align[.='right']/..|//p[count(*)=1"
    " and (b or strong or em or i)][last()]"
)


def _signature_lines(tree: html.HtmlElement) -> Iterator[str]:
    """Lines that name the authors: "Корреспонденты: …"; without one, a name alone at the end."""
    found = False
    for node in tree.iter(*_SIGNATURE_TAGS):
        own = node.text or ""
        if (
            len(node) <= 4
            and len(own) <= _MAX_NAME
            and _signature_label().match(own)
            and not prune.outside_article(node)
        ):
            text = one_line(node.text_content())
            if len(text) <= 2 * _MAX_NAME:
                found = True
                yield _signature_label().sub("", text)
    if not found:
        yield from _signature(tree)


def _signature(tree: html.HtmlElement) -> Iterator[str]:
    signatures: Any = _SIGNATURE_ELEMENTS(tree)
    for node in reversed(signatures):
        text = one_line(node.text_content()[: 4 * _MAX_NAME])
        name = text.partition(",")[0]
        if (
            len(text) <= 2 * _MAX_NAME
            and _PERSON.fullmatch(name)
            and not prune.outside_article(node)
        ):
            yield name
            return


def names_in(text: str) -> list[str]:
    """The names in a byline: "Авторы Дмитрий Попов" gives "Дмитрий Попов"; what cannot be a name is
    left out.
    """
    text = one_line(text)
    if text.lower().startswith(("http", "www.", "/")) or len(text) > 400:
        return []
    text = _text_after_name().sub(" ", _without_label(text))
    found = []
    for piece in _separator().split(text):
        name = _without_label(piece or "").strip(" ,.:;|/\\-–—•·()[]\"'«»“”*")
        if _is_name(name) and name not in found:
            found.append(name)
    return [x for x in found if not any(x != y and key(x) in key(y) for y in found)]


def _without_label(text: str) -> str:
    """The text without "Автор:", "By" or "Текст:" at its beginning. Where there is no colon, a name
    must follow the label, since "Von der Leyen" and "Di Maria" are names themselves.
    """
    for _ in range(3):
        found = _label_before().match(text)
        rest = text[found.end() :] if found else ""
        if not found or not (
            ":" in found["mark"] or (rest[:1].isupper() and (" " in rest or found.end() > 4))
        ):
            return text
        text = rest
    return text


def _is_name(name: str) -> bool:
    if not 2 < len(name) <= _MAX_NAME and not (len(name) >= 2 and not name.isascii()):
        return False
    if (
        len(name.split()) > _MAX_WORDS
        or not _LETTER.search(name)
        or any(x in name for x in "@/\\{}<>=#")
    ):
        return False
    return not _not_a_person().fullmatch(name) and sum(x.isdigit() for x in name) <= 2


def _is_institution(name: str, sites: frozenset[str]) -> bool:
    name_key = key(name)
    squeezed = name_key.replace(" ", "")
    return bool(_institution().fullmatch(name)) or any(
        name_key == x or squeezed == x.replace(" ", "") for x in sites
    )


@cache
def _label_before() -> re.Pattern[str]:
    return re.compile(
        rf"^\s*(?:{'|'.join(wordlists.bylines('before'))})(?P<mark>\s*:\s*|\s+)(?=\S)", re.I
    )


@cache
def _signature_label() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(wordlists.bylines('signs'))})\s*:\s*", re.I)


@cache
def _text_after_name() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("after")), re.I)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile("|".join(wordlists.bylines("between")))


@cache
def _not_a_person() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("nobody")), re.I)


@cache
def _institution() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("corporate")), re.I)
