"""Dates a reader sees beside the headline: a tree and the title come in, times go out, the nearest
below the headline first.

Dates in a sidebar, a menu, a list of other articles, or the site's header (which often prints
today's date) are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from lxml import etree, html

from baqylau.clean import element_names
from baqylau.clean.date_parse import FoundTime, machine, printed
from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision
from baqylau.text.normal import key, one_line

_MAX_LINE = 90
"""Characters of the longest visible date line: "Опубликовано: 15:00, 23 ноября 2025 года | GMT +5 |
1 240 просмотров".
"""
_ELEMENTS_BELOW, _ELEMENTS_ABOVE = 60, 40
"""Elements after and before the headline among which an outlet prints its date."""
_TAGS = (
    "h1", "h2", "h3", "time", "span", "div", "p", "li", "small",
    "em", "i", "b", "strong", "td", "a", "dd", "header", "font",
)  # fmt: skip
_HEADS, _TEXTS = (
    frozenset({"h1", "h2", "h3"}),
    frozenset({"span", "div", "strong", "b", "font", "td", "p"}),
)
_DATE_NAMES = ("date", "time", "publish", "posted", "meta", "data", "kun")
_OTHER_NAMES = (
    "update",
    "modif",
    "comment",
    "sidebar",
    "timeline",
    "sometimes",
    "metadata-list",
    "database",
)
_HEADER_NAMES = ("header", "topbar", "top-bar", "today", "weather", "currency", "clock")
_BESIDE = 12
"""Elements after the headline that stand directly below it."""
_ARTICLE_NAMES = ("news", "article", "post", "entry", "story", "material")
"""Parts of the names of an article's own header: "newsheader"."""
_MAX_OTHER_WORDS = 4
_MIN_PROSE = 150
"""Characters of a paragraph of the article's text."""
_WITH_YEAR = etree.XPath("//text()[contains(.,'19') or contains(.,'20')]", smart_strings=False)
_MAX_TEXTS, _MAX_WORDS_ALONE = 1000, 3
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")


def changed(
    tree: html.HtmlElement, title: str | None, zone: tzinfo, visit: datetime
) -> Iterator[FoundTime]:
    """Printed times of the last change near the headline: "Обновлено: 19.11.2026, 18:20"."""
    nodes = list(tree.iter(*_TAGS))
    at = _headline(nodes, title) or 0
    for node in nodes[max(0, at - _ELEMENTS_ABOVE) : at + _ELEMENTS_BELOW]:
        text = _short_line(node)
        if (
            text
            and _DIGIT.search(text)
            and any(text.lower().startswith(x) for x in calendar().modified)
        ):
            moment = printed(text, zone, visit)
            if moment:
                yield FoundTime("visible change", text, moment)


def near(
    tree: html.HtmlElement, title: str | None, zone: tzinfo, visit: datetime
) -> Iterator[FoundTime]:
    """Times in `<time>` elements and printed dates near the headline."""
    nodes = list(tree.iter(*_TAGS))
    at = _headline(nodes, title)
    if at is None:
        around: Sequence[html.HtmlElement] = nodes
    else:
        below = nodes[at : at + _ELEMENTS_BELOW + 1]
        around = [
            *below,
            *[nodes[at]] * (_ELEMENTS_BELOW + 1 - len(below)),
            *reversed(nodes[max(0, at - _ELEMENTS_ABOVE) : at]),
        ]
    head = nodes[at] if at is not None else None
    named = head is not None and _is_title(head, key(title or ""))
    prose = False
    for number, node in enumerate(around):
        above = head is not None and number > _ELEMENTS_BELOW
        prose = named and not above and (prose or _is_prose(node))
        found = [x for x in _found(node, zone, visit) if not prose or _is_credible(x)]
        if head is not None and number <= _BESIDE and not prose:
            found = [_beside(x, title or "") for x in found]
        if (
            found
            and not element_names.outside_article(node)
            and not (head is not None and above and _in_site_header(node, head))
        ):
            yield from found


