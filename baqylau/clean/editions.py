"""The same text in other scripts: the tree and what the page is in, (script, address) out. Several
Kazakh outlets print one text in two or three.

`<link rel="alternate" hreflang="kk-Latn">` says it, or a link in the page's head whose only word is
the name of an alphabet: "Lat", "توتە".
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html

from baqylau.clean import metadata, wordlists
from baqylau.model.hosts import site_of

Editions = tuple[tuple[str, str], ...]

_CODE = re.compile(r"^(kk|kaz|qaz)(?:-(cyrl|latn|arab))?(?:-([a-z]{2}))?$")
_USUAL = {"kk": "Cyrl", "kk-cn": "Arab", "kaz": "Cyrl", "qaz": "Latn"}
"""Scripts of Kazakh where the code names none: in China it is written in Arabic letters."""
_LONGEST = 20
"""Characters of the longest name of an alphabet, with the spaces around it."""


def read(tree: html.HtmlElement, url: str) -> Editions:
    """Every edition the page points at, its own too; no front page, no other site. Reads links, so
    it comes before they are taken off.
    """
    found: dict[str, str] = {}
    if not site_of(url):  # an address that cannot be read has no neighbours
        return ()
    for script, whole in (*_declared(tree, url), *_linked(tree, url)):
        if site_of(whole) == site_of(url) and urlsplit(whole).path.strip("/"):
            found.setdefault(script, whole)
    return tuple(found.items())


def others(found: Editions, own: str | None, language: str | None) -> Editions:
    """The editions but the page's own. Kazakh alone is printed in several scripts; a page in
    another language links to translations.
    """
    return (
        tuple((script, address) for script, address in found if script != own)
        if language == "kk" and own
        else ()
    )


def _declared(tree: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    for node in tree.iter("link"):
        code = _CODE.match((node.get("hreflang") or "").lower())
        if (
            code
            and "alternate" in (node.get("rel") or "").lower().split()
            and (whole := metadata.address(node.get("href"), url))
        ):
            yield (
                (code[2] or "").title() or _USUAL.get(f"{code[1]}-{code[3]}") or _USUAL[code[1]],
                whole,
            )


def _linked(tree: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    names, last = wordlists.alphabets(), _last(url)
    for node in tree.iter("a"):
        said = node.text
        if (
            said
            and len(said) <= _LONGEST
            and not len(node)
            and (script := names.get(said.strip().lower()))
        ):
            whole = metadata.address(node.get("href"), url)
            if whole and last and _last(whole) == last:
                yield script, whole


def _last(url: str) -> str:
    """How an address ends: two editions of one article end alike, `/kaz/bridge` and `/qaz/bridge`,
    and their front pages do not.
    """
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]
