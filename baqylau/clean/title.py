"""The headline: h1, JSON-LD, og and the page title come in, the headline without the outlet's name
goes out; where they disagree, the most trusted of them.

A heading with which a declaration agrees is trusted most. A heading that shares no word with any
declaration is the name of the outlet or of a section.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lxml import html

from baqylau.clean import site_names
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key, one_line

_SIMILAR = 0.92
_MAX_LENGTH = 400
_MIN_WORDS, _MIN_LETTERS = 2, 12
"""A headline has so many words or letters, or more; "Новости" and "Главная" name a section or
nothing.
"""
_HEADLINE_WORDS = 4
"""A piece of a page title with so many words is the headline rather than the outlet's name."""
_MAX_HEADINGS = 4
_STEM, _MIN_STEM = 5, 4
"""Letters of a word that are compared, and of the shortest word that is."""
_NOT_HEADLINE = re.compile(r"date|time|comment|count|views|print|edit|share|label|badge|sub|author")
"""Classes of elements inside a heading that are no part of the headline."""
_HEADING_TAGS, _BOLD_TAGS = ("h1", "h2", "h3"), ("b", "strong", "font")
_LINE_TAGS = ("h4", "h5", "p", "div", "span", "td", "a", "em")
_SHORT = 0.4
"""A heading that a title contains and that is shorter than this share names a section or the
outlet.
"""


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
    names = names | site_names.signed(tree) | _name_in_heading(tree, structured.title)
    headline = structured.ld_text("headline")
    given = (
        structured.value("og:title"),
        structured.value("twitter:title", "title", "dc.title"),
        structured.title,
    )
    declared = _plausible([site_names.without(x, names) for x in (headline, *given) if x])
    headings = _headings(tree, structured, names)
    if not agreement:
        return next(iter([*declared, *[x[0] for x in headings]]), None)
    found = _agreeing(headings, declared, structured.title)
    if found:
        return found
    first = site_names.without(headline, names) if headline else None
    if first and any(_similar(first, x) for x in declared if x != first):
        return first
    if len(headings) == 1 and (not declared or _is_like(headings[0][0], declared)):
        return headings[0][0]
    chosen = _most_declared(declared) or next((x[0] for x in headings), None)
    alone = not any((headline, *given[:2]))
    return _headline_in(tree, chosen) if chosen and (alone or _is_compound(chosen)) else chosen


def _agreeing(
    headings: Sequence[tuple[str, ...]], declared: Sequence[str], title: str | None
) -> str | None:
    """The first reading of a heading that another source confirms: the same words are declared; or
    two declarations agree on a part of it, without its kicker; or the page's title begins or ends
    with them.
    """
    for readings in headings:
        for one in readings:
            if any(_similar(one, x) for x in declared):
                return one
    for readings in headings:
        for one in declared:
            if (
                _is_plausible(one)
                and _is_part(key(one), key(readings[0]))
                and _is_twice(one, declared)
            ):
                return one
    for readings in headings:
        for one in readings:
            if (
                title
                and len(one) >= _MIN_LETTERS
                and one[-1] != ":"
                and _is_part(key(one), key(title))
                and (len(one) >= _SHORT * len(title) or key(one) == _longest_part(title))
            ):
                return one
    return None


def _longest_part(title: str) -> str:
    """The key of the longest part of a title between separators of any kind."""
    ends = [(x.start(), x.end()) for x in site_names.separators(title)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(title)]
    return key(max((title[a:b] for a, b in zip(starts, stops, strict=True)), key=len))


def _most_declared(declared: Sequence[str]) -> str | None:
    """The first title that is declared twice, else the first."""
    return next((x for x in declared if _is_twice(x, declared)), next(iter(declared), None))


def _is_twice(title: str, declared: Sequence[str]) -> bool:
    return sum(_similar(title, x) for x in declared) > 1


def _is_compound(title: str) -> bool:
    return len(site_names.pieces(title)) > 1


def _headline_in(tree: html.HtmlElement, title: str) -> str:
    """The headline in a page's title of several parts: the longest line of the page with which the
    title begins or ends, else the first long part between marks that stand in no headline.
    """
    whole = key(title)
    cuts = {
        key(x)
        for mark in site_names.separators(title)
        for x in (title[: mark.start()], title[mark.end() :])
    } | {key(x) for x in site_names.pieces(title)}
    for tags, any_part in ((_HEADING_TAGS, True), (_BOLD_TAGS, True), (_LINE_TAGS, False)):
        found = [
            x
            for x in _lines(tree, tags)
            if len(key(x)) * 5 >= len(whole) * 2
            and ((any_part and _is_part(key(x), whole)) or key(x) in cuts)
        ]
        if found:
            return max(found, key=len)
    parts = site_names.pieces(title)
    return next((x for x in parts if len(x.split()) >= _HEADLINE_WORDS), max(parts, key=len))


