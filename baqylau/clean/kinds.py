"""What kind of page it is: article, listing, empty, paywalled or not an article. Structured data
and the extracted text come in, a decision with its reason goes out.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import html

from baqylau.clean import element_names, page_gate, wordlists
from baqylau.clean.blocks import Block, Part
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.model.article import Kind
from baqylau.model.hosts import parts_of, site_of
from baqylau.text.normal import key, one_line

MAX_ERROR_PAGE = 600
"""A page with fewer characters of sentences is an error page if its words say so; the longest "page
not found" page measured has 420.
"""
_MAX_TEASER = 1500
"""A text with fewer characters was cut off by the paywall that the page declares; teasers measured
have 150 to 1,100.
"""
_MAX_CUT_TEXT = 1200
_MAX_WORDLESS = 300
"""Characters; the longest caption of a player's page measured has 180."""
UNCUT_PROSE = 8000
"""A page with so many characters of prose, comments and teasers included, was not cut off by a
paywall.
"""
MIN_TEASERS = 4
_TEASER_SHARE = 0.6
"""Share of a listing's text that stands under headlines which are links; articles measured have 0.1
at most.
"""
_MIN_HEADLINES = 12
"""A page without text and with so many links of a headline's length is a listing, unless it
declares that it is an article.
"""
_HEADLINE_LENGTH = 25
_WHOLE_LINK_SHARE = 0.8
"""Share of a paragraph in links from which the paragraph counts as a link."""
_ARTICLE_LD = frozenset(
    {
        "Article",
        "NewsArticle",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "LiveBlogPosting",
    }
)
_FLASH = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}(?:[ ,—–-]+[^\W\d_]{3,}){1,12}[.!…]?")
"""Two words and more without figures: a caption has a clock or a counter."""
_ARTICLE_BODY = re.compile(r"\b(?:post|entry|article|news)[-_]{1,2}(?:content|text|body)\b")
_ENDS = re.compile(r"[^\W\d_]{3}[.!?…»\"”](?:\s|$)")
"""The end of a sentence; "19.11.2026 24:11" has none."""
LISTING_LD = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is None for an article. `keeps_text`: what the page says is read, although it is no
    article (the description of a product).
    """

    kind: Kind
    reason: str | None = None
    keeps_text: bool = False


ARTICLE = Decision(Kind.ARTICLE)


def missing(
    status: int,
    structured: StructuredData,
    headings: Sequence[str],
    blocks: Sequence[Block],
    visible_texts: Sequence[VisibleText],
) -> Decision | None:
    """An error page, by its status or, served with status 200, by its own words."""
    if status >= 400:
        return Decision(Kind.NOT_ARTICLE, f"status {status}")
    running = sum(len(x.text) for x in blocks if page_gate.is_running(x, frozenset()))
    if running > MAX_ERROR_PAGE:
        return None
    pattern = wordlists.pattern("missing")
    first = [x.text for x in blocks[:4]] or [
        x.text
        for x in visible_texts[:40]
        if len(x.text) <= 200 and not element_names.outside_article(x.node)
    ]
    for text in (structured.title, *headings, *(x for x in first if len(x) <= 300)):
        if text and pattern.search(text):
            return Decision(Kind.NOT_ARTICLE, f"an error page: {one_line(text)[:80]!r}")
    return None


def paywalled(
    structured: StructuredData, blocks: Sequence[Block], notice: str | None
) -> Decision | None:
    """A text cut off by a paywall: the page declares it, or prints a notice (`notice`)."""
    running = sum(len(x.text) for x in blocks)
    if running < _MAX_TEASER and _is_closed(structured):
        return Decision(
            Kind.PAYWALLED,
            "declared not free (isAccessibleForFree or content_tier), and only a teaser is on the"
            " page",
        )
    if notice and running < _MAX_CUT_TEXT:
        return Decision(Kind.PAYWALLED, f"the page says: {notice[:80]!r}")
    return None


def _is_closed(structured: StructuredData) -> bool:
    tier = structured.value("article:content_tier", "og:article:content_tier")
    return (
        (tier or "").lower() == "locked"
        or _denied(structured.ld.get("isAccessibleForFree"))
        or _denied_part(structured.ld.get("hasPart"))
    )


def _denied(value: Any) -> bool:
    return value is False or (
        isinstance(value, str) and value.strip().lower().rsplit("/", 1)[-1] == "false"
    )


def _denied_part(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(x, Mapping) and _denied(x.get("isAccessibleForFree")) for x in parts)


def paywall_notice(tree: html.HtmlElement) -> str | None:
    """The printed notice, below the headline, that the rest is for subscribers; None where there is
    none. Call it before the tree is pruned.
    """
    text = tree.text_content().lower()
    hints = tuple(x for x in wordlists.words("paywall", "hints") if x in text)
    if not hints:
        return None
    pattern = wordlists.pattern("paywall")
    below = tree.find(".//h1") is None
    for node in tree.iter():
        below = below or node.tag == "h1"
        own_text = node.text if below else None
        if (
            not own_text
            or not 8 <= len(own_text) <= 400
            or not any(x in own_text.lower() for x in hints)
        ):
            continue
        line = one_line(own_text)
        if (
            len(line) <= 200
            and pattern.search(line)
            and not element_names.outside_article(node)
            and not any(x.tag == "header" for x in node.iterancestors())
        ):
            return line
    return None


def listing(
    url: str,
    headlines: Set[str],
    structured: StructuredData,
    blocks: Sequence[Block],
    visible_texts: Sequence[VisibleText],
) -> Decision | None:
    """The outlet's front page, or a page of teasers, each under a headline that links to its
    article.
    """
    parts = parts_of(url)
    if url and not declares_article(structured):
        if not parts.path.strip("/") and not parts.query and len(headlines) >= MIN_TEASERS:
            return Decision(Kind.LISTING, "the site's front page")
        if (
            _is_index_page(parts.path)
            and len(headlines) >= MIN_TEASERS
            and sum(len(x.text) for x in blocks) < _MAX_CUT_TEXT
        ):
            return Decision(
                Kind.LISTING,
                "a page of an author, a tag or a section, with headlines that are links",
            )
    site = site_of(url)
    article_lines = {key(x.text) for x in blocks if page_gate.is_running(x, frozenset())}
    running = [x for x in visible_texts if x.key in article_lines]
    if len(running) < MIN_TEASERS:
        return None
    counts: dict[html.HtmlElement, int] = {}
    for one in running:
        for above in (one.node, *one.node.iterancestors()):
            counts[above] = counts.get(above, 0) + 1
    total = sum(len(x.text) for x in running)
    teasers = sum(len(x.text) for x in running if _is_teaser(x, counts, site))
    needed = _TEASER_SHARE if not declares_article(structured) else 0.9
    return (
        Decision(Kind.LISTING, f"{teasers / total:.0%} of the text are teasers under links")
        if teasers >= needed * total
        else None
    )


def _is_teaser(one: VisibleText, counts: Mapping[html.HtmlElement, int], site: str) -> bool:
    """Whether the largest element that holds this paragraph and no other paragraph also holds a
    headline that links within the same site.
    """
    box = one.node
    while box.getparent() is not None and counts.get(box.getparent()) == 1:
        box = box.getparent()
    own_links = set(one.node.iter("a")) if one.links < _WHOLE_LINK_SHARE else set()
    links = (x for x in ((box,) if box.tag == "a" else box.iter("a")) if x not in own_links)
    return any(
        len(one_line(x.text_content())) >= _HEADLINE_LENGTH
        and _links_within_site(x.get("href"), site)
        for x in links
    )


def _links_within_site(address: str | None, site: str) -> bool:
    """Whether a link goes to another page of the same site."""
    if not address or address.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    return "//" not in address or site in address


def _is_index_page(path: str) -> bool:
    """Whether the address is that of an index of articles: `/authors/…`, `/tag/…`."""
    parts = path.lower().strip("/").split("/")
    return any(x in wordlists.words("elements", "index_pages") for x in parts[:-1] or parts)


def is_wordless(blocks: Sequence[Block], visible_texts: Sequence[VisibleText]) -> bool:
    """Whether the extracted blocks hold no sentence, only a clock, a counter or the captions of a
    gallery or a player.
    """
    if sum(len(x.text) for x in blocks) >= _MAX_WORDLESS:
        return False
    # a line that no element of the page holds whole was put together by the extractor from pieces
    whole_pieces = {x.key for x in visible_texts}
    return not any(
        _ENDS.search(x.text) and (key(x.text) in whole_pieces or len(blocks) > 1) for x in blocks
    )


def flash(visible_texts: Sequence[VisibleText]) -> list[Block]:
    """The lines without a full stop that are all an article says yet ("Подробности позже"): the
    page puts them where its articles stand.
    """
    return [
        Block(Part.PARAGRAPH, x.text)
        for x in visible_texts
        if _FLASH.fullmatch(x.text)
        and x.links == 0
        and any(_holds_article(node) for node in islice(x.node.iterancestors(), 2))
    ]


def _holds_article(node: html.HtmlElement) -> bool:
    return _ARTICLE_BODY.search(f"{node.get('class') or ''} {node.get('id') or ''}") is not None


def without_text(headlines: Set[str], prose: int, structured: StructuredData) -> Decision:
    """A page without text: a listing where it is full of headlines and does not call itself an
    article, else empty (a gallery, a video).
    """
    if len(headlines) >= (
        MIN_TEASERS if prose > _MAX_WORDLESS else _MIN_HEADLINES
    ) and not declares_article(structured):
        return Decision(Kind.LISTING, f"{len(headlines)} headlines that are links, and no text")
    return Decision(
        Kind.EMPTY, "no text on the page (a gallery, a video, or a body made by scripts)"
    )


def declares_article(structured: StructuredData) -> bool:
    """Whether the page calls itself an article, in JSON-LD or meta tags."""
    return (
        bool(structured.ld_types & _ARTICLE_LD and not structured.ld_types & LISTING_LD)
        or (structured.value("og:type") or "").lower() in {"article", "news", "newsarticle"}
        or structured.value("article:published_time", "mediator_published_time") is not None
    )
