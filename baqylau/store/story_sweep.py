"""The stories of the last days made anew: a moment comes in; articles listed since then are placed
again in the order in which they are listed, and what differs is written.

Online, an article is placed by what came before it; here by what was printed before it, so that
the result is the same in whatever order articles came. A story keeps its id where most of its
articles stay together. One that becomes a part of another stays known by its old id.

Reading takes no lock, so that workers go on meanwhile; what they place in that time keeps its
place until the next sweep.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from baqylau.store import stories as rows
from baqylau.store import story_rows
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import locks
from baqylau.store.families import portions
from baqylau.store.story_memory import (
    Known,
    StoredMemory,
    body_for,
    known_articles,
    usual_sentences,
)
from baqylau.store.tables import (
    articles,
    outlet_sentences,
    prints,
    reprints,
    stories,
    story_articles,
    story_keys,
)
from baqylau.stories.kinds import Verdict
from baqylau.stories.placing import BOILERPLATE, REMEMBERED_HOURS, Placing, place

_PORTION = 100  # articles of one transaction
_OLD = timedelta(days=14)
"""Articles listed longer ago are compared with no new article but by their prints: the window is
four days long, and articles may come late."""
_NEW = "new "  # begins the label of a story that has no id yet


@dataclass(frozen=True, slots=True)
class Swept:
    """What was done: articles looked at, those whose story changed, those whose link to what they
    repeat changed, stories that became a part of another, and stories made."""

    articles: int = 0
    moved: int = 0
    relinked: int = 0
    merged: int = 0
    made: int = 0


@dataclass(slots=True)
class _Decided:
    """What the sweep found, before it is written: by article its label and verdict."""

    labels: dict[int, str]
    placings: dict[int, Placing]
    known: dict[int, Known]
    stories: dict[int, int]


def sweep(engine: Engine, since: datetime | None, version: str) -> Swept:
    """Places the articles listed since then anew; None: all articles."""
    _find_usual_sentences(engine, since)
    found = _decide(engine, since)
    ids = _ids_of(found)
    with writing(engine) as connection:
        locks.lock(connection, rows.LOCK)
        made = {
            x: rows.begin(connection) for x in dict.fromkeys(found.labels.values()) if x not in ids
        }
    story_of = {x: (ids | made)[label] for x, label in found.labels.items()}
    moved = relinked = 0
    for some in portions(list(found.labels)):
        for start in range(0, len(some), _PORTION):
            with writing(engine) as connection:
                locks.lock(connection, rows.LOCK)
                for article in some[start : start + _PORTION]:
                    changed = _write(connection, found, article, story_of[article], version)
                    moved += changed[0]
                    relinked += changed[1]
    merged = _merge(engine, found, story_of)
    return Swept(len(found.labels), moved, relinked, merged, len(made))


def forget_old(engine: Engine, moment: datetime) -> int:
    """Deletes prints, keys and features that no new article is compared with; returns how many
    rows."""
    gone = 0
    for table, age in ((prints, timedelta(hours=REMEMBERED_HOURS)), (story_keys, _OLD)):
        old = select(story_articles.c.article).where(story_articles.c.listed < moment - age)
        old = old.where(story_articles.c.article.in_(select(table.c.article)))
        with reading(engine) as connection:
            ids = connection.execute(old.order_by(story_articles.c.article)).scalars().all()
        for some in portions(ids):
            with writing(engine) as connection:
                locks.lock(connection, rows.LOCK)  # nobody places one of them meanwhile
                gone += connection.execute(delete(table).where(table.c.article.in_(some))).rowcount
                if table is story_keys:
                    _forget_features(connection, some)
    return gone


def _forget_features(connection: Connection, ids: Collection[int]) -> None:
    """Writes the rows anew: in place, SQLite would leave the pages of its file nearly empty, nine
    tenths of them.
    """
    theirs = story_articles.c.article.in_(ids)
    rows = connection.execute(select(story_articles).where(theirs)).mappings().all()
    if rows:
        connection.execute(delete(story_articles).where(theirs))
        connection.execute(insert(story_articles), [{**x, "features": None} for x in rows])


# Reading
# --------------------------------------------------------------------------------------------------


def _swept(connection: Connection, since: datetime | None) -> Iterator[Known]:
    wanted = (
        select(story_articles.c.article)
        .join(articles, articles.c.id == story_articles.c.article)
        .where(articles.c.current)
        .order_by(story_articles.c.listed, story_articles.c.article)
    )
    if since is not None:
        wanted = wanted.where(story_articles.c.listed >= since)
    for some in portions(connection.execute(wanted).scalars().all()):
        yield from known_articles(connection, some)


def _find_usual_sentences(engine: Engine, since: datetime | None) -> None:
    """Counts the sentences of each outlet, and keeps those that it prints under many articles."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    with reading(engine) as connection:
        for known in _swept(connection, since):
            counted[known.outlet].update(body_for(known, frozenset()).keys)
    for outlet, count in counted.items():
        usual = {x for x, n in count.items() if n >= BOILERPLATE}
        with writing(engine) as connection:
            before = usual_sentences(connection, [outlet]).get(outlet, frozenset())
            gone = before - usual if since is None else frozenset()
            connection.execute(
                delete(outlet_sentences).where(
                    outlet_sentences.c.outlet == outlet, outlet_sentences.c.sentence.in_(gone)
                )
            )
            if usual - before:
                connection.execute(
                    insert(outlet_sentences),
                    [{"outlet": outlet, "sentence": x} for x in sorted(usual - before)],
                )


