"""What the jobs of a stage are about: the name of a stage comes in, the table of its subjects or
what is there of them goes out.
"""

from typing import Any

from sqlalchemy import Select, Table, select

from baqylau.stages import STAGES
from baqylau.store.tables import articles, pages

_TABLES = {"page": pages, "article": articles}


def table_of(stage: str) -> Table | None:
    """The table that a job's subject is a row of; None for a stage that this release does not
    know.
    """
    known = STAGES.get(stage)
    return None if known is None else _TABLES[known.subject]


def present(stage: str) -> Select[Any]:
    """Ids of the subjects that the stage can still work on: articles, or pages whose body is
    kept.
    """
    if STAGES[stage].subject == "article":
        return select(articles.c.id)
    return select(pages.c.id).where(pages.c.body_removed.is_(None))
