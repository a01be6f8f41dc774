"""The pattern of an outlet's article addresses: example addresses come in, a regular expression
goes out.

>>> news = "https://example.kz/news/"
>>> pattern_of([news + "pozhar-v-gorode-10001/", news + "byudzhet-prinyat-10002/"])
'^https://example\\.kz/news/[a-z0-9-]+[-_]\\d{4,}/$'
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.discovery.sections import looks_like_an_article

_CLASSES = (
    (r"20\d{2}", r"20\d{2}"),
    (r"20\d{2}-\d{2}-\d{2}", r"20\d{2}-\d{2}-\d{2}"),
    (r"\d{2}", r"\d{2}"),
    (r"\d+", r"\d+"),
    (r"[a-z0-9-]+[-_]\d{4,}", r"[a-z0-9-]+[-_]\d{4,}"),
    (r"[a-z0-9-]+[-_]\d{4,}\.html", r"[a-z0-9-]+[-_]\d{4,}\.html"),
    (r"\d+[-_][a-z0-9_-]+", r"\d+[-_][a-z0-9_-]+"),
    (r"\d+[-_][a-z0-9_-]+\.html", r"\d+[-_][a-z0-9_-]+\.html"),
    (r"[a-z-]+", r"[a-z-]+"),
    (r"[a-z0-9_-]+", r"[a-z0-9_-]+"),
    (r"[a-z0-9_-]+\.html", r"[a-z0-9_-]+\.html"),
    (r"[^/]+", r"[^/]+"),
)
"""Pairs of a class to match segments with and its expression, from the narrowest to the widest: a
segment gets the first class that matches it in all examples.
"""
FEWEST = 3  # addresses of one form; from fewer no pattern is made


def pattern_of(urls: Iterable[str]) -> str | None:
    """The expression for the most frequent form among the addresses that look like articles; None
    where fewer than `FEWEST` have the same form.
    """
    groups: dict[tuple[str, int, bool, tuple[str, ...]], list[Sequence[str]]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        parts = urlsplit(url)
        if looks_like_an_article(parts.path) or looks_like_an_article(parts.query):
            pairs = [x.partition("=") for x in parts.query.split("&") if x]
            values = [*parts.path.strip("/").split("/"), *(x[2] for x in pairs)]
            form = (
                f"{parts.scheme}://{parts.netloc}",
                len(values),
                parts.path.endswith("/"),
                tuple(x[0] for x in pairs),
            )
            groups[form].append(values)
    if not groups:
        return None
    (origin, _, slash, keys), found = max(groups.items(), key=lambda x: len(x[1]))
    if len(found) < FEWEST:
        return None
    described = [_segment([x[i] for x in found]) for i in range(len(found[0]))]
    path, values = described[: len(described) - len(keys)], described[len(described) - len(keys) :]
    query = "&".join(f"{_literal(key)}={value}" for key, value in zip(keys, values, strict=True))
    return (
        f"^{_literal(origin)}/{'/'.join(path)}{'/' if slash else ''}"
        f"{_QUESTION + query if query else ''}$"
    )


_QUESTION = r"\?"


def _segment(values: Sequence[str]) -> str:
    common, count = Counter(values).most_common(1)[0]
    if count == len(values) and not common.isdigit() and not re.search(r"\d{3,}", common):
        return _literal(common)
    return next(
        (written for known, written in _CLASSES if all(re.fullmatch(known, x) for x in values)),
        r"[^/]*",
    )


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")  # a hyphen outside brackets needs no escape
