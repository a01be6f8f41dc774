"""The headline: what h1, JSON-LD and og say, the outlet's suffix removed, and where they disagree,
the most trusted.
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

_CUT = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|•»]\s*|\s*::\s*|\s+[-–—]{2,}\s+")
_ALIKE = 0.92
_LONGEST = 400
_FEWEST = 2
"""Words a headline has at least; "Новости" and "Главная" are the page's section or nothing."""


def read(
    tree: html.HtmlElement, said: StructuredData, names: frozenset[str], *, agreement: bool = True
) -> str | None:
    """The article's title on one line, without the outlet's name (`names` are its keys); None where
    the page gives none.
    """
    declared = [
        bare(x, names)
        for x in (
            said.ld_text("headline"),
            said.said("og:title"),
            said.said("twitter:title", "title", "dc.title"),
        )
        if x
    ]
    heads = _heads(tree, said, names)
    plain = [bare(said.title, names)] if said.title else []
    if not declared and said.title:
        shared = _shared(tree, said.title)
        if shared:
            return shared
    if not agreement:
        return next(iter([*declared, *heads, *plain]), None)
    return _choose(
        _headline(said, names),
        [x for x in heads if _fits(x)],
        [x for x in declared if _fits(x)],
        [x for x in plain if _fits(x)],
    ) or next(iter([*heads, *declared, *plain]), None)


def _choose(
    headline: str | None, heads: Sequence[str], declared: Sequence[str], plain: Sequence[str]
) -> str | None:
    """The h1 something else agrees with; else JSON-LD's that og or the page title agrees with; else
    the only h1, since og and title are often written for search engines; else what two declarations
    agree on; else the first declared.
    """
    others = [x for x in (*declared, *plain) if x != headline]
    others = [headline, *others] if headline else others
    for head in heads:
        if any(_alike(head, x) for x in others):
            return head
    if headline and any(_alike(headline, x) for x in others[1:]):
        return headline
    if len(heads) == 1:
        return heads[0]
    for at, one in enumerate(others):
        if any(_alike(one, x) for x in others[at + 1 :]):
            return one
    return next(iter([*declared, *heads, *plain]), None)


def _shared(tree: html.HtmlElement, title: str) -> str | None:
    """The heading that the page's title begins or ends with, the outlet's name being the rest; the
    longest there is.
    """
    whole = key(title)
    for tags in (("h1", "h2", "h3"), ("b", "strong", "font")):
        found = [one_line(x.text_content()[: _LONGEST * 2]) for x in tree.iter(*tags) if len(x) < 6]
        fitting = [
            x
            for x in found
            if 12 <= len(x) <= _LONGEST
            and len(key(x)) * 5 >= len(whole) * 2
            and _is_part(key(x), whole)
        ]
        if fitting:
            return max(fitting, key=len)
    return None


def _is_part(said: str, whole: str) -> bool:
    return bool(said) and (
        said == whole or whole.startswith(said + " ") or whole.endswith(" " + said)
    )


def _headline(said: StructuredData, names: frozenset[str]) -> str | None:
    given = said.ld_text("headline")
    return bare(given, names) or None if given else None


def _fits(title: str) -> bool:
    return (
        bool(title)
        and len(title) <= _LONGEST
        and (len(title.split()) >= _FEWEST or len(title) >= 12)
    )


def _heads(tree: html.HtmlElement, said: StructuredData, names: frozenset[str]) -> list[str]:
    found = []
    marked = "headline" in said.items
    for node in (
        tree.xpath("//h1|//*[@itemprop='headline' and not(self::meta)]")
        if marked
        else tree.iter("h1")
    ):
        text = bare(one_line(node.text_content()[: _LONGEST * 4]), names)
        if text and text not in found and key(text) not in names:
            found.append(text)
    return found[:4]


def _alike(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a == b or (
        abs(len(a) - len(b)) <= 0.2 * max(len(a), len(b))
        and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE
    )


def site_keys(
    tree: html.HtmlElement, said: StructuredData, url: str, name: str | None = None
) -> frozenset[str]:
    """Keys of everything the outlet is called: its registry name, what the page declares, its host,
    the link to its front page.
    """
    host = host_of(url)
    parts = host.split(".")
    given = [
        name or "",
        *_logos(tree),
        *said.site_names,
        host,
        ".".join(parts[-2:]),
        parts[-2] if len(parts) > 1 else host,
    ]
    return frozenset(k for k in (key(x) for x in given) if k)


def _logos(tree: html.HtmlElement) -> list[str]:
    """The words of the first link to the front page, where they are a name and no "Главная"."""
    said = [
        one_line(x.text_content())
        for x in islice((x for x in tree.iter("a") if x.get("href") == "/"), 2)
    ]
    return [
        x for x in said if 2 < len(x) <= 40 and key(x) not in wordlists.words("elements", "home")
    ]


def bare(title: str, names: frozenset[str]) -> str:
    """The title without "| Outlet" behind it or "Outlet - " before it."""
    title = one_line(title)
    for _ in range(3):
        cuts = list(_CUT.finditer(title))
        if not cuts:
            return title
        first, last = cuts[0], cuts[-1]
        if _names_site(title[last.end() :], names):
            title = title[: last.start()].rstrip()
        elif _names_site(title[: first.start()], names):
            title = title[first.end() :].lstrip()
        else:
            return title
    return title


def _names_site(piece: str, names: frozenset[str]) -> bool:
    said = key(piece)
    squeezed = said.replace(" ", "")
    if not said:
        return True
    return any(
        said == x
        or squeezed == x.replace(" ", "")
        or (
            len(x) >= 4
            and (said.startswith(x + " ") or said.endswith(" " + x))
            and len(said) < len(x) + 25
        )
        for x in names
    )
