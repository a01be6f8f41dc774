"""Corrections to show: what is asked for comes in; corrections, the latest first, with what became
of what they correct, go out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, case, func, select

from baqylau.corrections.fields import ARTICLE
from baqylau.corrections.gold import record
from baqylau.store.connect import reading
from baqylau.store.facts import as_contract
from baqylau.store.tables import annotated_articles, articles, corrections, facts

STANDS, UNDONE, LOST = "stands", "undone", "lost"
STATES = (STANDS, LOST, UNDONE)
"""`lost`: it stands, but its fact or article is stored no more, or is read otherwise. It is applied
to nothing, and again as soon as its fact is there."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction; `article` is the newest stored article that has what it corrects. `read` is
    what was read when it was written, `evidence` the fact or article then.
    """

    id: int
    subject: str
    kind: str
    field: str
    read: Any
    value: Any
    evidence: dict[str, Any]
    because: str | None
    by: str
    moment: datetime
    undone: datetime | None
    undone_by: str | None
    article: int | None

    @property
    def state(self) -> str:
        if self.undone is not None:
            return UNDONE
        return LOST if self.article is None else STANDS


def listed(
    engine: Engine,
    state: str | None = None,
    by: str | None = None,
    limit: int | None = None,
    before: int | None = None,
    subject: str | None = None,
) -> list[CorrectionRow]:
    """The corrections in this state, of this person, with a number below `before`, of the fact of
    this key.
    """
    wanted = _rows().order_by(corrections.c.id.desc())
    if state == UNDONE:
        wanted = wanted.where(corrections.c.undone.is_not(None))
    elif state is not None:
        there = _article().is_(None) if state == LOST else _article().is_not(None)
        wanted = wanted.where(corrections.c.undone.is_(None), there)
    if by is not None:
        wanted = wanted.where(corrections.c.by == by)
    if subject is not None:
        wanted = wanted.where(corrections.c.subject == subject)
    if before is not None:
        wanted = wanted.where(corrections.c.id < before)
    with reading(engine) as connection:
        return [_row(x) for x in connection.execute(wanted.limit(limit))]


def one(engine: Engine, number: int) -> CorrectionRow | None:
    """The correction of this number; None where there is none."""
    with reading(engine) as connection:
        row = connection.execute(_rows().where(corrections.c.id == number)).one_or_none()
    return None if row is None else _row(row)


def people(engine: Engine) -> list[str]:
    """Who corrected anything."""
    wanted = select(corrections.c.by).distinct().order_by(corrections.c.by)
    with reading(engine) as connection:
        return list(connection.execute(wanted).scalars())


def of_subject(engine: Engine, subject: str) -> list[CorrectionRow]:
    """Every correction there was of one fact or article, the latest first."""
    wanted = _rows().where(corrections.c.subject == subject).order_by(corrections.c.id.desc())
    with reading(engine) as connection:
        return [_row(x) for x in connection.execute(wanted)]


def gold(engine: Engine) -> Iterator[dict[str, Any]]:
    """Each corrected fact as a gold sentence, the latest corrected first; one whose fact is gone as
    it was when it was corrected.
    """
    with reading(engine) as connection:
        done = set()
        for row in listed(engine):
            if row.kind == ARTICLE or row.state == UNDONE or row.subject in done:
                continue
            done.add(row.subject)
            yield _gold(connection, row)


def _gold(connection: Connection, row: CorrectionRow) -> dict[str, Any]:
    theirs = connection.execute(
        _facts().where(facts.c.key == row.subject, facts.c.article == row.article)
    )
    found = theirs.mappings().first()
    if found is not None:
        shown = record(as_contract(found), found["sentence_text"], found["language"])
    else:
        shown = record(row.evidence["fact"], row.evidence["sentence"], row.evidence["language"])
    return {"key": row.subject, "state": row.state} | shown


def _facts() -> Select[Any]:
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    )
    wanted = select(facts, articles.c.language, sentence.label("sentence_text"))
    return wanted.join(articles, articles.c.id == facts.c.article)


def _article() -> ColumnElement[int | None]:
    """The newest stored article that has what is corrected."""
    of_fact = select(func.max(facts.c.article)).where(facts.c.key == corrections.c.subject)
    of_article = select(func.max(annotated_articles.c.article)).where(
        annotated_articles.c.lineage == corrections.c.subject
    )
    return case(
        (corrections.c.kind == ARTICLE, of_article.correlate(corrections).scalar_subquery()),
        else_=of_fact.correlate(corrections).scalar_subquery(),
    )


def _rows() -> Select[Any]:
    return select(corrections, _article().label("article"))


def _row(row: Row[Any]) -> CorrectionRow:
    given = {x: getattr(row, x) for x in CorrectionRow.__dataclass_fields__}
    return CorrectionRow(**given)
