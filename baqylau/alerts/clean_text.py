"""Texts of pages on their way into a message: a text or an address comes in, one that cannot steer
what shows it goes out.

Titles may hold line ends (a second header), marks that turn the direction of writing around (a
file's ending or a host read backwards), and addresses whose letters look like others.
"""

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Marks that nobody sees: of direction, of joining, and of annotations."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: str | None, limit: int = 300) -> str:
    """The text as one line without unseen marks, at most so many characters."""
    line = " ".join(_CONTROLS.sub(" ", _UNSEEN.sub("", text or "")).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def link(url: str) -> str | None:
    """The address if it may become a link: http or https with a host, no user name; its host as the
    network writes it, so that what looks like another host is seen to be none. Else None.
    """
    try:
        parts = urlsplit(_UNSEEN.sub("", url))
        host, port = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            return None
        plain = ascii_host(host)
    except (ValueError, UnicodeError):
        return None
    if any(x.isspace() or ord(x) < 33 for x in plain):
        return None
    where = f"[{plain}]" if ":" in plain else plain
    whole = urlunsplit(parts._replace(netloc=f"{where}:{port}" if port else where))
    return None if re.search(r"[\s<>\"]", whole) else whole


def ascii_host(host: str) -> str:
    """A host in national letters as the network writes it: xn--…"""
    plain = unicodedata.normalize("NFKC", host)
    return plain if plain.isascii() else plain.encode("idna").decode("ascii")


def host_of(url: str) -> str:
    """The host of a link, for a reader to see beside it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
