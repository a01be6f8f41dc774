"""Previews of public Telegram channels (`t.me/s/…`): HTML bytes come in; text, time and link of
each post go out.

`is_article` tells whether an address is an article of the outlet. A post with a link to an article
is taken as a link to it, a digest as a link to each of its articles; a post without one is an
article itself, at the post's address.
"""

from collections.abc import Callable
from dataclasses import dataclass

from parsel import Selector

from baqylau.model.link import Link
from baqylau.text.language import language
from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

LONGEST_TITLE = 200  # characters
_LINKS = (
    ".tgme_widget_message_text a::attr(href)",
    "a.tgme_widget_message_link_preview::attr(href)",
    "a.tgme_widget_message_inline_button::attr(href), .tgme_widget_message_inline_button_url"
    "::attr(href)",
)
"""Where a post names its article: in the text, in the card below it, on a button."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Which posts an outlet keeps of a channel that several of its editions read: `editions` holds
    all of them as (id, languages), and is empty for a channel of its own.
    """

    outlet_id: str = ""
    editions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def keeps(self, text: str) -> bool:
        """Whether this edition keeps a post without a link, by its language. Exactly one of the
        editions does; where nobody writes the language, it is the first of them.
        """
        if not self.editions:
            return True
        spoken = language(text)
        able = [x for x, languages in self.editions if spoken in languages]
        return self.outlet_id == min(able or [x for x, _ in self.editions])


def read(
    body: bytes,
    source: str,
    is_article: Callable[[str], bool],
    channel: Channel | None = None,
    form: Callable[[str], str] = str,
) -> DiscoveryResult:
    """Posts, newest first. `INVALID` where the page is no preview (the channel is private, renamed
    or closed). `form` gives an address as the outlet itself writes it.
    """

    def article(href: str) -> str | None:
        url = canonical(href, source)
        return form(url) if url and is_article(form(url)) else None

    page = Selector(text=body.decode("utf-8", "replace").replace("\x00", ""), type="html")
    posts = page.css(".tgme_widget_message[data-post]")
    if not posts:
        known = bool(page.css(".tgme_channel_info, .tgme_channel_history"))
        return DiscoveryResult(
            (),
            ListingState.EMPTY if known else ListingState.INVALID,
            "no posts" if known else "not a channel preview",
        )
    keeper = channel or Channel()
    links = (x for post in reversed(posts) for x in _links(post, source, article, keeper))
    return DiscoveryResult(tuple(links))


def _links(
    post: Selector, source: str, article: Callable[[str], str | None], channel: Channel
) -> list[Link]:
    text = _text(post)
    published = post.css("time[datetime]::attr(datetime)").get()
    hint = {
        "title": text.partition("\n")[0][:LONGEST_TITLE],
        "published": published,
        "text": text,
    }
    articles = _articles(post, article)
    if len(articles) == 1:
        return [found(articles[0], source, hint)]
    if articles:  # of a digest neither the title nor the text is that of one article
        return [found(x, source, {"published": published}) for x in articles]
    own = canonical(f"/{post.attrib['data-post']}?embed=1", "https://t.me/")
    if not own or not text or not channel.keeps(text):
        return []
    return [found(own, source, hint | {"telegram": "yes"})]


def _articles(post: Selector, article: Callable[[str], str | None]) -> list[str]:
    """The articles that the post links to, in their order. Those of the card and of the buttons
    count only where the text names none: they often repeat it.
    """
    for place in _LINKS:
        named = map(article, post.css(place).getall())
        if articles := list(dict.fromkeys(x for x in named if x)):
            return articles
    return []


def _text(post: Selector) -> str:
    words = post.css(".tgme_widget_message_text").xpath(".//text()|.//br").getall()
    lines = "".join(words).replace("<br>", "\n").splitlines()
    return "\n".join(x for x in lines if x.strip())
