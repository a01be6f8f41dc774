"""The names of the outlet that a page belongs to: a page comes in, the keys of the names go out.
Titles lose those names here.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from baqylau.clean import wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import host_of
from baqylau.text.normal import key, one_line

_SEPARATOR = re.compile(
    r"\s(?:[|–—·•:/\\-]{1,2}|[«»]|[-–—]{2,4})\s|\s?[|•]\s?|\s?::\s?|\s?>>\s?|\s»$"
)
"""On a title on one line, whose spaces are single."""
_STRONG = frozenset("|•»>:")
_MAX_NAME = 40
_COPYRIGHT = re.compile(r"(?:©|\(c\)|&copy;)[\s\d,.–—-]{0,24}([^\d©|]{3,60})", re.I)
_END_OF_NAME = re.compile(r"[.,;|\d©]|\s[-–—]\s|все права|all rights|барлық құқық", re.I)
_SIGNED = etree.XPath("//text()[contains(.,'©')]")
_MAX_LINKS = 400


def of_page(
    tree: html.HtmlElement, structured: StructuredData, url: str, name: str | None = None
) -> frozenset[str]:
    """Keys of all names of the outlet: in the registry, in the page's structured data, its host,
    the text or picture of the link to its front page.
    """
    host = host_of(url)
    parts = host.split(".")
    given = [
        name or "",
        *_front_page_names(tree, host),
        *structured.site_names,
        host,
        ".".join(parts[-2:]),
        parts[-2] if len(parts) > 1 else host,
    ]
    return frozenset(k for k in (key(x) for x in given) if k)


def _front_page_names(tree: html.HtmlElement, host: str) -> list[str]:
    """The texts of the first two links to the front page, and of their pictures, where they are a
    name, not "Главная".
    """
    links = islice(tree.iter("a"), _MAX_LINKS)
    at_front = islice((x for x in links if _is_front_page(x.get("href") or "", host)), 2)
    texts = [one_line(t) for x in at_front for t in _texts(x)]
    return [
        x
        for x in texts
        if 2 < len(x) <= _MAX_NAME and key(x) not in wordlists.words("elements", "home")
    ]


def _texts(link: html.HtmlElement) -> Iterator[str]:
    yield str(link.text_content())[: 4 * _MAX_NAME]
    yield link.get("title") or ""
    for picture in islice(link.iter("img"), 2):
        yield picture.get("alt") or ""


def _is_front_page(href: str, host: str) -> bool:
    if href == "/":
        return True
    if not href.startswith(("http://", "https://", "//")) or len(href) > len(host) + 16:
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return bool(host) and host_of(href) == host and parts.path in ("", "/") and not parts.query


def signed(tree: html.HtmlElement) -> frozenset[str]:
    """Keys of the names behind the last copyright signs: "© 2009–2026 Заречный вестник". On a blog
    it is the author's, so these names serve titles only.
    """
    return frozenset(filter(None, map(key, _signed(tree))))


def _signed(tree: html.HtmlElement) -> Iterator[str]:
    signs: Any = _SIGNED(tree)
    for sign in signs[-4:]:
        text = str(sign.getparent().text_content())[:600] if sign.is_text else str(sign)
        found = _COPYRIGHT.search(one_line(text))
        name = _END_OF_NAME.split(found[1])[0].strip(" «»\"'“”-–—:") if found else ""
        if 2 < len(name) <= _MAX_NAME:
            yield name


def separators(title: str) -> list[re.Match[str]]:
    """Where a title may be divided into headline, section and outlet. A closing mark » that has its
    opening one is no separator.
    """
    return [
        x
        for x in _SEPARATOR.finditer(title)
        if not (
            ("»" in x[0] and title.count("«", 0, x.end()) > title.count("»", 0, x.start()))
            or ("«" in x[0] and "»" in title[x.end() :])
        )
    ]


def pieces(title: str) -> list[str]:
    """The parts of a title between marks that stand in no headline: | • » >> ::"""
    parts, start = [], 0
    for x in separators(title):
        if x[0].strip() and set(x[0].strip()) <= _STRONG and x[0].strip() != ":":
            parts.append(title[start : x.start()])
            start = x.end()
    return [x for x in (*parts, title[start:]) if x.strip()]


def without(title: str, names: frozenset[str]) -> str:
    """The title without "| Outlet" behind it or "Outlet - " before it."""
    title = one_line(title)
    for _ in range(3):
        found = separators(title)
        if not found:
            return title
        first, last = found[0], found[-1]
        if is_name(title[last.end() :], names) or key(title[last.end() :]) in _tails():
            title = title[: last.start()].rstrip()
        elif is_name(title[: first.start()], names):
            title = title[first.end() :].lstrip()
        else:
            return title
    return title


def _tails() -> frozenset[str]:
    return wordlists.words("elements", "title_tails")


def is_name(piece: str, names: frozenset[str]) -> bool:
    """Whether a piece of a title is one of the outlet's names, with a word or two beside it; or has
    no word at all.
    """
    piece_key = key(piece)
    squeezed = piece_key.replace(" ", "")
    if not piece_key:
        return True
    return any(
        piece_key == x
        or squeezed == x.replace(" ", "")
        or (
            len(x) >= 4
            and (piece_key.startswith(x + " ") or piece_key.endswith(" " + x))
            and len(piece_key) < len(x) + 25
        )
        for x in names
    )