def _decide(engine: Engine, since: datetime | None) -> _Decided:
    found = _Decided({}, {}, {}, {})
    roots: dict[int, int | None] = {}
    with reading(engine) as connection:
        for known in _swept(connection, since):
            usual = usual_sentences(connection, {known.outlet})
            its = body_for(known, usual.get(known.outlet, frozenset()))
            memory = StoredMemory(connection, known, before=True, labels=found.labels, roots=roots)
            placing = place(known.article, its, memory)
            found.labels[known.id] = placing.story or f"{_NEW}{known.id}"
            found.placings[known.id], found.known[known.id] = placing, known
            source = placing.verdict.reprint_of
            roots[known.id] = int(source) if source else None
        for some in portions(found.labels):
            its_rows = select(story_articles.c.article, story_articles.c.story).where(
                story_articles.c.article.in_(some)
            )
            found.stories |= {x.article: x.story for x in connection.execute(its_rows)}
    return found


def _ids_of(found: _Decided) -> dict[str, int]:
    """The id of each label: its own, or that of the story which most of its articles are in and
    which no bigger part of that story has."""
    ids = {x: int(x) for x in found.labels.values() if not x.startswith(_NEW)}
    taken = set(ids.values())
    shares: Counter[tuple[str, int]] = Counter(
        (label, found.stories[x])
        for x, label in found.labels.items()
        if label.startswith(_NEW) and x in found.stories
    )
    first = {label: n for n, label in enumerate(dict.fromkeys(found.labels.values()))}
    for (label, story), _ in sorted(shares.items(), key=lambda x: (-x[1], first[x[0][0]], x[0][1])):
        if label not in ids and story not in taken:
            ids[label] = story
            taken.add(story)
    return ids


# Writing
# --------------------------------------------------------------------------------------------------


def _write(
    connection: Connection, found: _Decided, article: int, story: int, version: str
) -> tuple[bool, bool]:
    """Whether the article's story changed, and what it repeats."""
    row = connection.execute(
        select(story_articles.c.story, story_articles.c.text_hash, story_articles.c.version,
               articles.c.reprint_of, reprints.c.kind, reprints.c.source)
        .join(articles, articles.c.id == story_articles.c.article)
        .outerjoin(reprints, reprints.c.article == story_articles.c.article)
        .where(story_articles.c.article == article)
    ).one_or_none()  # fmt: skip
    known, placing = found.known[article], found.placings[article]
    if row is None or bytes(row.text_hash) != known.text_hash:
        return False, False  # edited or erased meanwhile
    linked = not _is_linked_so(row, placing.verdict)
    if linked and not _exist(connection, placing.verdict):
        return False, False
    if linked or row.version != version:
        story_rows.write(connection, known, placing, story, version)
    elif row.story != story:
        connection.execute(
            update(story_articles).where(story_articles.c.article == article).values(story=story)
        )
    return row.story != story, linked


def _is_linked_so(row: Any, verdict: Verdict) -> bool:
    source = verdict.based_on or verdict.reprint_of
    wanted = (verdict.kind, int(source)) if source and verdict.kind != "own" else (None, None)
    earliest = int(verdict.reprint_of) if verdict.reprint_of else None
    return (row.kind, row.source, row.reprint_of) == (*wanted, earliest)


def _exist(connection: Connection, verdict: Verdict) -> bool:
    """Whether the articles that the verdict names are still there."""
    named = {int(x) for x in (verdict.reprint_of, verdict.based_on) if x}
    there = select(story_articles.c.article).where(story_articles.c.article.in_(named))
    return named == set(connection.execute(there).scalars())


def _merge(engine: Engine, found: _Decided, story_of: Mapping[int, int]) -> int:
    """A story that lost all its articles points at the one that has most of them now."""
    went: dict[int, Counter[int]] = defaultdict(Counter)
    for article, before in found.stories.items():
        went[before][story_of[article]] += 1
    merged = 0
    with writing(engine) as connection:
        locks.lock(connection, rows.LOCK)
        for before, into in went.items():
            if before in into or _has_articles(connection, before):
                continue
            target = max(into, key=lambda x: (into[x], -x))
            connection.execute(
                update(stories)
                .where((stories.c.id == before) | (stories.c.merged_into == before))
                .values(merged_into=target)
            )
            merged += 1
    return merged


def _has_articles(connection: Connection, story: int) -> bool:
    wanted = select(story_articles.c.article).where(story_articles.c.story == story).limit(1)
    return connection.execute(wanted).first() is not None
