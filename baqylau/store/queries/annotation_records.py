"""Labels and notes for programs: what is asked for and the place where a page begins come in,
records ordered by their ids go out.
"""

from typing import Any, Literal

from sqlalchemy import Engine, func, select

from baqylau.store.connect import reading
from baqylau.store.queries.by_id import Place
from baqylau.store.tables import annotated_articles, labels, notes

Kind = Literal["labels", "notes"]
_TABLES = {"labels": labels, "notes": notes}
Record = dict[str, Any]


def listed(
    engine: Engine, kind: Kind, place: Place, limit: int,
    name: str | None = None, subject: str | int | None = None,
) -> list[Record]:  # fmt: skip
    """At most `limit` labels or notes: of this name, of the fact of this key or the article of this
    id. `fact` is the key where it is at a fact, `article` the newest stored article else.
    """
    table = _TABLES[kind]
    article = select(func.max(annotated_articles.c.article)).where(
        annotated_articles.c.lineage == table.c.subject
    )
    wanted = select(table, article.correlate(table).scalar_subquery().label("article"))
    if name is not None:
        wanted = wanted.where(table.c.name == name)
    if isinstance(subject, int):
        own = select(annotated_articles.c.lineage).where(annotated_articles.c.article == subject)
        wanted = wanted.where(table.c.subject.in_(own))
    elif subject is not None:
        wanted = wanted.where(table.c.subject == subject)
    number = table.c.id
    if place.after is not None:
        wanted = wanted.where(number > place.after if place.oldest_first else number < place.after)
    wanted = wanted.order_by(number if place.oldest_first else number.desc()).limit(limit)
    with reading(engine) as connection:
        return [_record(x) for x in connection.execute(wanted)]


def one(engine: Engine, kind: Kind, number: int) -> Record | None:
    """The label or note of this number; None where there is none."""
    found = listed(engine, kind, Place(number - 1, oldest_first=True), 1)
    return found[0] if found and found[0]["id"] == number else None


def _record(row: Any) -> Record:
    of_fact = row.subject != row.lineage
    shown = {"name": row.name} if hasattr(row, "name") else {"text": row.text}
    return shown | {
        "id": row.id,
        "fact": row.subject if of_fact else None,
        "article": None if of_fact else row.article,
        "by": row.by,
        "when": row.moment,
    }
