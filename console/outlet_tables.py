"""Outlets, probes and articles as text for a terminal or a page of the docs: model in, Markdown
out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from baqylau.model.article import Article
from baqylau.model.outlet import Outlet

if TYPE_CHECKING:
    from crawler.probe import ProbeResult


def outlets_table(outlets: Iterable[Outlet]) -> str:
    """One line an edition, by country and id."""
    rows = sorted(outlets, key=lambda x: (x.country, x.id))
    head = [
        (
            "| outlet | name | country | language | ways (confidence) | access | certificates |"
            " probed | state |"
        ),
        "|" + "---|" * 9,
    ]
    return "\n".join(head + [_outlet_row(x) for x in rows])


def _outlet_row(outlet: Outlet) -> str:
    ways = ", ".join(f"{x.kind.value} ({x.confidence or '?'})" for x in outlet.discover)
    state = "visited" if outlet.enabled else f"not visited: {outlet.missing}"
    tls = "verified" if outlet.tls == "verified" else "**exception**"
    who = [
        f"`{outlet.id}`",
        f"[{outlet.name}]({outlet.home})",
        outlet.country,
        " ".join(outlet.languages),
    ]
    return "| " + " | ".join([*who, ways, outlet.access.value, tls, outlet.probed, state]) + " |"


def probe_table(
    outlets: Sequence[Outlet],
    answers: "Mapping[str, ProbeResult]",
    read: Mapping[str, Sequence[Article]],
    at: datetime,
) -> str:
    """What each way answered, and how the one article read."""
    lines = [
        f"Probed on {at:%Y-%m-%d %H:%M} UTC.",
        "",
        "| outlet | way | answered | links | article | published | characters |",
        "|" + "---|" * 7,
    ]
    for outlet in outlets:
        looked = answers[outlet.id]
        article = next(iter(read[outlet.id]), None)
        told = (
            [article.kind.value, _printed(article), str(len(article.text))]
            if article
            else ["; ".join(looked.troubles)[:120] or "none", "", ""]
        )
        for way, result in looked.sources.items():
            lines.append(
                "| "
                + " | ".join([f"`{outlet.id}`", way, str(result), str(looked.links), *told])
                + " |"
            )
    return "\n".join(lines)


def article_card(article: Article) -> str:
    """One article as it will be stored: its fields, and how its text begins and ends."""
    text = article.text
    shown = text if len(text) < 700 else f"{text[:400]}\n   […]\n{text[-250:]}"
    fields = [
        ("kind", article.kind.value + (f" ({article.reason})" if article.reason else "")),
        ("title", article.title),
        ("published", _printed(article)),
        ("authors", ", ".join(article.authors)),
        ("language", article.language),
        ("section", article.section),
        ("text", f"{len(text)} characters"),
    ]
    return "\n".join(
        [
            article.url,
            *(f"  {name}: {value or '—'}" for name, value in fields),
            *(f"  | {x}" for x in shown.splitlines()),
            "",
        ]
    )


def _printed(article: Article) -> str:
    if article.published is None:
        return ""
    precision = article.published_precision.value if article.published_precision else "?"
    return f"{article.published.isoformat()} ({precision})"
