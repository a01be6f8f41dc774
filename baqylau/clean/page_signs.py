"""What says that a page is no article, whatever text it holds: login and contact forms, goods with
a basket, forums. A tree with its forms comes in, `PageSigns` go out; `kinds` weighs them.

Forms and links that the site prints on every page (a login in the header, a search, a newsletter,
comments under an article) do not count.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from baqylau.clean import wordlists
from baqylau.model.hosts import parts_of
from baqylau.text.normal import one_line

_FIELDS = frozenset(
    {"text", "email", "tel", "password", "number", "date", "checkbox", "radio", "file"}
)
_FORM: Any = etree.XPath("//form")
_TYPED: Any = etree.XPath("//*[@itemtype]/@itemtype")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_PART = re.compile(r"[^\W\d_]+")
_PRICE = re.compile(r"\d\s?(?:₸|тг\b|тенге\b|₽|руб\b|р\.|€|\$|£|zł|kč|грн)|[€$£]\s?\d")
_MAX_BUTTON = 40
"""Characters of the longest button; a longer element is a text that speaks of a basket."""
_MAX_PRICE = 25
"""Characters; a longer text speaks of a price."""
_SUM = re.compile(
    r"\d[ ,.]\d{3}[ ,.]\d{3}|\d\s?[mbk]\b|m(?:illio|r?d|l)?n\b|billion|млн|млрд|миллион|миллиард"
)
"""Words of a sum of money that is no price."""
_PRICED = ("span", "div", "p", "b", "strong", "td", "li", "ins", "em", "font", "dd")
_MANY_PRICES = 5
"""Prices from which a page shows goods; it holds for pages of little text that do not declare
themselves articles, of which none measured has more than 3.
"""
_OFFERED = ("input", "button", "select", "table")
_MIN_COMPARED = 4
"""Cells in a row of a table that compares products."""
_BUTTONS = ("button", "a", "input", "span", "div")


@dataclass(frozen=True, slots=True)
class PageSigns:
    """`fields` counts what a reader fills in in the forms of the page itself, `password` whether
    one of them asks for a password. `service` is the word of the address or of the page's headline
    that names a service ("login"), `goods` says why the page is one of goods, `forum` why it is a
    forum.
    """

    fields: int = 0
    password: bool = False
    service: str | None = None
    goods: str | None = None
    forum: str | None = None


NONE = PageSigns()


def read(tree: html.HtmlElement, url: str, title: str | None, og_type: str | None) -> PageSigns:
    """The signs of one page. Call it before the tree is pruned: forms are the first to go."""
    fields, password = 0, False
    for form in _FORM(tree):
        if not _is_everywhere(form):
            inputs = _fields(form)
            fields += len(inputs)
            password = password or "password" in inputs
    return PageSigns(
        fields,
        password,
        _service(tree, url, title),
        _goods(tree, og_type, url),
        _forum(tree, url),
    )


def _fields(form: html.HtmlElement) -> list[str]:
    """The kinds of the fields that a reader fills in."""
    found = [
        "textarea" if x.tag == "textarea" else "select" for x in form.iter("textarea", "select")
    ]
    for one in form.iter("input"):
        kind = (one.get("type") or "text").lower()
        if kind in _FIELDS:
            found.append(kind)
    return found


def _is_everywhere(form: html.HtmlElement) -> bool:
    """Whether a form stands on every page of its site: in a header or a pop-up, or for a search, a
    newsletter, a comment.
    """
    if (form.get("role") or "").lower() == "search" or (
        form.get("method") or "get"
    ).lower() == "get":
        return not any(x.get("type") == "password" for x in form.iter("input"))
    known = wordlists.words("service", "forms_everywhere")
    for node in (form, *form.iterancestors()):
        if node.tag in ("header", "nav", "footer", "aside"):
            return True
        if node.tag not in ("body", "html") and _name_words(node) & known:
            return True
    return False


def _name_words(node: html.HtmlElement) -> frozenset[str]:
    names = " ".join(node.get(x) or "" for x in ("id", "class", "name", "action"))
    return frozenset(x.lower() for x in _NAME_PART.findall(_HUMP.sub(" ", names[:300])))


def _service(tree: html.HtmlElement, url: str, title: str | None) -> str | None:
    """The word by which the address or a headline names a service of the site."""
    named = wordlists.words("service", "addresses")
    parts = parts_of(url)
    path = unquote(parts.path).lower()
    for part in re.split(r"[/.]", path) + re.split(r"[=&]", unquote(parts.query).lower()):
        word = part.rstrip("0123456789")
        if word in named or word.rpartition("_")[2] in named:
            return part
    pattern = wordlists.pattern("service")
    headlines = [title, *(one_line(x.text_content()) for x in list(tree.iter("h1"))[:2])]
    head = tree.find(".//head/title")
    headlines.append(one_line(head.text_content()) if head is not None else None)
    return next((x[:60] for x in headlines if x and len(x) < 120 and pattern.search(x)), None)


def _goods(tree: html.HtmlElement, og_type: str | None, url: str) -> str | None:
    if (og_type or "").lower() in wordlists.words("service", "goods_types"):
        return f"og:type {og_type}"
    if any(x.rstrip("/").rpartition("/")[2] == "Product" for x in _TYPED(tree)):
        return "a schema.org Product"
    if button := _basket(tree):
        return button
    prices = _prices(tree)
    if prices >= _MANY_PRICES and prices - _compared_prices(tree) >= _MANY_PRICES:
        return f"{prices} prices"
    return _goods_address(url) if prices else None


def _basket(tree: html.HtmlElement) -> str | None:
    """What puts something into a basket: a button that says so, or an element named so."""
    buttons = _basket_pattern()
    for node in tree.iter(*_BUTTONS):
        text = node.get("value") if node.tag == "input" else node.text
        if text and len(text) <= _MAX_BUTTON and buttons.search(text.strip().lower()):
            return f"a button {one_line(text)!r}"
    return None


def _goods_address(url: str) -> str | None:
    named = wordlists.words("service", "goods_addresses")
    part = next((x for x in unquote(parts_of(url).path).lower().split("/") if x in named), None)
    return f"the address says {part}" if part else None


def _prices(tree: html.HtmlElement) -> int:
    """How many short texts of the page hold a price."""
    return sum(
        1
        for text in tree.itertext(*_PRICED)
        if 1 < len(text) < _MAX_PRICE
        and not text.isspace()
        and _PRICE.search(text.lower())
        and not _SUM.search(text.lower())
    )


def _compared_prices(tree: html.HtmlElement) -> int:
    """The prices in tables of figures, as a test of products prints them: their rows have
    several cells and no button, as an offer has.
    """
    rows = (x for x in tree.iter("tr") if next(x.iter(*_OFFERED), None) is None)
    return sum(_prices(x) for x in rows if len(x) >= _MIN_COMPARED)


@cache
def _basket_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"^{x}\\b" for x in sorted(wordlists.words("service", "basket"))))


def _forum(tree: html.HtmlElement, url: str) -> str | None:
    parts = parts_of(url.lower())
    for part in re.split(r"[/.?=&]", parts.path):
        if part in wordlists.words("service", "forums"):
            return f"the address says {part}"
    generator = next(
        (
            x.get("content") or ""
            for x in tree.iter("meta")
            if (x.get("name") or "").lower() == "generator"
        ),
        "",
    ).lower()
    for name in wordlists.words("service", "forum_software"):
        if name in generator or any(x.get("id") == name for x in tree.iter("body")):
            return f"made by {name}"
    return None
