"""Who wrote it: what the page declares and prints about its authors in, clean names out.

Never the outlet, an account of its content system, or a desk's label, where the page is of an
outlet of the region. A foreign page that declares an institution and nobody else keeps it:
"Associated Press" is all there is to know.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from lxml import etree, html

from baqylau.clean import prune, wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key, one_line

_LONGEST = 60
_MOST_WORDS = 6
_MOST_AUTHORS = 8
_NAMED = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or @class[contains(.,'author') or contains(.,'Author')"
    " or contains(.,'byline') or contains(.,'Byline') or contains(.,'avtor')] or"
    " @id[contains(.,'author')] or @data-testid[contains(.,'byline')]]"
)
_NOT_NAMES = re.compile(
    "bio|desc|about|avatar|photo|img|social|list|related|comment|articles|posts|follow|position"
    "|role|job|email|date|time|count"
)
_UPPER = re.compile(r"[^\W\d_]")


def read(
    tree: html.HtmlElement,
    said: StructuredData,
    sites: frozenset[str],
    *,
    corporate: bool,
    selected: Sequence[str] = (),
) -> tuple[str, ...]:
    """The authors, as the page writes them. `sites` are keys of the outlet's names; `corporate`
    lets an institution stand as the last resort.
    """
    institutions: list[str] = []
    for source in (
        selected,
        said.authors,
        _meta(said),
        said.items.get("author", ()),
        _visible(tree),
        _signed(tree),
    ):
        people: list[str] = []
        for text in source:
            for name in names_in(text):
                (institutions if _is_institution(name, sites) else people).append(name)
        if people:
            return tuple(dict.fromkeys(people))[:_MOST_AUTHORS]
    return tuple(dict.fromkeys(institutions))[:_MOST_AUTHORS] if corporate else ()


def _meta(said: StructuredData) -> tuple[str, ...]:
    return tuple(said.meta[x] for x in wordlists.metadata("author") if x in said.meta)[:2]


def _visible(tree: html.HtmlElement) -> Iterator[str]:
    """Texts of short elements called author or byline, outside sidebars; the first that yields a
    name ends the search.
    """
    named: Any = _NAMED(tree)
    for number, node in enumerate(named):
        if number > 40:
            return
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if _NOT_NAMES.search(names) or prune.outside(node):
            continue
        text = (
            one_line(" ".join(str(x) for x in node.itertext()))
            if sum(1 for _ in node.iter()) < 30
            else ""
        )
        if 3 < len(text) <= 120 and names_in(text):
            yield text
            return


_SIGNING = frozenset({"p", "div", "span", "em", "strong", "b", "i", "small", "td", "dd", "address"})
_PERSON = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]+(?: [A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]+){1,2}")
"""Two or three words with capitals: a signature."""
_SIGNATURES = etree.XPath(
    "//@class[contains(.,'sign') or contains(.,'podpis')]/..|//@align[.='right']/..|//p[count(*)=1"
    " and (b or strong or em or i)][last()]"
)


def _signed(tree: html.HtmlElement) -> Iterator[str]:
    """Lines that sign the text: "Корреспонденты: …", else a name alone at its end."""
    found = False
    for node in tree.iter(*_SIGNING):
        own = node.text or ""
        if (
            len(node) <= 4
            and len(own) <= _LONGEST
            and _signs().match(own)
            and not prune.outside(node)
        ):
            text = one_line(node.text_content())
            if len(text) <= 2 * _LONGEST:
                found = True
                yield _signs().sub("", text)
    if not found:
        yield from _signature(tree)


def _signature(tree: html.HtmlElement) -> Iterator[str]:
    signing: Any = _SIGNATURES(tree)
    for node in reversed(signing):
        text = one_line(node.text_content()[: 4 * _LONGEST])
        name = text.partition(",")[0]
        if len(text) <= 2 * _LONGEST and _PERSON.fullmatch(name) and not prune.outside(node):
            yield name
            return


def names_in(text: str) -> list[str]:
    """The names a byline holds: "Авторы Дмитрий Попов" is "Дмитрий Попов"; what cannot be a name is
    left out.
    """
    text = one_line(text)
    if text.lower().startswith(("http", "www.", "/")) or len(text) > 400:
        return []
    text = _after().sub(" ", _without_label(text))
    found = []
    for piece in _between().split(text):
        name = _without_label(piece or "").strip(" ,.:;|/\\-–—•·()[]\"'«»“”*")
        if _is_name(name) and name not in found:
            found.append(name)
    return [x for x in found if not any(x != y and key(x) in key(y) for y in found)]


def _without_label(text: str) -> str:
    """The text without "Автор:", "By", "Текст: …" before it. Without a colon a name must follow:
    "Von der Leyen" is one, "Di Maria" too.
    """
    for _ in range(3):
        found = _before().match(text)
        rest = text[found.end() :] if found else ""
        if not found or not (
            ":" in found["mark"] or (rest[:1].isupper() and (" " in rest or found.end() > 4))
        ):
            return text
        text = rest
    return text


def _is_name(name: str) -> bool:
    if not 2 < len(name) <= _LONGEST and not (len(name) >= 2 and not name.isascii()):
        return False
    if (
        len(name.split()) > _MOST_WORDS
        or not _UPPER.search(name)
        or any(x in name for x in "@/\\{}<>=#")
    ):
        return False
    return not _nobody().fullmatch(name) and sum(x.isdigit() for x in name) <= 2


def _is_institution(name: str, sites: frozenset[str]) -> bool:
    said = key(name)
    squeezed = said.replace(" ", "")
    return bool(_corporate().fullmatch(name)) or any(
        said == x or squeezed == x.replace(" ", "") for x in sites
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"^\s*(?:{'|'.join(wordlists.bylines('before'))})(?P<mark>\s*:\s*|\s+)(?=\S)", re.I
    )


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(wordlists.bylines('signs'))})\s*:\s*", re.I)


@cache
def _after() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("after")), re.I)


@cache
def _between() -> re.Pattern[str]:
    return re.compile("|".join(wordlists.bylines("between")))


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("nobody")), re.I)


@cache
def _corporate() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in wordlists.bylines("corporate")), re.I)