def alone(tree: html.HtmlElement, zone: tzinfo, visit: datetime) -> set[date]:
    """The days of short lines of the page that are a date with its year and little else."""
    days = set()
    texts: Any = _WITH_YEAR(tree)
    for text in texts[:_MAX_TEXTS]:
        line = one_line(str(text)[: 2 * _MAX_LINE])
        if len(line) > _MAX_LINE or _other_words(line) > _MAX_WORDS_ALONE:
            continue
        moment = printed(line, zone, visit)
        if moment is not None and str(moment.at.year) in line:
            days.add(moment.at.date())
    return days


def _beside(found: FoundTime, title: str) -> FoundTime:
    """A line directly below the headline, which is its date in any language; not a date that the
    headline itself names.
    """
    if found.source != "a line like a date" or key(found.text) in key(title):
        return found
    return replace(found, source="a line below the headline")


def _is_prose(node: html.HtmlElement) -> bool:
    return node.tag == "p" and len(one_line(str(node.text_content())[: 2 * _MIN_PROSE])) >= (
        _MIN_PROSE
    )


def _is_credible(found: FoundTime) -> bool:
    """Whether a line below the first paragraph of the text can be the article's date: it is marked
    as one, or holds hardly a word beside it.
    """
    return found.source != "a line like a date" or _other_words(found.text) <= 1


def _headline(nodes: Sequence[html.HtmlElement], title: str | None) -> int | None:
    """The index of the element whose text is the title, else of the first h1 (which may be the
    site's logo), else None.
    """
    title_key = key(title or "")
    for tags in (_HEADS, _TEXTS):
        for n, x in enumerate(nodes):
            if (
                title_key
                and x.tag in tags
                and len(x) < 12
                and _is_title(x, title_key)
                and not element_names.outside_article(x)
            ):
                return n
    return next((n for n, x in enumerate(nodes) if x.tag == "h1"), None)


def _is_title(node: html.HtmlElement, title_key: str) -> bool:
    parts = []
    size = 0
    for piece in node.itertext():
        parts.append(str(piece))
        size += len(parts[-1].strip())
        if size > len(title_key) + 60:
            return False
    return size >= len(title_key) - 60 and key("".join(parts)) == title_key


def _found(node: html.HtmlElement, zone: tzinfo, visit: datetime) -> Iterator[FoundTime]:
    """The date of the element; of its first words, where it holds more than a line; and of the
    words behind it, as in `<h1>…</h1> 16.01.2012`.
    """
    found = _read(node, zone, visit)
    if found is None and len(node):
        found = _read_piece(node, node.text, zone, visit)
    if found is not None:
        yield found
    parent = node.getparent()
    if parent is not None and (behind := _read_piece(parent, node.tail, zone, visit)) is not None:
        yield behind


def _read_piece(
    node: html.HtmlElement, text: str | None, zone: tzinfo, visit: datetime
) -> FoundTime | None:
    """The date in a piece of an element's text."""
    if text and len(text) <= 2 * _MAX_LINE and _DIGIT.search(text):
        return _read_line(node, one_line(text), zone, visit)
    return None


def _read(node: html.HtmlElement, zone: tzinfo, visit: datetime) -> FoundTime | None:
    if node.tag == "time" and _names_a_change(node):
        return None
    declared = node.get("datetime") if node.tag == "time" else None
    if declared:
        moment = machine(declared, zone) or printed(declared, zone, visit)
        if moment:
            text = _short_line(node)
            exact = (
                printed(text, zone, visit) if text and moment.precision is Precision.DAY else None
            )
            return FoundTime(
                "time", declared, exact if exact and exact.at.date() == moment.at.date() else moment
            )
    return _read_line(node, _short_line(node), zone, visit)


