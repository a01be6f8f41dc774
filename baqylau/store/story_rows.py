"""The rows of one article among the stories: where it was placed comes in; its story, what it
repeats, and the numbers by which later articles find it go out.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from baqylau.store import article_changes
from baqylau.store.dialect import inserts, values
from baqylau.store.story_memory import Known
from baqylau.store.story_packing import key_number, packed, short
from baqylau.store.tables import articles, prints, reprints, story_articles, story_keys
from baqylau.stories.comparison import Body
from baqylau.stories.fingerprint import CAP
from baqylau.stories.kinds import Verdict
from baqylau.stories.placing import Placing, Reading


def write(
    connection: Connection,
    known: Known,
    placing: Placing,
    story: int,
    version: str,
    fresh: bool = False,
) -> None:
    """The rows of one article, in place of those it had; `fresh`: it has none."""
    reading = placing.reading
    row = {
        "article": known.id,
        "story": story,
        "listed": known.listed,
        "version": version,
        "text_hash": known.text_hash,
        "features": packed(reading.features) if reading else None,
    }
    put = inserts.upsert(inserts.name_of(connection), story_articles, ["article"])
    connection.execute(put, row)
    if not fresh:
        for table in (prints, story_keys):
            connection.execute(delete(table).where(table.c.article == known.id))
    if not fresh or placing.verdict.kind != "own":
        write_link(connection, known, placing.verdict)
    _write_prints(connection, known.id, placing.body)
    _write_keys(connection, known.id, reading)


def write_link(connection: Connection, known: Known, verdict: Verdict) -> None:
    """What the article repeats, in place of what was known; nothing is written where it is so."""
    earliest = int(verdict.reprint_of) if verdict.reprint_of else None
    changed = connection.execute(
        update(articles)
        .where(articles.c.id == known.id, articles.c.reprint_of.is_distinct_from(earliest))
        .values(reprint_of=earliest)
    )
    if changed.rowcount:
        article_changes.record(connection, article_changes.REPRINT, known.id)
    connection.execute(delete(reprints).where(reprints.c.article == known.id))
    source = verdict.based_on or verdict.reprint_of
    if source is None or verdict.kind == "own":
        return
    row = {
        "article": known.id,
        "kind": verdict.kind,
        "source": int(source),
        "kept": round(verdict.similarity or 0.0, 3),
        "of_source": round(verdict.of_old, 3),
        "reason": verdict.reason,
        "evidence": _evidence(connection, known, int(source)),
    }
    connection.execute(insert(reprints), row)


def _evidence(connection: Connection, known: Known, source: int) -> dict[str, Any]:
    """The times that were compared, as they were printed, each with its precision."""
    wanted = select(
        articles.c.id,
        articles.c.listed,
        articles.c.published_printed,
        articles.c.published_precision,
    ).where(articles.c.id.in_((known.id, source)))
    return {
        ("source" if x.id == source else "article"): {
            "time": x.published_printed or x.listed.isoformat(),
            "precision": x.published_precision or "fetched",
        }
        for x in connection.execute(wanted)
    }


def _write_prints(connection: Connection, article_id: int, its: Body) -> None:
    numbers = sorted({short(x) for x in its.prints})
    if not numbers:
        return
    _make_room(connection, numbers)
    connection.execute(insert(prints), [{"print": x, "article": article_id} for x in numbers])


def _make_room(connection: Connection, numbers: Sequence[int]) -> None:
    """Of a print that many articles share, the first articles and the newest stay."""
    full = (
        select(prints.c.print)
        .where(values.is_one_of(connection, prints.c.print, numbers))
        .group_by(prints.c.print)
        .having(func.count() >= CAP)
    )
    for number in connection.execute(full).scalars().all():
        middle = (
            select(prints.c.article)
            .where(prints.c.print == number)
            .order_by(prints.c.article)
            .offset(CAP // 2)
            .limit(1)
        )
        connection.execute(
            delete(prints).where(
                prints.c.print == number, prints.c.article == middle.scalar_subquery()
            )
        )


def _write_keys(connection: Connection, article_id: int, reading: Reading | None) -> None:
    numbers = sorted({key_number(x) for x in reading.keys}) if reading else []
    if numbers:
        connection.execute(insert(story_keys), [{"key": x, "article": article_id} for x in numbers])