def _lines(tree: html.HtmlElement, tags: Sequence[str]) -> Iterator[str]:
    for node in tree.iter(*tags):
        text = one_line(str(node.text_content())[: _MAX_LENGTH * 2]) if len(node) < 6 else ""
        if _MIN_LETTERS <= len(text) <= _MAX_LENGTH:
            yield text


def _name_in_heading(tree: html.HtmlElement, title: str | None) -> frozenset[str]:
    """Keys of headings that name the outlet: the page's title ends with them behind a longer
    headline.
    """
    marks = site_names.separators(title) if title else []
    if not title or not marks:
        return frozenset()
    first, rest = key(title[: marks[0].start()]), f" {key(title[marks[0].end() :])} "
    keys = (key(str(x.text_content())[:_MAX_LENGTH]) for x in tree.iter("h1"))
    return frozenset(x for x in keys if x and f" {x} " in rest and len(x) < len(first))


def _is_part(part: str, whole: str) -> bool:
    return bool(part) and (
        part == whole or whole.startswith(part + " ") or whole.endswith(" " + part)
    )


def _plausible(titles: Sequence[str]) -> list[str]:
    return [x for x in titles if _is_plausible(x)] or [x for x in titles if x]


def _is_plausible(title: str) -> bool:
    return (
        bool(title)
        and len(title) <= _MAX_LENGTH
        and (len(title.split()) >= _MIN_WORDS or len(title) >= _MIN_LETTERS)
    )


def _headings(
    tree: html.HtmlElement, structured: StructuredData, names: frozenset[str]
) -> list[tuple[str, ...]]:
    """The readings of each heading of the first rank, the whole text first."""
    found: list[tuple[str, ...]] = []
    marked = "headline" in structured.items
    nodes = (
        tree.xpath("//h1|//*[@itemprop='headline' and not(self::meta)]")
        if marked
        else tree.iter("h1")
    )
    for node in nodes:
        readings = tuple(
            dict.fromkeys(
                x
                for text in _readings(node)
                if key(x := site_names.without(text, names)) not in names and x
            )
        )
        if readings and readings not in found:
            found.append(readings)
    plausible = [x for x in found if _is_plausible(x[0])]
    return (plausible or found)[:_MAX_HEADINGS]


def _readings(node: html.HtmlElement) -> Iterator[str]:
    """The heading's text; the text without dates, counters and subtitles inside it; its first
    line.
    """
    whole = one_line(str(node.text_content())[: _MAX_LENGTH * 4])
    inside = [x for x in node.iterdescendants() if isinstance(x.tag, str)]
    yield whole
    if any(_is_aside(x) for x in inside):
        yield one_line(" ".join(_texts(node))[: _MAX_LENGTH * 4])
    if inside:
        yield one_line(node.text or "")
        first = next((x for x in inside if (x.text or "").strip()), None)
        if first is not None and not (node.text or "").strip():
            yield one_line(str(first.text_content())[: _MAX_LENGTH * 4])


def _is_aside(node: html.HtmlElement) -> bool:
    return node.tag in ("small", "time", "sup", "button") or bool(
        _NOT_HEADLINE.search((node.get("class") or "").lower())
    )


def _texts(node: html.HtmlElement) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if isinstance(child.tag, str) and not _is_aside(child):
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _is_like(heading: str, declared: Sequence[str]) -> bool:
    """Whether a heading can be the headline that is declared in other words: they share one, and it
    is no short part of it.
    """
    own = _stems(heading) or set(key(heading).split())
    return any(
        own & (_stems(x) | set(key(x).split()))
        and not (_is_part(key(heading), key(x)) and len(heading) < _SHORT * len(x))
        for x in declared
    )


def _stems(text: str) -> set[str]:
    return {x[:_STEM] for x in key(text).split() if len(x) >= _MIN_STEM}


def _similar(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a == b or (
        abs(len(a) - len(b)) <= 0.2 * max(len(a), len(b))
        and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SIMILAR
    )
