"""A page made of what the feed said, for the day the page itself cannot be had: an address with its
hint in, a plain page out.
"""

from datetime import datetime
from html import escape

from baqylau.model.link import Address
from baqylau.model.page import Page

SHORTEST = 120  # characters: less is a teaser that says nothing the headline does not


def page_of(address: Address, fetched: datetime) -> Page | None:
    """The item's own title, time, author and text as a small HTML page, or None where the feed gave
    no text worth keeping.
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
    """Markup as the feed gave it; plain text gets its paragraphs back."""
    if "<" in text and ">" in text:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
