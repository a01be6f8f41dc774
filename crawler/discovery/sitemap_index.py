"""Which child sitemaps of an index to read: its entries come in, their addresses go out, first
those that seem to hold the newest articles.

An index that dates its children is easy. Of the others the names tell: post-sitemap12.xml is newer
than post-sitemap2.xml, and tag-sitemap.xml holds no article. Since a name may mislead, the last of
the addresses read in a visit is another one each time.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

_WORDS = tomllib.loads(Path(__file__).with_name("sitemap_names.toml").read_text(encoding="utf-8"))
_NUMBER = re.compile(r"\d{1,18}")


def newest_first(
    entries: Sequence[dict[str, str]], time_of: Callable[[dict[str, str]], float]
) -> list[str]:
    """The addresses of the entries. Dated ones come first, newest first; then the others by their
    names: of each series of names that with the highest numbers.
    """
    dated = [x for x in entries if time_of(x)]
    if len({x.get("lastmod") for x in dated}) < 2 < len(dated):
        dated = []  # one date for all says nothing
    dated.sort(key=time_of, reverse=True)
    known = {id(x) for x in dated}
    others = [x["loc"] for x in entries if id(x) not in known]
    return [x["loc"] for x in dated] + _by_name(others)


def _by_name(urls: Sequence[str]) -> list[str]:
    series: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        series[_NUMBER.sub("#", _name(url))].append(url)
    for same in series.values():
        same.sort(key=_numbers, reverse=True)
    ranked = [
        (_kind(name), place, number, url)
        for number, (name, same) in enumerate(series.items())
        for place, url in enumerate(same)
    ]
    return [x[3] for x in sorted(ranked)]


def _kind(name: str) -> int:
    """0 for a name of articles, 1 for one that says nothing, 2 for one of something else."""
    words = re.split(r"[^a-z]+", name.lower())
    if any(x in _WORDS["articles"] for x in words):
        return 0
    return 2 if any(x in _WORDS["others"] for x in words) else 1


def _numbers(url: str) -> tuple[int, ...]:
    return tuple(int(x) for x in _NUMBER.findall(_name(url)))


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def in_turn(urls: Sequence[str], most: int, turn: int) -> tuple[str, ...]:
    """The first `most` - 1 addresses and one of the rest, another at each `turn`."""
    if len(urls) <= most:
        return tuple(urls)
    rest = urls[most - 1 :]
    return (*urls[: most - 1], rest[turn % len(rest)])
