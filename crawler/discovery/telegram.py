"""Previews of public Telegram channels (`t.me/s/…`): HTML bytes come in; text, time and link of
each post go out.

`is_article` tells whether an address is an article of the outlet. A post with a link to an article
is taken as a link to it; a post without one is an article itself, at the post's address.
"""

from collections.abc import Callable

from parsel import Selector

from baqylau.model.link import Link
from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found


def read(body: bytes, source: str, is_article: Callable[[str], bool]) -> DiscoveryResult:
    """Posts, newest first. `INVALID` where the page is no preview (the channel is private, renamed
    or closed).
    """
    page = Selector(text=body.decode("utf-8", "replace").replace("\x00", ""), type="html")
    posts = page.css(".tgme_widget_message[data-post]")
    if not posts:
        known = bool(page.css(".tgme_channel_info, .tgme_channel_history"))
        return DiscoveryResult(
            (),
            ListingState.EMPTY if known else ListingState.INVALID,
            "no posts" if known else "not a channel preview",
        )
    return DiscoveryResult(
        tuple(x for x in (_post(post, source, is_article) for post in reversed(posts)) if x)
    )


def _post(post: Selector, source: str, is_article: Callable[[str], bool]) -> Link | None:
    words = post.css(".tgme_widget_message_text")
    text = "\n".join(
        line
        for line in ("".join(words.xpath(".//text()|.//br").getall()))
        .replace("<br>", "\n")
        .splitlines()
        if line.strip()
    )
    hint = {
        "title": text.partition("\n")[0][:200],
        "published": post.css("time[datetime]::attr(datetime)").get(),
        "text": text,
    }
    outward = [canonical(x, source) for x in words.css("a::attr(href)").getall()]
    article = next((x for x in outward if x and is_article(x)), None)
    own = canonical(f"/{post.attrib['data-post']}?embed=1", "https://t.me/")
    if article:
        return found(article, source, hint)
    return found(own, source, hint | {"telegram": "yes"}) if own and text else None
