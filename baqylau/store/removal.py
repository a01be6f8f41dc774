"""Forgetting on request: an address or a name comes in, everything kept of it goes out, and a
record stays that names neither.

Rows go in one transaction, which dooms their bodies; the bodies follow (`baqylau.upkeep`), and a
crash in between forgets none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select, update

from baqylau.messages import Stage
from baqylau.store import articles as article_rows
from baqylau.store import dialect, forgotten, search
from baqylau.store.connect import reading, writing
from baqylau.store.tables import (
    addresses,
    articles,
    doomed_bodies,
    facts,
    jobs,
    mentions,
    pages,
    removals,
)
from baqylau.store.texts import key_of, storable

T = TypeVar("T")
_PORTION = 500  # rows a statement, ids in one question
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a request would take out: pages by id, articles by id, and some of the addresses to show
    a person.
    """

    pages: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    addresses: tuple[str, ...] = field(default=())


def at_address(engine: Engine, url: str) -> Found:
    """Everything kept of an address: pages fetched at or through it, every revision of the article
    it leads to.
    """
    key = key_of(url)
    with reading(engine) as connection:
        here = select(pages.c.id).where(or_(pages.c.url_hash == key, pages.c.requested == url))
        known = (
            select(pages.c.id)
            .join(addresses, addresses.c.id == pages.c.address)
            .where(addresses.c.url_hash == key)
        )
        canonical = select(articles.c.page).where(articles.c.canonical_hash == key)
        first = {
            x for wanted in (here, known, canonical) for x in connection.execute(wanted).scalars()
        }
        return _whole(connection, first)


def of_articles(engine: Engine, ids: Collection[int]) -> Found:
    """Everything kept of these articles, every revision of them and every page they were read
    from.
    """
    with reading(engine) as connection:
        first = {
            x
            for some in portions(ids)
            for x in connection.execute(
                select(articles.c.page).where(articles.c.id.in_(some))
            ).scalars()
        }
        return _whole(connection, first)


def naming(engine: Engine, name: str) -> set[int]:
    """Articles that name a person: a mention of these words in any case or order, or the words
    together in the text.
    """
    words = [x for x in name.split() if x]
    if not words:
        return set()
    with reading(engine) as connection:
        return _mentioning(connection, words) | search.articles_with(connection, words)


def forget(
    engine: Engine, found: Found, kind: str, asked: str, because: str, moment: datetime
) -> dict[str, int]:
    """Takes it all out and records that it was done; how many rows of what. The addresses are never
    fetched again.
    """
    with writing(engine) as connection:
        texts = _texts(connection, found.articles)
        hashes, bodies, ways = _of_pages(connection, found.pages)
        hashes |= _canonical(connection, found.articles) | (
            {key_of(asked)} if kind == "url" else set()
        )
        forgotten.remember_hashes(connection, hashes, moment)
        counts = _take_out(connection, found) | {
            "addresses": _drop_addresses(connection, ways, hashes)
        }
        counts["bodies"] = doom(connection, bodies)
        _relink(connection, texts)
        record = {
            "moment": moment,
            "kind": kind,
            "asked_hash": key_of(_plain(asked)),
            "because": storable(because),
            "counts": counts,
        }
        connection.execute(insert(removals).values(**record))
    return counts


def _plain(asked: str) -> str:
    return " ".join(asked.split()).casefold()


def _whole(connection: Connection, first: Iterable[int]) -> Found:
    """The pages, the articles read from them, and all other pages of those articles (earlier
    revisions, unchanged prints).
    """
    theirs = set(first)
    for some in portions(set(theirs)):
        same = (
            select(articles.c.outlet, articles.c.canonical_hash)
            .where(articles.c.page.in_(some))
            .distinct()
        )
        for outlet, key in connection.execute(same).all():
            revisions = select(articles.c.page).where(
                articles.c.outlet == outlet, articles.c.canonical_hash == key
            )
            theirs |= set(connection.execute(revisions).scalars())
    for some in portions(set(theirs)):
        known = select(pages.c.outlet, pages.c.url_hash).where(pages.c.id.in_(some)).distinct()
        for outlet, key in connection.execute(known).all():
            theirs |= set(
                connection.execute(
                    select(pages.c.id).where(pages.c.outlet == outlet, pages.c.url_hash == key)
                ).scalars()
            )
    ids, urls = set(), set()
    for some in portions(theirs):
        ids |= set(
            connection.execute(select(articles.c.id).where(articles.c.page.in_(some))).scalars()
        )
        urls |= set(connection.execute(select(pages.c.url).where(pages.c.id.in_(some))).scalars())
    return Found(frozenset(theirs), frozenset(ids), tuple(sorted(urls)[:_SHOWN]))


