"""What a watch would have found lately, before it is saved: a watch comes in, the number a day and
some examples go out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from baqylau.model.watch import Watch
from baqylau.query.index_tokens import FactRow
from baqylau.store import shown_facts
from baqylau.store.connect import reading
from baqylau.store.queries import search
from baqylau.store.queries.articles import ArticleRow, rows_of
from baqylau.store.queries.filter import Filter, is_article
from baqylau.store.tables import articles, facts
from baqylau.watches.conditions import holds, kinds_of
from baqylau.watches.draft import MOST_A_DAY

DAYS = 30
_SHOWN = 8
_MOST = (MOST_A_DAY + 1) * DAYS  # with more the answer is the same: too many
_SECONDS = 8.0
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """`found` in `days` days; `complete` False: there are more, time or room ended. `examples` are
    the latest.
    """

    found: int
    days: float
    complete: bool
    examples: tuple[ArticleRow, ...]

    @property
    def a_day(self) -> float:
        return self.found / self.days


def preview(
    engine: Engine, watch: Watch, moment: datetime, countries: Mapping[str, str]
) -> Preview:
    """Days count from the first article that is stored. Raises `QueryError`."""
    since = moment - timedelta(days=DAYS)
    days = _days(engine, since, moment)
    if search.parsed(watch.query) is None:
        ids, complete = _with_kind(engine, watch, since), True
    else:
        answer = search.answer(
            engine, watch.query, Filter(since=since), _MOST, 0, countries, _SECONDS
        )
        complete = answer.complete and len(answer.hits) < _MOST
        ids = [x.article_id for x in answer.hits if _is_in(watch, x.outlet_id, x.language)]
    kept = [x for x in ids if x in _holding(engine, watch, ids)]
    rows = rows_of(engine, kept[:_SHOWN])
    examples = tuple(rows[x] for x in kept[:_SHOWN] if x in rows)
    return Preview(len(kept), days, complete, examples)


def _is_in(watch: Watch, outlet: str, language: str | None) -> bool:
    return (not watch.outlets or outlet in watch.outlets) and (
        not watch.languages or language in watch.languages
    )


def _days(engine: Engine, since: datetime, moment: datetime) -> float:
    with reading(engine) as connection:
        first = connection.execute(
            select(func.min(articles.c.listed)).where(articles.c.current, articles.c.listed > since)
        ).scalar()
    return 1.0 if first is None else max(1.0, (moment - first) / timedelta(days=1))


def _with_kind(engine: Engine, watch: Watch, since: datetime) -> list[int]:
    kinds = kinds_of(watch)
    if not kinds:
        return []
    wanted = (
        select(articles.c.id, articles.c.outlet, articles.c.language)
        .join(facts, facts.c.article == articles.c.id)
        .where(articles.c.current, articles.c.listed > since, facts.c.type == kinds[0])
        .where(facts.c.hidden.is_(None), is_article())
        .distinct()
        .order_by(articles.c.id.desc())
        .limit(_MOST)
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted).all()
    return [x.id for x in rows if _is_in(watch, x.outlet, x.language)]


def _holding(engine: Engine, watch: Watch, ids: list[int]) -> set[int]:
    """Those whose facts are what the watch asks for."""
    kinds = kinds_of(watch)
    if not kinds:
        return set(ids)
    held: dict[int, list[FactRow]] = {}
    with reading(engine) as connection:
        for start in range(0, len(ids), _PORTION):
            rows = connection.execute(
                select(*shown_facts.COLUMNS).where(
                    facts.c.article.in_(ids[start : start + _PORTION]),
                    facts.c.type.in_(kinds),
                    facts.c.hidden.is_(None),
                )
            )
            for row in rows:
                held.setdefault(row.article, []).append(
                    FactRow(row.type, None, shown_facts.slots_of(row))
                )
    return {x for x, some in held.items() if holds(watch, some)}
