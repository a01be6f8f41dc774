"""Articles for load tests, put together from the word tables in `generated.toml`: a count and a
seed in, articles out.

    # an iterator of as many different articles, the same for the same seed
    pages(10_000, seed=1)
    Mill(room, origin, count)  # an outlet that serves them, holding none in memory

They are no measure of extraction: their sentences repeat. The written articles under `articles/`
never mix with them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

from press import feeds
from press.answer import Answer, unchanged, whole
from press.article import PressArticle
from press.newsroom import TODAY, Newsroom
from press.pages import Pages

_DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "generated.toml").read_text(encoding="utf-8")
)
_TURNS = [language for language, share in _DATA["shares"].items() for _ in range(share)]
_ZONE = timezone(timedelta(hours=5))
_NEWEST = datetime.fromisoformat(f"{TODAY}T18:00").replace(tzinfo=_ZONE)
OUTLET = "polygon"
PER_SITEMAP = 5_000  # addresses; the protocol allows 50,000, smaller files show the index at work
_HTML = "text/html; charset=utf-8"


def pages(count: int, seed: int = 1) -> Iterator[PressArticle]:
    """`count` articles, no two with the same text, newest first."""
    return (page(i, seed) for i in range(count))


def page(index: int, seed: int = 1) -> PressArticle:
    """The article number `index` (from 0): one minute older than the one before it."""
    luck = Random(f"{seed}/{index}")
    language = _TURNS[index % len(_TURNS)]
    words = _DATA[language]
    said = {
        part: _filled(luck.choice(patterns), words, luck, index)
        for part, patterns in words["parts"].items()
    }
    return PressArticle(
        outlet=OUTLET,
        slug=str(index),
        title=said.pop("title"),
        lead=said.pop("lead"),
        published=_NEWEST - timedelta(minutes=index),
        section=luck.choice(words["sections"]),
        language=language,
        authors=(_person(words, luck),),
        paragraphs=tuple(said.values()),
    )


def _filled(pattern: str, words: dict[str, Any], luck: Random, index: int) -> str:
    place, place_in = luck.choice(words["places"])
    money = luck.choice(words["money"]).format(
        a=luck.randint(2, 980), b=luck.randint(1, 9), c=luck.randint(10, 990)
    )
    slots = {
        "place": place,
        "place_in": place_in,
        "person": _person(words, luck),
        "second": _person(words, luck),
        "office": luck.choice(words["offices"]),
        "firm": luck.choice(words["firms"]),
        "money": money,
        "percent": (
            f"{luck.randint(1, 48)},{luck.randint(1, 9)}"
            if words is not _DATA["en"]
            else f"{luck.randint(1, 48)}.{luck.randint(1, 9)}"
        ),
        "count": luck.randint(12, 940),
        "day": luck.randint(1, 28),
        "month": luck.choice(words["months"]),
        "number": 100_000 + index,
    }
    return pattern.format(**slots)


def _person(words: dict[str, Any], luck: Random) -> str:
    return f"{luck.choice(words['given'])} {luck.choice(words['surnames'])}"


class GeneratedOutlet:
    """The outlet of generated articles: listings of a hundred, a sitemap index, pages at
    `/p/<index>`. Keeps no page.
    """

    def __init__(self, room: Newsroom, origin: str, count: int, seed: int = 1) -> None:
        self.room = room
        self.origin = origin
        self.count = count
        self.seed = seed
        self.pages = Pages(self.room, list(pages(min(count, 5), seed)), origin)

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """What the outlet says to GET `target`. Header names in lower case."""
        given = self._answer(target)
        return unchanged(given, headers) or given

    def _answer(self, target: str) -> Answer:
        head, _, tail = target.partition("?")[0].strip("/").partition("/")
        if target == "/robots.txt":
            return whole(self.room.robots.encode(), "text/plain")
        if head == "p" and tail.isdecimal() and int(tail) < self.count:
            article = page(int(tail), self.seed)
            return whole(self.pages.article(article).encode(), _HTML, changed=article.published)
        if head == "sitemap.xml" or (head == "sitemap" and tail.isdecimal()):
            return self._sitemap(tail)
        if head in {"", "list"} and (not tail or tail.isdecimal()):
            return self._listing(int(tail or "1"))
        return whole(self.pages.error(404).encode(), _HTML, status=404)

    def _sitemap(self, tail: str) -> Answer:
        if not tail:
            index = [f"{self.origin}/sitemap/{n}" for n in range(-(-self.count // PER_SITEMAP))]
            return whole(feeds.sitemap_index(index).encode(), "application/xml")
        told = [page(i, self.seed) for i in self._slice(int(tail), PER_SITEMAP)]
        return whole(feeds.sitemap(self.room, told, self.origin).encode(), "application/xml")

    def _listing(self, n: int) -> Answer:
        size = self.room.page_size
        items = [self.pages.link(page(i, self.seed)) for i in self._slice(n - 1, size)]
        last = -(-self.count // size)
        return whole(
            self.pages.listing(
                self.room.name, items, n, min(last, n + 3), self.room.listing
            ).encode(),
            _HTML,
            changed=_NEWEST,
        )

    def _slice(self, part: int, size: int) -> range:
        return range(part * size, min((part + 1) * size, self.count))
