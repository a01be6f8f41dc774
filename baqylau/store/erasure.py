"""Forgetting on request: an address or a name comes in, everything kept of it goes out, and a
record stays that names neither.

Rows go in short transactions, each of which dooms the bodies of its pages; the bodies follow
(`store.bodies`), and a crash in between forgets none.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select, update

from baqylau.messages import Stage
from baqylau.store import articles as article_rows
from baqylau.store import tombstones
from baqylau.store.batches import Batches
from baqylau.store.bodies import schedule_deletion
from baqylau.store.columns import key_of, storable
from baqylau.store.connect import reading
from baqylau.store.families import families, portions, with_kin
from baqylau.store.queries import search
from baqylau.store.tables import (
    addresses,
    articles,
    facts,
    jobs,
    mentions,
    pages,
    removals,
)

_SHOWN = 20
_COUNTED = ("facts", "mentions", "articles", "jobs", "pages", "addresses", "bodies")
_OF_ARTICLES = tuple(x for x in Stage if x is not Stage.CLEAN)


@dataclass(frozen=True, slots=True)
class ErasureScope:
    """What a request would take out: pages by id, articles by id, and some of the addresses to show
    a person.
    """

    pages: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    addresses: tuple[str, ...] = field(default=())


def at_address(engine: Engine, url: str) -> ErasureScope:
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


def of_articles(engine: Engine, ids: Collection[int]) -> ErasureScope:
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
    engine: Engine, found: ErasureScope, kind: str, asked: str, because: str, moment: datetime
) -> dict[str, int]:
    """Takes it all out and records that it was done; how many rows of what. The addresses are never
    fetched again.

    First the addresses are remembered as forgotten, then pages and articles go, an article with all
    its revisions in one transaction. Killed on the way and run again with what is found then, it
    takes out the rest.
    """
    asked_for = {key_of(asked)} if kind == "url" else set()
    with reading(engine) as connection:
        hashes = _hashes(connection, found) | asked_for
        texts = _texts(connection, found.articles)
        parts = _parts(connection, found)
    batches, counts, bodies = Batches(engine), dict.fromkeys(_COUNTED, 0), set[str]()
    with batches.one() as connection:
        record = _begin_record(connection, kind, asked, because, moment)
    for some in portions(hashes):
        with batches.one() as connection:
            tombstones.remember_hashes(connection, some, moment)
    waiting = Counter(texts.values())
    while parts:
        with batches.one() as connection:
            part = _next(parts, batches.size)
            bodies |= _take_out(connection, part, counts)
            _relink(connection, _last_of(waiting, (texts[x] for x in part.articles)))
            counts["bodies"] = len(bodies)
            _note(connection, record, counts)
        batches.fit(len(part.pages))
    with batches.one() as connection:
        counts["addresses"] += _drop_addresses(connection, (), asked_for)
        _note(connection, record, counts)
    return counts


def _last_of(waiting: Counter[bytes], texts: Iterable[bytes]) -> set[bytes]:
    """Counts these texts off; those of which no article is left to be taken out, so that the
    reprints of each are linked anew once.
    """
    done = set()
    for key in texts:
        waiting[key] -= 1
        if not waiting[key]:
            done.add(key)
    return done


def _begin_record(
    connection: Connection, kind: str, asked: str, because: str, moment: datetime
) -> int:
    """The line in the record of removals; what went is added to it on the way."""
    row = {
        "moment": moment,
        "kind": kind,
        "asked_hash": key_of(_plain(asked)),
        "because": storable(because),
        "counts": dict.fromkeys(_COUNTED, 0),
    }
    return int(
        connection.execute(insert(removals).values(**row).returning(removals.c.id)).scalar_one()
    )


def _note(connection: Connection, record: int, counts: dict[str, int]) -> None:
    connection.execute(update(removals).where(removals.c.id == record).values(counts=counts))


def _parts(connection: Connection, found: ErasureScope) -> list[ErasureScope]:
    """What is found, in parts that must go in one transaction."""
    articles_of: dict[int, int] = {}
    for some in portions(found.articles):
        rows = select(articles.c.page, articles.c.id).where(articles.c.id.in_(some))
        articles_of |= {x.page: x.id for x in connection.execute(rows)}
    return [
        ErasureScope(
            frozenset(x), frozenset(articles_of[page] for page in x if page in articles_of)
        )
        for x in families(connection, found.pages)
    ]


def _next(parts: list[ErasureScope], size: int) -> ErasureScope:
    """As many of the parts as have about `size` pages, taken off the list."""
    pages_now, articles_now = set[int](), set[int]()
    while parts and (not pages_now or len(pages_now) + len(parts[-1].pages) <= size):
        part = parts.pop()
        pages_now |= part.pages
        articles_now |= part.articles
    return ErasureScope(frozenset(pages_now), frozenset(articles_now))


def _plain(asked: str) -> str:
    return " ".join(asked.split()).casefold()


def _whole(connection: Connection, first: Iterable[int]) -> ErasureScope:
    """The pages, the articles read from them, and all other pages of those articles."""
    theirs = with_kin(connection, first)
    ids, urls = set(), set()
    for some in portions(theirs):
        ids |= set(
            connection.execute(select(articles.c.id).where(articles.c.page.in_(some))).scalars()
        )
        urls |= set(connection.execute(select(pages.c.url).where(pages.c.id.in_(some))).scalars())
    return ErasureScope(frozenset(theirs), frozenset(ids), tuple(sorted(urls)[:_SHOWN]))


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


def _texts(connection: Connection, ids: Collection[int]) -> dict[int, bytes]:
    """The hash of each article's text, by article."""
    return {
        article: bytes(key)
        for some in portions(ids)
        for article, key in connection.execute(
            select(articles.c.id, articles.c.text_hash).where(articles.c.id.in_(some))
        )
    }


