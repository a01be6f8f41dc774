"""The form an outlet itself gives to its addresses: a link as anybody wrote it comes in, the
address that the outlet's pattern knows goes out.

Others write http for https, leave `www.` or the slash at the end away, or link the pages for
telephones (`m.`, `amp.`). Such twins would become a second article, or be refused by the pattern.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from baqylau.model.outlet import Outlet
from crawler.hosts import in_scope

_TWIN_HOST = re.compile(r"^(?:www|m|amp|mobile|wap)\.(?=[^.]+\.)")


def own_form(url: str, outlet: Outlet) -> str:
    """The first of the forms of `url` that the outlet's pattern matches: at the scheme and host of
    its front page before the form as it was written. `url` itself where none does.

    Where an outlet has no pattern, only scheme and host are those of its front page.
    """
    if outlet.articles is None:
        return _at_home(urlsplit(url), outlet.home) or url
    return next((x for x in _forms(url, outlet) if _matches(outlet.articles, x)), url)


def is_own_article(url: str, outlet: Outlet) -> bool:
    """Whether an address in the outlet's own form matches its pattern; where it has none, whether
    it is on the outlet's hosts and not the front page.
    """
    if not in_scope(url, outlet):
        return False
    if outlet.articles is None:
        return url.rstrip("/") != outlet.home.rstrip("/")
    return _matches(outlet.articles, url)


def _matches(pattern: str, url: str) -> bool:
    """Whether the pattern matches the address, also where an editor wrote it in national letters
    that addresses escape.
    """
    compiled = _compiled(pattern)
    if compiled.search(url):
        return True
    return not pattern.isascii() and bool(compiled.search(_readable(url)))


def _readable(url: str) -> str:
    parts = urlsplit(url)
    try:
        host = parts.netloc.encode("ascii").decode("idna")
    except UnicodeError:
        host = parts.netloc
    return unquote(urlunsplit(parts._replace(netloc=host)))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _forms(url: str, outlet: Outlet) -> Iterator[str]:
    parts = urlsplit(url)
    at_home = _at_home(parts, outlet.home)
    slash = outlet.examples[0].endswith("/") if outlet.examples else None
    for form in (at_home, url):
        if form is None:
            continue
        toggled = _with_other_slash(form)
        written = urlsplit(form).path.endswith("/")
        # where the pattern accepts both forms, that of the examples is the address
        if slash is not None and slash != written:
            yield toggled
            yield form
        else:
            yield form
            yield toggled


def _at_home(parts: SplitResult, home: str) -> str | None:
    """The address at the scheme and host of the front page; None where it is on another host."""
    front = _front(home)
    # a host with a port of its own (a press on this machine) has no twin
    if ":" in parts.netloc or ":" in front.netloc or _bare(parts.netloc) != _bare(front.netloc):
        return None
    return urlunsplit(parts._replace(scheme=front.scheme, netloc=front.netloc))


@lru_cache(maxsize=512)
def _front(home: str) -> SplitResult:
    return urlsplit(home)


def _bare(host: str) -> str:
    return _TWIN_HOST.sub("", host.lower())


def _with_other_slash(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/") if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit(parts._replace(path=path or "/"))
