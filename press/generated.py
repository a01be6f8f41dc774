"""Articles for load tests, made from the word tables in `generated.toml`: a count and a seed come
in, articles go out.

    # an iterator of as many different articles, the same for the same seed
    pages(10_000, seed=1)
    GeneratedOutlet(newsroom, origin, count)  # an outlet that serves them, none kept in memory

They are not fit to measure extraction, since their sentences repeat. They are never mixed with the
written articles under `articles/`.
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
PER_SITEMAP = 5_000  # addresses; the protocol allows 50,000, smaller files make the index necessary
_HTML = "text/html; charset=utf-8"


def pages(count: int, seed: int = 1) -> Iterator[PressArticle]:
    """`count` articles, no two with the same text, newest first."""
    return (page(i, seed) for i in range(count))


def page(index: int, seed: int = 1) -> PressArticle:
    """The article number `index` (from 0): one minute older than the one before it."""
    random = Random(f"{seed}/{index}")
    language = _TURNS[index % len(_TURNS)]
    words = _DATA[language]
    parts = {
        part: _filled(random.choice(patterns), words, random, index)
        for part, patterns in words["parts"].items()
    }
    return PressArticle(
        outlet=OUTLET,
        slug=str(index),
        title=parts.pop("title"),
        lead=parts.pop("lead"),
        published=_NEWEST - timedelta(minutes=index),
        section=random.choice(words["sections"]),
        language=language,
        authors=(_person(words, random),),
        paragraphs=tuple(parts.values()),
    )


def _filled(pattern: str, words: dict[str, Any], random: Random, index: int) -> str:
    place, place_in = random.choice(words["places"])
    money = random.choice(words["money"]).format(
        a=random.randint(2, 980), b=random.randint(1, 9), c=random.randint(10, 990)
    )
    slots = {
        "place": place,
        "place_in": place_in,
        "person": _person(words, random),
        "second": _person(words, random),
        "office": random.choice(words["offices"]),
        "firm": random.choice(words["firms"]),
        "money": money,
        "percent": (
            f"{random.randint(1, 48)},{random.randint(1, 9)}"
            if words is not _DATA["en"]
            else f"{random.randint(1, 48)}.{random.randint(1, 9)}"
        ),
        "count": random.randint(12, 940),
        "day": random.randint(1, 28),
        "month": random.choice(words["months"]),
        "number": 100_000 + index,
    }
    return pattern.format(**slots)


def _person(words: dict[str, Any], random: Random) -> str:
    return f"{random.choice(words['given'])} {random.choice(words['surnames'])}"


class GeneratedOutlet:
    """The outlet of generated articles: listings of a hundred, a sitemap index, pages at
    `/p/<index>`. Pages are made on request.
    """

    def __init__(self, newsroom: Newsroom, origin: str, count: int, seed: int = 1) -> None:
        self.newsroom = newsroom
        self.origin = origin
        self.count = count
        self.seed = seed
        self.pages = Pages(self.newsroom, list(pages(min(count, 5), seed)), origin)

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to GET `target`. Header names in lower case."""
        given = self._answer(target)
        return unchanged(given, headers) or given

    def _answer(self, target: str) -> Answer:
        head, _, tail = target.partition("?")[0].strip("/").partition("/")
        if target == "/robots.txt":
            return whole(self.newsroom.robots.encode(), "text/plain")
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
        articles = [page(i, self.seed) for i in self._slice(int(tail), PER_SITEMAP)]
        return whole(
            feeds.sitemap(self.newsroom, articles, self.origin).encode(), "application/xml"
        )

    def _listing(self, n: int) -> Answer:
        size = self.newsroom.page_size
        items = [self.pages.link(page(i, self.seed)) for i in self._slice(n - 1, size)]
        last = -(-self.count // size)
        return whole(
            self.pages.listing(
                self.newsroom.name, items, n, min(last, n + 3), self.newsroom.listing
            ).encode(),
            _HTML,
            changed=_NEWEST,
        )

    def _slice(self, part: int, size: int) -> range:
        return range(part * size, min((part + 1) * size, self.count))
