"""The headline: h1, JSON-LD, og and the page title come in, the headline without the outlet's name
goes out; where they disagree, the most trusted of them.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import islice

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import host_of
from baqylau.text.normal import key, one_line

_SEPARATOR = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|•»]\s*|\s*::\s*|\s+[-–—]{2,}\s+")
_SIMILAR = 0.92
_MAX_LENGTH = 400
_MIN_WORDS = 2
"""A headline has so many words or more; "Новости" and "Главная" name a section or nothing."""


def read(
    tree: html.HtmlElement,
    structured: StructuredData,
    names: frozenset[str],
    *,
    agreement: bool = True,
) -> str | None:
    """The article's title on one line, without the outlet's name (`names` are its keys); None where
    the page gives none.
    """
    declared = [
        without_site_name(x, names)
        for x in (
            structured.ld_text("headline"),
            structured.value("og:title"),
            structured.value("twitter:title", "title", "dc.title"),
        )
        if x
    ]
    headings = _headings(tree, structured, names)
    plain = [without_site_name(structured.title, names)] if structured.title else []
    if not declared and structured.title:
        shared = _heading_in_title(tree, structured.title)
        if shared:
            return shared
    if not agreement:
        return next(iter([*declared, *headings, *plain]), None)
    return _choose(
        _headline(structured, names),
        [x for x in headings if _is_plausible(x)],
        [x for x in declared if _is_plausible(x)],
        [x for x in plain if _is_plausible(x)],
    ) or next(iter([*headings, *declared, *plain]), None)


def _choose(
    headline: str | None, headings: Sequence[str], declared: Sequence[str], plain: Sequence[str]
) -> str | None:
    """The first of these that exists: the h1 with which another source agrees; JSON-LD's headline
    with which og or the page title agrees; the only h1, since og and title are often written for
    search engines; a title on which two declarations agree; the first declared title.
    """
    others = [x for x in (*declared, *plain) if x != headline]
    others = [headline, *others] if headline else others
    for head in headings:
        if any(_similar(head, x) for x in others):
            return head
    if headline and any(_similar(headline, x) for x in others[1:]):
        return headline
    if len(headings) == 1:
        return headings[0]
    for at, one in enumerate(others):
        if any(_similar(one, x) for x in others[at + 1 :]):
            return one
    return next(iter([*declared, *headings, *plain]), None)


def _heading_in_title(tree: html.HtmlElement, title: str) -> str | None:
    """The longest heading with which the page's title begins or ends; the rest of the title is then
    the outlet's name.
    """
    whole = key(title)
    for tags in (("h1", "h2", "h3"), ("b", "strong", "font")):
        found = [
            one_line(x.text_content()[: _MAX_LENGTH * 2]) for x in tree.iter(*tags) if len(x) < 6
        ]
        fitting = [
            x
            for x in found
            if 12 <= len(x) <= _MAX_LENGTH
            and len(key(x)) * 5 >= len(whole) * 2
            and _is_part(key(x), whole)
        ]
        if fitting:
            return max(fitting, key=len)
    return None


def _is_part(part: str, whole: str) -> bool:
    return bool(part) and (
        part == whole or whole.startswith(part + " ") or whole.endswith(" " + part)
    )


def _headline(structured: StructuredData, names: frozenset[str]) -> str | None:
    given = structured.ld_text("headline")
    return without_site_name(given, names) or None if given else None


def _is_plausible(title: str) -> bool:
    return (
        bool(title)
        and len(title) <= _MAX_LENGTH
        and (len(title.split()) >= _MIN_WORDS or len(title) >= 12)
    )


def _headings(
    tree: html.HtmlElement, structured: StructuredData, names: frozenset[str]
) -> list[str]:
    found = []
    marked = "headline" in structured.items
    for node in (
        tree.xpath("//h1|//*[@itemprop='headline' and not(self::meta)]")
        if marked
        else tree.iter("h1")
    ):
        text = without_site_name(one_line(node.text_content()[: _MAX_LENGTH * 4]), names)
        if text and text not in found and key(text) not in names:
            found.append(text)
    return found[:4]


def _similar(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a == b or (
        abs(len(a) - len(b)) <= 0.2 * max(len(a), len(b))
        and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SIMILAR
    )


def site_keys(
    tree: html.HtmlElement, structured: StructuredData, url: str, name: str | None = None
) -> frozenset[str]:
    """Keys of all names of the outlet: in the registry, in the page's structured data, its host,
    the text of the link to its front page.
    """
    host = host_of(url)
    parts = host.split(".")
    given = [
        name or "",
        *_front_page_names(tree),
        *structured.site_names,
        host,
        ".".join(parts[-2:]),
        parts[-2] if len(parts) > 1 else host,
    ]
    return frozenset(k for k in (key(x) for x in given) if k)


def _front_page_names(tree: html.HtmlElement) -> list[str]:
    """The texts of the first two links to the front page, where they are a name, not "Главная"."""
    texts = [
        one_line(x.text_content())
        for x in islice((x for x in tree.iter("a") if x.get("href") == "/"), 2)
    ]
    return [
        x for x in texts if 2 < len(x) <= 40 and key(x) not in wordlists.words("elements", "home")
    ]


def without_site_name(title: str, names: frozenset[str]) -> str:
    """The title without "| Outlet" behind it or "Outlet - " before it."""
    title = one_line(title)
    for _ in range(3):
        separators = list(_SEPARATOR.finditer(title))
        if not separators:
            return title
        first, last = separators[0], separators[-1]
        if _names_site(title[last.end() :], names):
            title = title[: last.start()].rstrip()
        elif _names_site(title[: first.start()], names):
            title = title[first.end() :].lstrip()
        else:
            return title
    return title


def _names_site(piece: str, names: frozenset[str]) -> bool:
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
