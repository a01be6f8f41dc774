"""A page made from the feed's own text, for articles whose page cannot be fetched: an address with
its hint comes in, a small HTML page goes out.
"""

from datetime import datetime
from html import escape

from baqylau.model.link import Address
from baqylau.model.page import Page

SHORTEST = 120  # characters: a shorter text is a teaser that adds nothing to the headline


def page_from_feed(address: Address, fetched: datetime) -> Page | None:
    """Title, time, author and text of the feed's item as a small HTML page, or None where the feed
    has no text worth storing.
    """
    hint = address.hint
    text = str(hint.get("text") or "")
    if len(text) < SHORTEST:
        return None
    title = escape(str(hint.get("title") or ""))
    meta = [("article:published_time", hint.get("published")), ("author", hint.get("author"))]
    head = "".join(
        f'<meta property="{name}" content="{escape(str(value))}">' for name, value in meta if value
    )
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><link'
        f' rel="canonical" href="{escape(address.url)}">{head}</head>'
        f"<body><article><h1>{title}</h1><div>{_paragraphs(text)}</div></article></body></html>"
    )
    return Page(
        address.url,
        html.encode(),
        fetched,
        "text/html; charset=utf-8",
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


def _paragraphs(text: str) -> str:
    """Markup as it is in the feed; of plain text each line becomes a paragraph."""
    if "<" in text and ">" in text:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
