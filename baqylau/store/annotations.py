"""Labels and notes of an office on articles and facts.

Comes in: a subject (`store.corrections.of_fact`, `of_article`) and what somebody wrote. Goes out:
the rows, and for lists and exports the labels and notes of many subjects at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select

from baqylau.corrections import words
from baqylau.corrections.fields import ARTICLE
from baqylau.errors import EditError
from baqylau.store import overlays
from baqylau.store.columns import storable
from baqylau.store.connect import reading, writing
from baqylau.store.corrections import Subject, of_article, of_fact
from baqylau.store.dialect import inserts
from baqylau.store.families import portions
from baqylau.store.tables import annotated_articles, labels, notes


@dataclass(frozen=True, slots=True)
class Annotations:
    """What an office wrote at one article or fact: the rows of its labels in alphabetical order, of
    its notes by time.
    """

    labels: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()

    @property
    def names(self) -> list[str]:
        return [x.name for x in self.labels]

    @property
    def texts(self) -> list[str]:
        return [x.text for x in self.notes]


NOTHING = Annotations()


def add_label(engine: Engine, target: str | int, name: str, by: str, moment: datetime) -> int:
    """Labels a fact (by its key) or an article (by its id); a label that is there stays.
    Returns its number.
    """
    with writing(engine) as connection:
        subject = _subject(connection, target)
        row = _row(subject, by, moment) | {"name": storable(words.label(name))}
        connection.execute(inserts.insert_or_ignore(connection, labels).values(**row))
        _known(connection, subject)
        own = (labels.c.subject == row["subject"], labels.c.name == row["name"])
        return int(connection.execute(select(labels.c.id).where(*own)).scalar_one())


def add_note(engine: Engine, target: str | int, text: str, by: str, moment: datetime) -> int:
    """Writes a note at a fact or an article; returns its number."""
    with writing(engine) as connection:
        subject = _subject(connection, target)
        row = _row(subject, by, moment) | {"text": storable(words.note(text))}
        written = insert(notes).values(**row).returning(notes.c.id)
        number = int(connection.execute(written).scalar_one())
        _known(connection, subject)
        return number


def remove_label(engine: Engine, number: int) -> None:
    """Raises `EditError` where there is none of this number."""
    _remove(engine, labels, number)


def remove_note(engine: Engine, number: int) -> None:
    """Raises `EditError` where there is none of this number."""
    _remove(engine, notes, number)


def of(connection: Connection, subjects: Collection[str]) -> dict[str, Annotations]:
    """The labels and notes of these subjects, of those that have any."""
    named: dict[str, list[Any]] = {}
    noted: dict[str, list[Any]] = {}
    for table, order, found in ((labels, labels.c.name, named), (notes, notes.c.id, noted)):
        for some in portions(subjects):
            wanted = select(table).where(table.c.subject.in_(some)).order_by(order)
            for row in connection.execute(wanted):
                found.setdefault(row.subject, []).append(row)
    return {
        x: Annotations(tuple(named.get(x, ())), tuple(noted.get(x, ())))
        for x in named.keys() | noted.keys()
    }


_ANY = select(or_(*(exists(select(x.c.id)) for x in (labels, notes))))


def are_there(connection: Connection) -> bool:
    """Whether anybody wrote a label or a note at all: in most offices lists need not ask for those
    of their rows.
    """
    return bool(connection.execute(_ANY).scalar_one())


def everything(connection: Connection) -> dict[str, Annotations]:
    """All labels and notes, for an export: people wrote them, so they are few beside the facts."""
    subjects = {
        x
        for table in (labels, notes)
        for x in connection.execute(select(table.c.subject).distinct()).scalars()
    }
    return of(connection, subjects) if subjects else {}


def of_articles(connection: Connection, ids: Collection[int]) -> dict[int, Annotations]:
    """The labels and notes of these articles, of those that have any."""
    lineage = {
        row.article: row.lineage
        for some in portions(ids)
        for row in connection.execute(
            select(annotated_articles).where(annotated_articles.c.article.in_(some))
        )
    }
    found = of(connection, set(lineage.values())) if lineage else {}
    return {x: found[y] for x, y in lineage.items() if y in found}


def names(engine: Engine) -> list[str]:
    """Every label that is in use."""
    with reading(engine) as connection:
        wanted = select(labels.c.name).distinct().order_by(labels.c.name)
        return list(connection.execute(wanted).scalars())


def _subject(connection: Connection, target: str | int) -> Subject:
    if isinstance(target, int):
        return of_article(connection, target)
    return of_fact(connection, target)


def _row(subject: Subject, by: str, moment: datetime) -> dict[str, Any]:
    return {
        "lineage": subject.lineage, "subject": subject.subject, "by": storable(by), "moment": moment
    }  # fmt: skip


def _known(connection: Connection, subject: Subject) -> None:
    """Lists find the labels of an article through its row in `annotated_articles`."""
    if subject.kind == ARTICLE:
        overlays.refresh_family(connection, subject.article, subject.lineage)


def _remove(engine: Engine, table: Any, number: int) -> None:
    with writing(engine) as connection:
        if not connection.execute(delete(table).where(table.c.id == number)).rowcount:
            message = f"{table.name}: no {number}; somebody removed it before"
            raise EditError("gone", message)
