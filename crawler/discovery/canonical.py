"""Canonical URLs, so that one article has one address: a link as it is written comes in, its
canonical form goes out.

Campaign and session keys and fragments are dropped, an AMP address becomes the address of its
article, and host, port and escapes get one spelling (w3lib). Everything else stays, because two
different articles must never get the same address.
"""

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

_DATA = tomllib.loads((Path(__file__).parent / "tracking.toml").read_text(encoding="utf-8"))
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_AMP = re.compile(r"^/amp(?=/.)|(?<=.)/amp(?=/?$)")
_FIRST_SLASHES = re.compile(r"^/{2,}")  # an outlet's address with a slash at its end, and a path
_OWN_PORTS = {"http": ":80", "https": ":443"}
LONGEST = (
    2_083  # characters; also the downloader's limit. Longer addresses are crawler traps or broken
)


def canonical(url: str, base: str | None = None) -> str | None:
    """The canonical form of `url` (resolved against `base`), or None where it is no http(s) address
    or longer than `LONGEST`.
    """
    if not url.strip():
        return None
    try:
        whole = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(whole)
        if parts.scheme not in _OWN_PORTS or not parts.hostname or len(whole) > LONGEST:
            return None
        parts.port  # noqa: B018  (an impossible port raises here)
    except ValueError:
        return None
    plain = parts._replace(
        netloc=parts.netloc.lower().removesuffix(_OWN_PORTS[parts.scheme]),
        path=_plain_path(parts.path),
        query="&".join(x for x in parts.query.split("&") if not _tracks_the_reader(x)),
    )
    return str(canonicalize_url(urlunsplit(plain), keep_blank_values=True))


def _plain_path(path: str) -> str:
    short = _FIRST_SLASHES.sub("/", _PATH_SESSION.sub("", path))
    return _AMP.sub("", short, count=1) or "/"


def _tracks_the_reader(pair: str) -> bool:
    key, _, value = pair.partition("=")
    low = key.lower()
    if _matches(low, _DATA["keys"]) or value.lower() in _DATA["channels"].get(low, ()):
        return True
    return (
        len(value) >= _DATA["session_length"]
        and value.isalnum()
        and (
            _matches(low, _DATA["session_keys"])
            or (low in _DATA["session_or_number_keys"] and not value.isdigit())
        )
    )


def _matches(key: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(key, x) for x in patterns)
