"""Tables for a terminal or a page of the docs: outlets, results of probes or an article come in,
Markdown or plain text goes out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from baqylau.model.article import Article
from baqylau.model.outlet import Outlet

if TYPE_CHECKING:
    from crawler.probe import ProbeResult


def outlets_table(outlets: Iterable[Outlet]) -> str:
    """One row for each edition, by country and id."""
    rows = sorted(outlets, key=lambda x: (x.country, x.id))
    head = [
        (
            "| outlet | name | country | language | sources of links (confidence) | access |"
            " certificates | probed | state |"
        ),
        "|" + "---|" * 9,
    ]
    return "\n".join(head + [_outlet_row(x) for x in rows])


def _outlet_row(outlet: Outlet) -> str:
    sources = ", ".join(f"{x.kind.value} ({x.confidence or '?'})" for x in outlet.discover)
    state = "visited" if outlet.enabled else f"not visited: {outlet.missing}"
    tls = "verified" if outlet.tls == "verified" else "**exception**"
    who = [
        f"`{outlet.id}`",
        f"[{outlet.name}]({outlet.home})",
        outlet.country,
        " ".join(outlet.languages),
    ]
    return "| " + " | ".join([*who, sources, outlet.access.value, tls, outlet.probed, state]) + " |"


def probe_table(
    outlets: Sequence[Outlet],
    answers: "Mapping[str, ProbeResult]",
    read: Mapping[str, Sequence[Article]],
    at: datetime,
) -> str:
    """What robots.txt and each source of links answered, then how the articles were read."""
    sources = [
        f"| `{x.id}` | {answers[x.id].robots} | {source} | {result}"
        f" | {answers[x.id].links_of[source]} |"
        for x in outlets
        for source, result in answers[x.id].sources.items()
    ]
    articles = [row for x in outlets for row in _article_rows(x, answers[x.id], read[x.id])]
    return "\n".join(
        [
            f"Probed on {at:%Y-%m-%d %H:%M} UTC.",
            "",
            "| outlet | robots.txt | source | answered | links |",
            "|" + "---|" * 5,
            *sources,
            "",
            "| outlet | address | read as | title | published | characters | authors |",
            "|" + "---|" * 7,
            *articles,
        ]
    )


def _article_rows(outlet: Outlet, probed: "ProbeResult", read: Sequence[Article]) -> Iterable[str]:
    for article in read:
        cells = [
            f"`{outlet.id}`",
            article.url,
            article.kind.value,
            article.title or "",
            _printed(article),
            str(len(article.text)),
            ", ".join(article.authors),
        ]
        yield "| " + " | ".join(_cell(x) for x in cells) + " |"
    for trouble in probed.troubles if not read else ():
        yield f"| `{outlet.id}` | {_cell(trouble)[:200]} | not read | | | | |"


def _cell(text: str) -> str:
    """Text of a page in a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def article_card(article: Article) -> str:
    """One article as it would be stored: its fields, and the beginning and end of its text."""
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
