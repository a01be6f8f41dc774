"""A post of a public Telegram channel, from its preview page (`t.me/channel/5`, `?embed=1`,
`t.me/s/channel/5`): a tree comes in, the post goes out.
"""

import re
from dataclasses import dataclass

from lxml import html

from baqylau.clean import markup
from baqylau.clean.blocks import Block, Part
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import host_of, parts_of
from baqylau.text.normal import key, one_line

_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
_ADDRESS = re.compile(r"^/(?:s/)?(?P<channel>\w{3,64})/(?P<number>\d+)/?$")
_BODY = ".//*[contains(concat(' ',@class,' '),' tgme_widget_message_text ')]"
_PICTURE = re.compile(r"background-image:\s*url\(['\"]?([^'\")]+)")
_MAX_HEADLINE = 160
"""Characters; a longer bold first line is not a headline."""


@dataclass(frozen=True, slots=True)
class TelegramPost:
    """One post; `title` is its bold first line, `time` what Telegram declares, `channel` the
    channel's name.
    """

    blocks: list[Block]
    title: str | None
    time: str | None
    image: str | None
    channel: str | None


def is_preview(text: str, url: str) -> bool:
    """Whether the page is Telegram's, by its address or by its own class names."""
    return host_of(url) in _HOSTS or (
        "tgme_widget_message_text" in text and "widget_frame_base" in text
    )


def post(tree: html.HtmlElement, structured: StructuredData, url: str) -> TelegramPost | None:
    """The post the address names, or the page's only one; None where the page shows a channel's
    list or nothing.
    """
    found = _ADDRESS.match(parts_of(url).path) if host_of(url) in _HOSTS else None
    messages = tree.xpath("//*[@data-post][.//*[contains(@class,'tgme_widget_message_text')]]")
    if found:
        wanted = f"{found['channel']}/{found['number']}".lower()
        messages = [x for x in messages if x.get("data-post", "").lower() == wanted] or messages[
            :1
        ] * (len(messages) == 1)
    if len(messages) == 1 and (bodies := messages[0].xpath(_BODY)):
        return _read(
            messages[0], bodies[-1], structured
        )  # a reply shows the beginning of the other post first
    text = structured.value("og:description") if found else None
    if text is None:
        return None
    # the page without `embed` shows the post in a frame; its text is only in og:description,
    # without line breaks
    return TelegramPost(
        [Block(Part.PARAGRAPH, text)],
        None,
        None,
        structured.value("og:image"),
        structured.value("og:title"),
    )


def _read(
    message: html.HtmlElement, body: html.HtmlElement, structured: StructuredData
) -> TelegramPost:
    title = _bold_first_line(body)
    found = [x for x in markup.blocks(body) if not _is_link(x.text)]
    if title and len(found) > 1 and key(found[0].text) == key(title):
        found = found[1:]
    else:
        title = None
    picture = _PICTURE.search(" ".join(message.xpath(".//@style")))
    channel_names = message.xpath(
        ".//*[contains(@class,'tgme_widget_message_owner_name')]"
    ) or message.xpath("//*[contains(@class,'header_title')]")
    times = message.xpath(
        ".//*[contains(@class,'tgme_widget_message_date')]//time/@datetime"
    ) or message.xpath(".//time/@datetime")
    name = (
        one_line(channel_names[0].text_content()) if channel_names else structured.value("og:title")
    )
    return TelegramPost(
        found, title, str(times[0]) if times else None, picture[1] if picture else None, name
    )


def _bold_first_line(body: html.HtmlElement) -> str | None:
    first = body[0] if len(body) and not (body.text or "").strip() else None
    if first is None or first.tag not in ("b", "strong"):
        return None
    text = one_line(first.text_content())
    return text if 12 <= len(text) <= _MAX_HEADLINE else None


def _is_link(text: str) -> bool:
    return bool(re.fullmatch(r"(?:https?://|t\.me/|@)\S+", text))