def _hashes(connection: Connection, found: ErasureScope) -> set[bytes]:
    """Hashes of all addresses of the pages and articles."""
    canonical = {
        bytes(x)
        for some in portions(found.articles)
        for x in connection.execute(
            select(articles.c.canonical_hash).where(articles.c.id.in_(some))
        ).scalars()
    }
    return canonical | _of_pages(connection, found.pages)[0]


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
            hashes |= {bytes(row.url_hash), *([key_of(row.requested)] if row.requested else [])}
            bodies.add(row.content_hash)
            ways |= {row.address} - {None}
    return hashes, bodies, ways


def _take_out(connection: Connection, found: ErasureScope, counts: dict[str, int]) -> set[str]:
    """Takes out all rows of what is found, adds them to the counts and dooms the bodies; which."""
    hashes = _hashes(connection, found)
    _, bodies, ways = _of_pages(connection, found.pages)
    for some in portions(found.articles):
        search.remove(connection, *some)
        for name, table in (("facts", facts), ("mentions", mentions)):
            counts[name] += connection.execute(
                delete(table).where(table.c.article.in_(some))
            ).rowcount
        connection.execute(
            update(articles).where(articles.c.reprint_of.in_(some)).values(reprint_of=None)
        )
        counts["jobs"] += _delete_jobs(connection, _OF_ARTICLES, some)
    for some in portions(found.articles):
        counts["articles"] += connection.execute(
            delete(articles).where(articles.c.id.in_(some))
        ).rowcount
    for some in portions(found.pages):
        counts["jobs"] += _delete_jobs(connection, (Stage.CLEAN,), some)
        counts["pages"] += connection.execute(delete(pages).where(pages.c.id.in_(some))).rowcount
    counts["addresses"] += _drop_addresses(connection, ways, hashes)
    schedule_deletion(connection, bodies)
    return bodies


def _delete_jobs(connection: Connection, stages: Collection[Stage], subjects: list[int]) -> int:
    """The stages are named one by one: "every stage but one" would read the whole table."""
    theirs = (jobs.c.stage.in_(stages), jobs.c.subject.in_(subjects))
    return connection.execute(delete(jobs).where(*theirs)).rowcount


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


def _relink(connection: Connection, texts: Iterable[bytes]) -> None:
    """Reprints of what is gone belong to the earliest of those that stay."""
    for some in portions(texts):
        left = select(articles.c.text_hash).where(articles.c.text_hash.in_(some)).distinct()
        for key in connection.execute(left).scalars().all():
            text = select(articles.c.text).where(articles.c.text_hash == key).limit(1)
            article_rows.link_reprints(connection, connection.execute(text).scalar_one(), key)
