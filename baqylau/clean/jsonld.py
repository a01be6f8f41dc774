"""The page's JSON-LD: a tree comes in, the nodes that describe its article go out.

Broken JSON is repaired where outlets usually break it (raw line feeds, trailing commas, CDATA) and
skipped otherwise.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from lxml import html

ARTICLE_TYPES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle",
     "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting",
     "AdvertiserContentArticle", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report",
     "MedicalWebPage", "Recipe", "Review", "DiscussionForumPosting", "VideoObject"}
)  # fmt: skip
"""schema.org types whose headline, dates and author are those of the page. `VideoObject` only where
nothing else is there.
"""
_OTHER_TEXTS = frozenset(
    {
        "liveBlogUpdate",
        "comment",
        "itemListElement",
        "mentions",
        "citation",
        "recordedIn",
        "review",
        "suggestedAnswer",
    }
)
"""Properties that describe other texts than the page's own article."""
_MAX_SCRIPT = 1_000_000
"""Characters read of one script. Some hold whole article bodies: 300,000 at most on the pages
measured.
"""
_MAX_NODES = 3_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)"
    r"|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")


def nodes(tree: html.HtmlElement) -> tuple[dict[str, Any], ...]:
    """Every object of every JSON-LD script, outer before inner, in document order."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found.extend(_walk(_load(script.text or "")))
    return tuple(found[:_MAX_NODES])


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """The node's types without their schema.org address."""
    given = node.get("@type")
    given = given if isinstance(given, list) else [given]
    return frozenset(x.rsplit("/", 1)[-1] for x in given if isinstance(x, str))


def article(found: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The node of the article itself: the fullest of the article types; {} where there is none."""
    articles = [x for x in found if types(x) & ARTICLE_TYPES]
    candidates = [x for x in articles if "VideoObject" not in types(x)] or articles
    return max(candidates, key=_fullness, default={})


def page(found: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The node of the page the article stands on, where it is dated; {} where there is none."""
    return next((x for x in found if "WebPage" in types(x) and x.get("datePublished")), {})


def names(value: Any, found: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
    """The names a value gives: a string, an object, a reference to another node by its `@id`, or a
    list of these.
    """
    out: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            out.append(item)
        elif isinstance(item, dict):
            named = (
                item
                if item.get("name")
                else next(
                    (
                        x
                        for x in found
                        if x.get("name") and x.get("@id") == item.get("@id") is not None
                    ),
                    {},
                )
            )
            given = named.get("name")
            out.extend(
                x for x in (given if isinstance(given, list) else [given]) if isinstance(x, str)
            )
    return tuple(x for x in out if x.strip())


def _fullness(node: Mapping[str, Any]) -> int:
    weights = {
        "datePublished": 4,
        "headline": 3,
        "articleBody": 2,
        "author": 2,
        "dateModified": 1,
        "mainEntityOfPage": 2,
    }
    return sum(weight for key, weight in weights.items() if node.get(key))


def _load(text: str) -> Any:
    text = _WRAPPING.sub("", text[:_MAX_SCRIPT].strip())
    for attempt in (
        text,
        _TRAILING_COMMA.sub(r"\1", text),
        unescape(text) if "&quot;" in text else "",
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    queue = [value]
    for _ in range(_MAX_NODES * 4):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, dict):
            yield item
            queue.extend(
                x
                for name, x in item.items()
                if isinstance(x, dict | list) and name not in _OTHER_TEXTS
            )
        elif isinstance(item, list):
            queue.extend(item)
