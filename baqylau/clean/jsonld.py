"""The page's JSON-LD: a tree comes in, the nodes that describe its article go out.

Broken JSON is repaired by `json_repair` where outlets usually break it and skipped otherwise.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from baqylau.clean import json_repair

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
_MAX_NAMES, _MAX_DEPTH = 40, 4
"""Authors of one list, and how deep a name may be wrapped."""
ORGANIZATION_TYPES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "WebSite"})
_WRAPPERS = ("mainEntity", "@value", "value", "@list", "@set", "author", "person", "Person")
"""Keys under which some outlets hide the author's name."""


def nodes(tree: html.HtmlElement) -> tuple[dict[str, Any], ...]:
    """Every object of every JSON-LD script, outer before inner, in document order."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found.extend(_walk(json_repair.values((script.text or "")[:_MAX_SCRIPT])))
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
    list of these. An organization's name is among them; `organizations` tells which.
    """
    return tuple(dict.fromkeys(x for x, _ in _named(value, found, 0)))


def organizations(value: Any, found: tuple[dict[str, Any], ...]) -> frozenset[str]:
    """Those of the names that belong to an organization by its type."""
    return frozenset(x for x, types_ in _named(value, found, 0) if types_ & ORGANIZATION_TYPES)


def _named(
    value: Any, found: tuple[dict[str, Any], ...], depth: int
) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(value, str):
        if value.strip():
            yield value, frozenset()
    elif isinstance(value, list):
        for item in value[:_MAX_NAMES]:
            yield from _named(item, found, depth + 1) if depth < _MAX_DEPTH else ()
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        own = tuple(_own_names(value)) or tuple(_own_names(_referred(value, found)))
        if own:
            yield from ((x, types(value)) for x in own)
            return
        for key in (*_WRAPPERS, *(x for x in value if x.isdigit())):
            yield from _named(value.get(key), found, depth + 1)


def _referred(value: Mapping[str, Any], found: tuple[dict[str, Any], ...]) -> Mapping[str, Any]:
    """The other node with the same `@id` that has a name."""
    address = value.get("@id")
    return next((x for x in found if address is not None and x.get("@id") == address
                 and any(_own_names(x))), {})  # fmt: skip


def _own_names(node: Mapping[str, Any]) -> Iterator[str]:
    """The node's `name`, else given, additional and family name as one."""
    given = node.get("name")
    names_ = [x for x in map(_plain, given if isinstance(given, list) else [given]) if x]
    parts = [_plain(node.get(x)) for x in ("givenName", "additionalName", "familyName")]
    yield from names_ or filter(None, [" ".join(filter(None, parts))])


def _plain(value: Any) -> str:
    """A string, also as `{"@value": …}`; "" where it is none."""
    value = value.get("@value") if isinstance(value, dict) else value
    return value.strip() if isinstance(value, str) else ""


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
