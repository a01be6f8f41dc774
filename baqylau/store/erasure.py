"""Erasure on request.

Comes in: an address or a person's name. Goes out: everything stored about it is deleted, and a
record remains that names neither.

Rows are deleted in short transactions, each of which schedules the bodies of its pages for
deletion. The bodies are deleted later (`store.bodies`), and a crash in between loses none of the
schedule.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select, update

from baqylau import stages
from baqylau.store import article_changes, entity_tidying, stories, tombstones, written_erasure
from baqylau.store import matches as watch_matches
from baqylau.store.batches import Batches
from baqylau.store.bodies import schedule_deletion
from baqylau.store.columns import key_of, storable
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.families import page_groups, portions, related_pages
from baqylau.store.queries import search as search_queries
from baqylau.store.tables import (
    addresses,
    articles,
    citations,
    entity_links,
    facts,
    jobs,
    mentions,
    pages,
    removals,
)

_SHOWN = 20
_COUNTED = (
    *("facts", "mentions", "articles", "jobs", "pages", "addresses", "bodies", "entities"),
    *("corrections", "labels", "notes", "matches"),
)


@dataclass(frozen=True, slots=True)
class ErasureScope:
    """What a request would delete: pages by id, articles by id, and some of the addresses, to be
    shown to a person.
    """

    pages: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    addresses: tuple[str, ...] = field(default=())


def at_address(engine: Engine, url: str) -> ErasureScope:
    """Everything stored about an address: pages fetched at it or through it, and every revision of
    the article that it leads to.
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
        return _scope_of(connection, first)


def of_articles(engine: Engine, ids: Collection[int]) -> ErasureScope:
    """Everything stored about these articles: every revision of them and every page that they were
    read from.
    """
    with reading(engine) as connection:
        first = {
            x
            for some in portions(ids)
            for x in connection.execute(
                select(articles.c.page).where(articles.c.id.in_(some))
            ).scalars()
        }
        return _scope_of(connection, first)


def articles_naming(engine: Engine, name: str) -> set[int]:
    """The articles that name a person: a mention has these words in any case or order, or the text
    has the words side by side.
    """
    words = [x for x in name.split() if x]
    if not words:
        return set()
    with reading(engine) as connection:
        return _mentioning(connection, words) | search_queries.articles_with(connection, words)


def erase(
    engine: Engine, found: ErasureScope, kind: str, request: str, reason: str, moment: datetime
) -> dict[str, int]:
    """Deletes everything found and records that it was done; returns how many rows of each kind
    were deleted. The addresses are never fetched again.

    First the addresses are marked as erased, then pages and articles are deleted, an article with
    all its revisions in one transaction. If it is killed on the way, it is run again with what is
    found then, and deletes the rest.
    """
    requested = {key_of(request)} if kind == "url" else set()
    with reading(engine) as connection:
        hashes = _hashes(connection, found) | requested
        parts = _inseparable_parts(connection, found)
    batches, counts, bodies = Batches(engine), dict.fromkeys(_COUNTED, 0), set[str]()
    with batches.one() as connection:
        record = _begin_record(connection, kind, request, reason, moment)
    for some in portions(hashes):
        with batches.one() as connection:
            tombstones.add(connection, some, moment)
    while parts:
        with batches.one() as connection:
            part = _next_batch(parts, batches.size)
            bodies |= _delete_rows(connection, part, counts)
            counts["bodies"] = len(bodies)
            _update_record(connection, record, counts)
        batches.fit(len(part.pages))
    with batches.one() as connection:
        counts["addresses"] += _drop_addresses(connection, (), requested)
        if kind == "person":
            for name, count in written_erasure.naming(connection, request, moment).items():
                counts[name] += count
        _update_record(connection, record, counts)
    return counts


def _begin_record(
    connection: Connection, kind: str, request: str, reason: str, moment: datetime
) -> int:
    """Inserts the row in the record of removals; the numbers of deleted rows are added to it on the
    way.
    """
    row = {
        "moment": moment,
        "kind": kind,
        "asked_hash": key_of(_plain(request)),
        "because": storable(reason),
        "counts": dict.fromkeys(_COUNTED, 0),
    }
    return int(
        connection.execute(insert(removals).values(**row).returning(removals.c.id)).scalar_one()
    )


def _update_record(connection: Connection, record: int, counts: dict[str, int]) -> None:
    connection.execute(update(removals).where(removals.c.id == record).values(counts=counts))


def _inseparable_parts(connection: Connection, found: ErasureScope) -> list[ErasureScope]:
    """The scope in parts, each of which must be deleted in one transaction."""
    articles_of: dict[int, int] = {}
    for some in portions(found.articles):
        rows = select(articles.c.page, articles.c.id).where(articles.c.id.in_(some))
        articles_of |= {x.page: x.id for x in connection.execute(rows)}
    return [
        ErasureScope(
            frozenset(x), frozenset(articles_of[page] for page in x if page in articles_of)
        )
        for x in page_groups(connection, found.pages)
    ]