def _mentioning(connection: Connection, words: list[str]) -> set[int]:
    """Neither SQLite's LIKE nor its lower() knows Cyrillic case: the longest word's usual spellings
    are asked for, the rest is compared here.
    """
    key = max(words, key=len)
    spellings = {key, key.lower(), key.upper(), key.capitalize(), key.title()}
    like = or_(
        *(
            column.contains(x, autoescape=True)
            for x in sorted(spellings)
            for column in (mentions.c.name, mentions.c.text)
        )
    )
    wanted = {x.casefold() for x in words}
    rows = connection.execute(
        select(mentions.c.article, mentions.c.name, mentions.c.text).where(
            mentions.c.type == "person", like
        )
    )
    return {
        row.article
        for row in rows
        if any(wanted <= set(x.casefold().split()) for x in (row.name, row.text))
    }


def _texts(connection: Connection, ids: Collection[int]) -> set[bytes]:
    return {
        x
        for some in portions(ids)
        for x in connection.execute(
            select(articles.c.text_hash).where(articles.c.id.in_(some))
        ).scalars()
    }


def _canonical(connection: Connection, ids: Collection[int]) -> set[bytes]:
    return {
        x
        for some in portions(ids)
        for x in connection.execute(
            select(articles.c.canonical_hash).where(articles.c.id.in_(some))
        ).scalars()
    }


def _of_pages(
    connection: Connection, ids: Collection[int]
) -> tuple[set[bytes], set[str], set[int]]:
    """Hashes of their addresses, hashes of their bodies, and their rows in the frontier."""
    hashes, bodies, ways = set(), set(), set()
    for some in portions(ids):
        for row in connection.execute(
            select(
                pages.c.url_hash, pages.c.requested, pages.c.content_hash, pages.c.address
            ).where(pages.c.id.in_(some))
        ):
            hashes |= {row.url_hash, *([key_of(row.requested)] if row.requested else [])}
            bodies.add(row.content_hash)
            ways |= {row.address} - {None}
    return hashes, bodies, ways


def _take_out(connection: Connection, found: Found) -> dict[str, int]:
    counts = dict.fromkeys(("facts", "mentions", "articles", "jobs", "pages"), 0)
    for some in portions(found.articles):
        for article_id in some:
            search.remove(connection, article_id)
        for name, table in (("facts", facts), ("mentions", mentions)):
            counts[name] += connection.execute(
                delete(table).where(table.c.article.in_(some))
            ).rowcount
        connection.execute(
            update(articles).where(articles.c.reprint_of.in_(some)).values(reprint_of=None)
        )
        counts["jobs"] += connection.execute(
            delete(jobs).where(jobs.c.stage != Stage.CLEAN, jobs.c.subject.in_(some))
        ).rowcount
    for some in portions(found.articles):
        counts["articles"] += connection.execute(
            delete(articles).where(articles.c.id.in_(some))
        ).rowcount
    for some in portions(found.pages):
        counts["jobs"] += connection.execute(
            delete(jobs).where(jobs.c.stage == Stage.CLEAN, jobs.c.subject.in_(some))
        ).rowcount
        counts["pages"] += connection.execute(delete(pages).where(pages.c.id.in_(some))).rowcount
    return counts


def _drop_addresses(
    connection: Connection, ways: Collection[int], hashes: Collection[bytes]
) -> int:
    """Rows of the frontier that led to the pages: their hints hold titles. One that still has
    another page keeps its row.
    """
    gone = 0
    for column, values in ((addresses.c.id, ways), (addresses.c.url_hash, hashes)):
        for some in portions(values):
            used = exists(select(pages.c.id).where(pages.c.address == addresses.c.id))
            gone += connection.execute(delete(addresses).where(column.in_(some), ~used)).rowcount
            connection.execute(
                update(addresses).where(column.in_(some)).values(next_fetch=None, hint=None)
            )
    return gone


def doom(connection: Connection, bodies: Collection[str]) -> int:
    """These bodies are to leave the archive; how many."""
    rows = [{"content_hash": x} for x in bodies]
    if rows:
        connection.execute(dialect.insert_or_ignore(connection, doomed_bodies), rows)
    return len(rows)


def _relink(connection: Connection, texts: Iterable[bytes]) -> None:
    """Reprints of what is gone belong to the earliest of those that stay."""
    for key in texts:
        left = connection.execute(
            select(articles.c.text).where(articles.c.text_hash == key).limit(1)
        ).scalar_one_or_none()
        if left is not None:
            article_rows.link_reprints(connection, left, key)


def portions(ids: Iterable[T]) -> Iterable[list[T]]:
    """Some at a time, as many as one question may name."""
    given = list(ids)
    return (given[start : start + _PORTION] for start in range(0, len(given), _PORTION))
