"""Editions of one text in other scripts: a page's tree comes in, (script, address) pairs go out.
Several Kazakh outlets print one text in two or three scripts.

A page names its editions by `<link rel="alternate" hreflang="kk-Latn">`, or by a visible link whose
only word is the name of an alphabet: "Lat", "توتە".
"""

import re
from collections.abc import Iterator

from lxml import html

from baqylau.clean import metadata, wordlists
from baqylau.model.hosts import parts_of, site_of

Editions = tuple[tuple[str, str], ...]

_CODE = re.compile(r"^(kk|kaz|qaz)(?:-(cyrl|latn|arab))?(?:-([a-z]{2}))?$")
_DEFAULT_SCRIPTS = {"kk": "Cyrl", "kk-cn": "Arab", "kaz": "Cyrl", "qaz": "Latn"}
"""Scripts of Kazakh where the code names none: in China it is written in Arabic letters."""
_MAX_ALPHABET_NAME = 20
"""Characters of the longest name of an alphabet, with the spaces around it."""


def read(tree: html.HtmlElement, url: str) -> Editions:
    """Every edition the page links to, itself included; front pages and other sites are left out.
    It reads links, so call it before menus are removed.
    """
    found: dict[str, str] = {}
    if not site_of(url):  # without a site there is nothing to compare the links with
        return ()
    for script, address in (*_declared(tree, url), *_linked(tree, url)):
        if site_of(address) == site_of(url) and parts_of(address).path.strip("/"):
            found.setdefault(script, address)
    return tuple(found.items())


def others(found: Editions, own: str | None, language: str | None) -> Editions:
    """The editions other than the page's own. Only Kazakh is printed in several scripts; what a
    page in another language links to are translations.
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
            and (address := metadata.address(node.get("href"), url))
        ):
            yield (
                (code[2] or "").title()
                or _DEFAULT_SCRIPTS.get(f"{code[1]}-{code[3]}")
                or _DEFAULT_SCRIPTS[code[1]],
                address,
            )


def _linked(tree: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    names, own_segment = wordlists.alphabets(), _last_segment(url)
    for node in tree.iter("a"):
        label = node.text
        if (
            label
            and len(label) <= _MAX_ALPHABET_NAME
            and not len(node)
            and (script := names.get(label.strip().lower()))
        ):
            address = metadata.address(node.get("href"), url)
            if address and own_segment and _last_segment(address) == own_segment:
                yield script, address


def _last_segment(url: str) -> str:
    """The last segment of an address. Two editions of one article share it (`/kaz/bridge` and
    `/qaz/bridge`); their front pages do not.
    """
    return parts_of(url).path.rstrip("/").rpartition("/")[2]