def _next_batch(parts: list[ErasureScope], size: int) -> ErasureScope:
    """Takes parts off the list until they have about `size` pages together."""
    pages_now, articles_now = set[int](), set[int]()
    while parts and (not pages_now or len(pages_now) + len(parts[-1].pages) <= size):
        part = parts.pop()
        pages_now |= part.pages
        articles_now |= part.articles
    return ErasureScope(frozenset(pages_now), frozenset(articles_now))


def _plain(request: str) -> str:
    return " ".join(request.split()).casefold()


def _scope_of(connection: Connection, first: Iterable[int]) -> ErasureScope:
    """The pages, the articles read from them, and all other pages of those articles."""
    theirs = related_pages(connection, first)
    ids, urls = set(), set()
    for some in portions(theirs):
        ids |= set(
            connection.execute(select(articles.c.id).where(articles.c.page.in_(some))).scalars()
        )
        urls |= set(connection.execute(select(pages.c.url).where(pages.c.id.in_(some))).scalars())
    return ErasureScope(frozenset(theirs), frozenset(ids), tuple(sorted(urls)[:_SHOWN]))


def _mentioning(connection: Connection, words: list[str]) -> set[int]:
    """Neither SQLite's LIKE nor its lower() knows Cyrillic case: the query asks for the usual
    spellings of the longest word, and the rest is compared here.
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


def _hashes(connection: Connection, found: ErasureScope) -> set[bytes]:
    """The hashes of all addresses of the pages and articles."""
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
    """The hashes of their addresses, the hashes of their bodies, and the ids of their addresses in
    the frontier.
    """
    hashes, bodies, address_ids = set(), set(), set()
    for some in portions(ids):
        for row in connection.execute(
            select(
                pages.c.url_hash, pages.c.requested, pages.c.content_hash, pages.c.address
            ).where(pages.c.id.in_(some))
        ):
            hashes |= {bytes(row.url_hash), *([key_of(row.requested)] if row.requested else [])}
            bodies.add(row.content_hash)
            address_ids |= {row.address} - {None}
    return hashes, bodies, address_ids


def _delete_rows(connection: Connection, found: ErasureScope, counts: dict[str, int]) -> set[str]:
    """Deletes all rows of the scope, adds their numbers to the counts and schedules the bodies for
    deletion; returns the hashes of the bodies.
    """
    hashes = _hashes(connection, found)
    _, bodies, address_ids = _of_pages(connection, found.pages)
    repeating: set[int] = set()
    for some in portions(found.articles):
        search_index.remove(connection, *some)
        for name, table in (("facts", facts), ("mentions", mentions)):
            counts[name] += connection.execute(
                delete(table).where(table.c.article.in_(some))
            ).rowcount
        named = entity_tidying.linked_from(connection, some)
        for linked in (entity_links, citations):
            connection.execute(delete(linked).where(linked.c.article.in_(some)))
        counts["entities"] += entity_tidying.tidy(connection, named, forget_roles=True)
        counts["matches"] += watch_matches.forget_articles(connection, some)
        repeating |= stories.remove(connection, some)
        counts["jobs"] += _delete_jobs(connection, stages.of_subject("article"), some)
    for name, count in written_erasure.of_articles(connection, found.articles).items():
        counts[name] += count
    for some in portions(found.articles):
        counts["articles"] += connection.execute(
            delete(articles).where(articles.c.id.in_(some))
        ).rowcount
        article_changes.record(connection, article_changes.DELETED, *some)
    for some in portions(found.pages):
        counts["jobs"] += _delete_jobs(connection, stages.of_subject("page"), some)
        counts["pages"] += connection.execute(delete(pages).where(pages.c.id.in_(some))).rowcount
    stories.place_again(connection, repeating - found.articles)
    counts["addresses"] += _drop_addresses(connection, address_ids, hashes)
    schedule_deletion(connection, bodies)
    return bodies


def _delete_jobs(connection: Connection, of: Collection[str], subjects: list[int]) -> int:
    """The stages are named one by one: "every stage but one" would read the whole table."""
    theirs = (jobs.c.stage.in_(of), jobs.c.subject.in_(subjects))
    return connection.execute(delete(jobs).where(*theirs)).rowcount


def _drop_addresses(
    connection: Connection, address_ids: Collection[int], hashes: Collection[bytes]
) -> int:
    """Deletes the rows of the frontier that led to the pages: their hints contain titles. An
    address that still has another page keeps its row, without the hint.
    """
    gone = 0
    for column, values in ((addresses.c.id, address_ids), (addresses.c.url_hash, hashes)):
        for some in portions(values):
            used = exists(select(pages.c.id).where(pages.c.address == addresses.c.id))
            gone += connection.execute(delete(addresses).where(column.in_(some), ~used)).rowcount
            connection.execute(
                update(addresses).where(column.in_(some)).values(next_fetch=None, hint=None)
            )
    return gone