def _read_line(
    node: html.HtmlElement, text: str, zone: tzinfo, visit: datetime
) -> FoundTime | None:
    if not text or len(text) > _MAX_LINE or not _DIGIT.search(text):
        return None
    text = _before_change(text)
    if not _is_publication(text) or (node.tag != "time" and _names_another(text)):
        return None
    if not (node.tag == "time" or _has_date_name(node) or _only_date(text)):
        return None
    moment = printed(text, zone, visit)
    sure = (
        node.tag == "time"
        or _has_date_name(node)
        or any(x in text.lower() for x in calendar().published)
    )
    return (
        FoundTime("visible date" if sure else "a line like a date", text, moment)
        if moment
        else None
    )


def _short_line(node: html.HtmlElement) -> str:
    """The element's first line where it is short; "" for containers, which are not read to their
    end.
    """
    if len(node) > 6:
        return ""
    if not len(node):
        own = node.text or ""
        text = (
            one_line(own) if len(own) <= 2 * _MAX_LINE or len(own.strip()) <= 2 * _MAX_LINE else ""
        )
        return text if len(text) <= _MAX_LINE else ""
    parts = [node.text or ""]
    size = len(parts[0].strip())
    for child in node:
        if child.tag == "br" and size and not "".join(parts).rstrip().endswith(":"):
            break
        for piece in child.itertext():
            parts.append(str(piece))
            size += len(str(piece).strip())
            if size > 2 * _MAX_LINE:
                return ""
        parts.append(f" {child.tail or ''}")
        size += len((child.tail or "").strip())
    text = one_line(" ".join(parts)) if size <= 2 * _MAX_LINE else ""
    return text if len(text) <= _MAX_LINE else ""


def _has_date_name(node: html.HtmlElement) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}".lower()
    return any(x in names for x in _DATE_NAMES) and not any(x in names for x in _OTHER_NAMES)


def _before_change(text: str) -> str:
    """The part of a line before the time of the last change: "Written: 2023-11-07 15:03 / Updated:
    2023-11-07 15:30".
    """
    low = text.lower()
    ends = min((at for x in calendar().modified if (at := low.find(x)) > 0), default=len(text))
    return text[:ends] if _DIGIT.search(text[:ends]) else text


def _names_a_change(node: html.HtmlElement) -> bool:
    """Whether the class says that the element is the time of a change: `<time class="updated">`.
    WordPress uses "entry-date updated" where one element is the time of both.
    """
    names = (node.get("class") or "").lower()
    return (
        ("update" in names or "modif" in names)
        and "publ" not in names
        and "entry-date" not in names
    )


def _is_publication(text: str) -> bool:
    low = text.lower()
    return not any(x in low for x in calendar().modified) or any(
        x in low for x in calendar().published
    )


def _only_date(text: str) -> bool:
    """Whether a line without a class for dates is a date and little else: it has at most four words
    besides months, or begins with "published".
    """
    low = text.lower()
    return _other_words(text) <= _MAX_OTHER_WORDS or any(
        low.startswith(x) for x in calendar().published
    )


def _other_words(text: str) -> int:
    return sum(1 for x in _LETTERS.findall(text) if calendar().month(x) is None)


def _names_another(text: str) -> bool:
    """Whether the line says that its date is of a law, a tariff, a telephone."""
    return bool(_of_another().search(text.lower()))


@cache
def _of_another() -> re.Pattern[str]:
    return re.compile("|".join(calendar().of_another))


def _in_site_header(node: html.HtmlElement, head: html.HtmlElement) -> bool:
    """Whether an element above the headline stands in the site's own header, where today's date is
    printed.
    """
    above_head = {head, *head.iterancestors()}
    for one in (node, *node.iterancestors()):
        if one in above_head:
            return False
        names = f"{one.get('class') or ''} {one.get('id') or ''}".lower()
        if one.tag == "header" or (
            any(x in names for x in _HEADER_NAMES) and not any(x in names for x in _ARTICLE_NAMES)
        ):
            return True
    return False
