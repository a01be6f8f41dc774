"""The canonical address of a page: what the page declares and its own address come in, the address
to know it by goes out.

Templates declare one address for many pages: the front page, the section, an address without the
number that tells articles apart. Such a declaration would fold different articles into one, so it
is believed only where it can name this page. What still slips through is seen when the article is
stored (`baqylau.store.articles`).
"""

import re
from urllib.parse import parse_qsl, unquote

from baqylau.clean.metadata import address
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import parts_of, site_of

_ARTICLE_STEP = re.compile(r"^(?!(?:19|20)\d\d$).*\d{3}|[^\W_][-_][^\W_]+[-_]|^[^\W_]{25}")
"""A step of a path that names one article: it has a number (not a year alone), three words or a
long hash.
"""
_MIN_STEPS = 3
"""Steps of a path that may name an article without looking like it: /blog/2019/thaw."""
_IDENTIFYING = re.compile(r"\d")
_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid|yclid|from$|ref$|page$|amp$|print$)")


def of(structured: StructuredData, url: str) -> str:
    """The declared canonical address (or else `og:url`) where it can name this page; else `url`."""
    for given in (structured.canonical, structured.value("og:url")):
        whole = address(given, url)
        if whole and _can_name(whole, url):
            return whole
    return url


def _can_name(declared: str, url: str) -> bool:
    if site_of(declared) != site_of(url):
        return False
    there, here = parts_of(declared), parts_of(url)
    steps, own_steps = _steps(there.path), _steps(here.path)
    if not steps:
        return not own_steps and (bool(there.query) or not _number(here.query))
    if _names_article(steps):
        return True
    if _names_article(own_steps):
        # a section cannot be the address of an article
        return bool(_number(there.query)) or len(steps) >= max(_MIN_STEPS, len(own_steps))
    if steps == own_steps:  # /news.php and /news.php?id=7
        return not _number(here.query) or bool(_number(there.query))
    return len(steps) >= len(own_steps) or bool(_number(there.query))


def left_article(requested: str | None, url: str) -> bool:
    """Whether an article's address led to one that cannot be an article's: outlets redirect what
    they removed to the section above it.
    """
    if not requested:
        return False
    there, here = parts_of(requested), parts_of(url)
    return (_names_article(_steps(there.path)) or bool(_number(there.query))) and not (
        _names_article(_steps(here.path)) or _number(here.query)
    )


def _steps(path: str) -> list[str]:
    return [x for x in unquote(path).split("/") if x]


def _names_article(steps: list[str]) -> bool:
    return bool(steps) and any(_ARTICLE_STEP.search(x) for x in steps[-2:])


def _number(query: str) -> str | None:
    """The value that tells one article of a script from another: `?id=7`."""
    return next(
        (
            value
            for name, value in parse_qsl(query)
            if _IDENTIFYING.search(value) and not _TRACKING.search(name.lower())
        ),
        None,
    )
