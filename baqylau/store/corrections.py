"""What people correct of facts and articles.

Comes in: the key of a fact or the id of an article, a field and the value that somebody wrote. Goes
out: the number of the correction, by which it can be undone. The rules' rows stay as they were
read; a correction is a row of its own that is found again by its subject, and is laid over what was
read (`store.overlays`). Nothing is lost: an undone or replaced correction stays in the log.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from baqylau import stages
from baqylau.corrections import words
from baqylau.corrections.apply import read_of
from baqylau.corrections.fields import ARTICLE, Value, parse
from baqylau.errors import ConflictError, EditError
from baqylau.model.fact_key import is_key, lineage_in
from baqylau.store import article_changes, entity_roles, jobs, lineages, overlays
from baqylau.store.columns import storable
from baqylau.store.connect import writing
from baqylau.store.facts import as_read
from baqylau.store.tables import articles, corrections, facts
from baqylau.store.versions import version_of


@dataclass(frozen=True, slots=True)
class Subject:
    """What is corrected: the fact of a key in its newest revision, or an article. `read` are its
    fields as they were read; `evidence` shows it when it is gone.
    """

    subject: str
    lineage: str
    kind: str
    article: int
    read: dict[str, Any]
    evidence: dict[str, Any]


def of_fact(connection: Connection, key: str) -> Subject:
    """The fact of a key. Raises `EditError` where none is stored."""
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    )
    wanted = (
        select(facts, *_SHOWN, sentence.label("sentence_text"))
        .join(articles, articles.c.id == facts.c.article)
        .where(facts.c.key == key)
        .order_by(articles.c.current.desc(), articles.c.revision.desc())
    )
    found = connection.execute(wanted.limit(1)).mappings() if is_key(key) else None
    row = found.one_or_none() if found else None
    if row is None:
        raise EditError("gone", f"no fact {key}; `baqylau export facts` writes the key of each")
    read = as_read(row)
    evidence = {"fact": read, "sentence": row["sentence_text"], **_evidence(row)}
    return Subject(key, lineage_in(key), read["type"], row["article"], read, evidence)


def of_article(connection: Connection, article: int) -> Subject:
    """An article by its id. Raises `EditError` where there is none."""
    wanted = select(*_SHOWN, articles.c.canonical_hash, articles.c.published_printed)
    row = connection.execute(wanted.where(articles.c.id == article)).mappings().one_or_none()
    if row is None:
        raise EditError("gone", f"no article {article}; `baqylau export articles` lists ids")
    lineage = lineages.of(connection, row["outlet"], bytes(row["canonical_hash"]))
    read = {"title": row["title"], "published": row["published_printed"], "kind": ARTICLE}
    return Subject(lineage, lineage, ARTICLE, article, read, _evidence(row))


_SHOWN = (articles.c.title, articles.c.url, articles.c.language, articles.c.outlet)


def _evidence(row: Any) -> dict[str, Any]:
    return {x: row[x] for x in ("title", "url", "language", "outlet")}


def correct_fact(
    engine: Engine, key: str, field: str, given: str, by: str, moment: datetime,
    because: str | None = None, seen: int | None = None,
) -> int:  # fmt: skip
    """Corrects a field of a fact; returns the correction's number. `seen` is the number of the
    correction that the person saw standing, 0 for none; None: whatever stands is replaced.

    Raises `EditError` for a fact, field or value that cannot be, and `ConflictError` where
    somebody else corrected the field in the meantime.
    """
    with writing(engine) as connection:
        subject = of_fact(connection, key)
        return _correct(connection, subject, field, given, by, moment, because, seen)


def correct_article(
    engine: Engine, article: int, field: str, given: str, by: str, moment: datetime,
    because: str | None = None, seen: int | None = None,
) -> int:  # fmt: skip
    """The same for an article: every revision of it is shown so."""
    with writing(engine) as connection:
        subject = of_article(connection, article)
        return _correct(connection, subject, field, given, by, moment, because, seen)


def undo(engine: Engine, number: int, by: str, moment: datetime) -> Row[Any]:
    """Takes a correction back; returns it. Raises `EditError` where there is none of this number,
    or it stands no more.
    """
    with writing(engine) as connection:
        wanted = select(corrections).where(corrections.c.id == number)
        row = connection.execute(wanted).one_or_none()
        if row is None:
            message = f"no correction {number}; `baqylau corrections list` shows them"
            raise EditError("gone", message)
        if not _end(connection, number, by, moment):
            day = f" on {row.undone:%Y-%m-%d}" if row.undone else ""
            raise ConflictError("undone", f"correction {number} was undone{day}", number=number)
        refresh(connection, row.lineage, [row.subject], moment)
        return row


def _correct(
    connection: Connection, subject: Subject, field: str, given: str, by: str, moment: datetime,
    because: str | None, seen: int | None,
) -> int:  # fmt: skip
    value = parse(subject.kind, field, given)
    reason = words.reason(because)
    stands = connection.execute(
        select(corrections.c.id, corrections.c.value, corrections.c.by).where(
            corrections.c.subject == subject.subject,
            corrections.c.field == field,
            corrections.c.undone.is_(None),
        )
    ).one_or_none()
    if seen is not None and seen != (stands.id if stands else 0):
        raise _changed(field, stands)
    read = read_of(subject.read, field)
    if value == (stands.value if stands else read):
        raise EditError("same", f"{field}: {value!r} is what stands there", field=field)
    if stands and not _end(connection, stands.id, by, moment):
        raise _changed(field)
    number = _insert(connection, subject, field, read, value, by, moment, reason)
    refresh(connection, subject.lineage, [subject.subject], moment, subject.article)
    return number


def _insert(
    connection: Connection, subject: Subject, field: str, read: Any, value: Value, by: str,
    moment: datetime, because: str | None,
) -> int:  # fmt: skip
    row = {
        "lineage": subject.lineage, "subject": subject.subject, "kind": subject.kind,
        "field": field, "read": read, "value": _stored(value), "evidence": subject.evidence,
        "because": storable(because), "by": storable(by), "moment": moment,
    }  # fmt: skip
    try:
        written = insert(corrections).values(**row).returning(corrections.c.id)
        return int(connection.execute(written).scalar_one())
    except IntegrityError as wrong:  # on PostgreSQL two may come at once
        raise _changed(field) from wrong


def _changed(field: str, stands: Any = None) -> ConflictError:
    """`stands` is the correction that stands now, where it is known."""
    who = f" {stands.by} ({stands.value!r})" if stands else ""
    message = f"{field}: corrected in the meantime{who}; look at it again"
    if stands:
        return ConflictError("changed_by", message, field=field, by=stands.by)
    return ConflictError("changed", message, field=field)


def _stored(value: Value) -> Value:
    return storable(value) if isinstance(value, str) else value


def _end(connection: Connection, number: int, by: str, moment: datetime) -> bool:
    """Whether the correction stood until now."""
    ended = update(corrections).where(corrections.c.id == number, corrections.c.undone.is_(None))
    return bool(connection.execute(ended.values(undone=moment, undone_by=storable(by))).rowcount)


def refresh(
    connection: Connection,
    lineage: str,
    subjects: Collection[str],
    moment: datetime,
    article: int | None = None,
) -> None:
    """Lays what stands over the rows of these subjects, and makes the jobs due again of the stages
    that read facts. `article` is one of the lineage, where it is known.
    """
    marks = overlays.standing(connection, lineage)
    changed: set[int] = set()
    persons: set[int] = set()
    for subject in subjects:
        if subject == lineage:
            _refresh_article(connection, lineage, moment, article)
            continue
        for row in connection.execute(select(facts).where(facts.c.key == subject)).mappings():
            columns = overlays.columns_of(as_read(row), marks.get(subject))
            connection.execute(update(facts).where(facts.c.id == row["id"]).values(**columns))
            changed.add(row["article"])
            names = [x for x in (row["who"], columns["who"]) if x is not None]
            persons |= entity_roles.of_article(connection, row["article"], names)
    entity_roles.read_anew(connection, persons)
    article_changes.record(connection, article_changes.FACTS, *changed)
    for each in sorted(changed):
        for stage in stages.next_of(stages.FACTS):
            jobs.add(connection, stage, each, version_of(stage), moment)


def _refresh_article(
    connection: Connection, lineage: str, moment: datetime, article: int | None
) -> None:
    if article is None:
        revisions = overlays.refresh_lineage(connection, lineage)
    else:
        revisions = overlays.refresh_family(connection, article, lineage)
    article_changes.record(connection, article_changes.STORED, *revisions)
    stage = stages.searchable()
    for each in revisions:  # the index holds titles as they are shown
        jobs.add(connection, stage, each, version_of(stage), moment)
