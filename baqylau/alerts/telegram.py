"""Alerts by a Telegram bot: a message comes in, messages of at most 4,096 characters go out to a
chat. The Bot API knows no key for repetitions: it is told at least once.
"""

import json
import re

from baqylau.alerts.http_post import Answer, post
from baqylau.alerts.outgoing import Busy, Message, Refused
from baqylau.errors import InputError
from baqylau.settings import Settings

LONGEST = 4096
"""UTF-16 units of one message; Telegram counts so."""
_CHAT = re.compile(r"-?\d{1,20}|@[A-Za-z]\w{3,63}", re.ASCII)
_FORBIDDEN = (400, 403, 404)  # no such chat, the bot was removed or blocked, a wrong token


def check(settings: Settings, address: str) -> str:
    """The chat as it is stored. Raises `InputError`."""
    if not settings.telegram_token.get_secret_value():
        raise InputError("no bot is set: an administrator has to set BAQYLAU_TELEGRAM_TOKEN")
    if not _CHAT.fullmatch(address):
        raise InputError("a chat is a number, as -1001234567890, or the name of a channel, @name")
    return address


def send(settings: Settings, address: str, message: Message) -> None:
    """Raises `Busy` or `Refused`."""
    base = settings.telegram_api.rstrip("/")
    url = f"{base}/bot{settings.telegram_token.get_secret_value()}/sendMessage"
    allowed = {_host_port(base)}  # an administrator named it
    for part in split(message.blocks):
        body = json.dumps(
            {
                "chat_id": address,
                "text": part,
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": True},
            },
            ensure_ascii=False,
        )
        headers = {"Content-Type": "application/json; charset=utf-8"}
        _accepted(post(url, body.encode(), headers, allowed))


def split(blocks: tuple[str, ...], longest: int = LONGEST) -> list[str]:
    """The blocks joined into as few messages as hold them, none cut; a block that is too long by
    itself is told without its marks and cut into pieces.
    """
    parts: list[str] = []
    for block in blocks:
        pieces = [block] if units(block) <= longest else _pieces(block, longest)
        for piece in pieces:
            joined = f"{parts[-1]}\n\n{piece}" if parts else piece
            if parts and units(joined) <= longest:
                parts[-1] = joined
            else:
                parts.append(piece)
    return parts


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def _pieces(block: str, longest: int) -> list[str]:
    """Without tags; an entity (&amp;) is never cut."""
    plain = re.sub(r"<[^<>]*>", "", block)
    pieces, held, size = [], "", 0
    for token in re.findall(r"&#?\w{1,8};|.", plain, re.DOTALL):
        if size + units(token) > longest:
            pieces.append(held)
            held, size = "", 0
        held += token
        size += units(token)
    return [*pieces, held] if held else pieces


def _accepted(answer: Answer) -> None:
    if answer.status == 200:
        return
    try:
        said = json.loads(answer.body)
        why = str(said.get("description", ""))[:120]
        after = (said.get("parameters") or {}).get("retry_after", answer.retry_after)
    except (ValueError, AttributeError):
        why, after = "", answer.retry_after
    words = f"the Bot API answered {answer.status} {why}".rstrip()
    if answer.status in _FORBIDDEN:
        raise Refused(words)
    raise Busy(words, float(after) if isinstance(after, int | float) else None)


def _host_port(base: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(base)
    return (
        f"{(parts.hostname or '').lower()}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    )
