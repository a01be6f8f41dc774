"""What kind of page it is: article, listing, empty, paywalled or or none at all; what was declared
and found in, a decision with its reason out.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from baqylau.clean import page_gate, prune, wordlists
from baqylau.clean.blocks import Block
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.visible import VisibleText
from baqylau.model.article import Kind
from baqylau.model.hosts import site_of
from baqylau.text.normal import key, one_line

_LITTLE = 600
"""Characters of sentences below which a page that calls itself missing is believed: the longest
"page not found" page measured has 420.
"""
_TEASER = 1500
"""Characters of sentences below which a declared paywall has cut the text; teasers measured have
150 to 1,100.
"""
_CUT_OFF = 1200
_WORDLESS = 300
"""Characters; the longest caption of a player's page measured has 180."""
MUCH = 8000
"""Characters of prose on a whole page, comments and teasers with it, from which nothing was cut
off.
"""
_FEWEST_TEASERS = 4
_TEASERS = 0.6
"""Share of a listing's sentences that stand under a headline of their own which is a link; articles
measured have 0.1 at most.
"""
_HEADLINES = 12
"""Links of a headline's length from which a page without any text is a listing, unless it says that
it is an article.
"""
_HEADLINE = 25
_WHOLE = 0.8
"""Share of a paragraph that is a link, above which the link is the paragraph."""
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
_ENDS = re.compile(r"[^\W\d_]{3,}[.!?…»\"”](?:\s|$)")
"""A sentence that ends; "19.11.2026 24:11" is none."""
_LISTING_LD = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is None for an article."""

    kind: Kind
    reason: str | None = None


ARTICLE = Decision(Kind.ARTICLE)


def missing(
    status: int,
    said: StructuredData,
    heads: Sequence[str],
    blocks: Sequence[Block],
    seen: Sequence[VisibleText],
) -> Decision | None:
    """An error page, by its status or, served with status 200, by its own words."""
    if status >= 400:
        return Decision(Kind.NOT_ARTICLE, f"status {status}")
    running = sum(len(x.text) for x in blocks if page_gate.is_running(x, frozenset()))
    if running > _LITTLE:
        return None
    pattern = wordlists.pattern("missing")
    first = [x.text for x in blocks[:4]] or [
        x.text for x in seen[:40] if len(x.text) <= 200 and not prune.outside(x.node)
    ]
    for text in (said.title, *heads, *(x for x in first if len(x) <= 300)):
        if text and pattern.search(text):
            return Decision(Kind.NOT_ARTICLE, f"an error page: {one_line(text)[:80]!r}")
    return None


def paywalled(said: StructuredData, blocks: Sequence[Block], line: str | None) -> Decision | None:
    """A text cut off for those who pay: declared, or said beside it."""
    running = sum(len(x.text) for x in blocks)
    if running < _TEASER and _is_closed(said):
        return Decision(
            Kind.PAYWALLED,
            "declared not free (isAccessibleForFree or content_tier), and only a teaser is on the"
            " page",
        )
    if line and running < _CUT_OFF:
        return Decision(Kind.PAYWALLED, f"the page says: {line[:80]!r}")
    return None


def _is_closed(said: StructuredData) -> bool:
    tier = said.said("article:content_tier", "og:article:content_tier")
    return (
        (tier or "").lower() == "locked"
        or _denied(said.ld.get("isAccessibleForFree"))
        or _denied_part(said.ld.get("hasPart"))
    )


def _denied(value: Any) -> bool:
    return value is False or (
        isinstance(value, str) and value.strip().lower().rsplit("/", 1)[-1] == "false"
    )


def _denied_part(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(x, Mapping) and _denied(x.get("isAccessibleForFree")) for x in parts)


def paywall_line(tree: html.HtmlElement) -> str | None:
    """The line under the headline that says the rest is for subscribers; None where there is none.
    Reads the tree before it is pruned.
    """
    text = tree.text_content().lower()
    hints = tuple(x for x in wordlists.words("paywall", "hints") if x in text)
    if not hints:
        return None
    pattern = wordlists.pattern("paywall")
    below = tree.find(".//h1") is None
    for node in tree.iter():
        below = below or node.tag == "h1"
        said = node.text if below else None
        if not said or not 8 <= len(said) <= 400 or not any(x in said.lower() for x in hints):
            continue
        own = one_line(said)
        if (
            len(own) <= 200
            and pattern.search(own)
            and not prune.outside(node)
            and not any(x.tag == "header" for x in node.iterancestors())
        ):
            return own
    return None


def listing(
    url: str,
    headlines: Set[str],
    said: StructuredData,
    blocks: Sequence[Block],
    seen: Sequence[VisibleText],
) -> Decision | None:
    """A page of teasers, each under a headline that links to its article, or the outlet's front
    page.
    """
    parts = urlsplit(url)
    if url and not _says_article(said):
        if not parts.path.strip("/") and not parts.query and len(headlines) >= _FEWEST_TEASERS:
            return Decision(Kind.LISTING, "the site's front page")
        if (
            _is_shelf(parts.path)
            and len(headlines) >= _FEWEST_TEASERS
            and sum(len(x.text) for x in blocks) < _CUT_OFF
        ):
            return Decision(
                Kind.LISTING,
                "a page of an author, a tag or a section, with headlines that are links",
            )
    site = site_of(url)
    have = {key(x.text) for x in blocks if page_gate.is_running(x, frozenset())}
    running = [x for x in seen if x.key in have]
    if len(running) < _FEWEST_TEASERS:
        return None
    homes: dict[html.HtmlElement, int] = {}
    for one in running:
        for above in (one.node, *one.node.iterancestors()):
            homes[above] = homes.get(above, 0) + 1
    total = sum(len(x.text) for x in running)
    teasers = sum(len(x.text) for x in running if _is_teaser(x, homes, site))
    needed = _TEASERS if not _says_article(said) else 0.9
    return (
        Decision(Kind.LISTING, f"{teasers / total:.0%} of the text are teasers under links")
        if teasers >= needed * total
        else None
    )


def _is_teaser(one: VisibleText, homes: Mapping[html.HtmlElement, int], site: str) -> bool:
    """Whether the widest element that holds this paragraph and no other has, beside it, a headline
    that is a link into the same site.
    """
    home = one.node
    while home.getparent() is not None and homes.get(home.getparent()) == 1:
        home = home.getparent()
    inside = set(one.node.iter("a")) if one.links < _WHOLE else set()
    links = (x for x in ((home,) if home.tag == "a" else home.iter("a")) if x not in inside)
    return any(
        len(one_line(x.text_content())) >= _HEADLINE and _leads_inside(x.get("href"), site)
        for x in links
    )


def _leads_inside(address: str | None, site: str) -> bool:
    """Whether a link goes to another page of the same site."""
    if not address or address.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    return "//" not in address or site in address


def _is_shelf(path: str) -> bool:
    """Whether the address names what its page lists: `/authors/…`, `/tag/…`."""
    parts = path.lower().strip("/").split("/")
    return any(x in wordlists.words("elements", "shelves") for x in parts[:-1] or parts)


def is_wordless(blocks: Sequence[Block], seen: Sequence[VisibleText]) -> bool:
    """Whether what was extracted holds no sentence: a clock, a counter and captions of a gallery or
    a player.
    """
    if sum(len(x.text) for x in blocks) >= _WORDLESS:
        return False
    # what stands in no element of the page as one piece was put together from scraps, for want of a
    # text
    whole = {x.key for x in seen}
    return not any(
        _ENDS.search(x.text) and (key(x.text) in whole or len(blocks) > 1) for x in blocks
    )


def without_text(headlines: Set[str], prose: int, said: StructuredData) -> Decision:
    """A page without text: a listing where it is full of headlines and does not call itself an
    article, else empty (a gallery, a video).
    """
    if len(headlines) >= (
        _FEWEST_TEASERS if prose > _WORDLESS else _HEADLINES
    ) and not _says_article(said):
        return Decision(Kind.LISTING, f"{len(headlines)} headlines that are links, and no text")
    return Decision(
        Kind.EMPTY, "no text on the page (a gallery, a video, or a body made by scripts)"
    )


def _says_article(said: StructuredData) -> bool:
    return (
        bool(said.ld_types & _ARTICLE_LD and not said.ld_types & _LISTING_LD)
        or (said.said("og:type") or "").lower() in {"article", "news", "newsarticle"}
        or said.said("article:published_time", "mediator_published_time") is not None
    )
