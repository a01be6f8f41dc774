"""What messages and digests say of articles: ids or a watch and a span of time come in, items with
a lead, quotes and figures go out. The text of an article never does.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, RowMapping, and_, or_, select

from baqylau.analysis.edits import edits as changes_of
from baqylau.disclosure import article as disclosed
from baqylau.model.access import NOBODY
from baqylau.model.fact import Amount, Appointment, Date, Forecast, Quote
from baqylau.model.told import Change, DigestContent, Item, Said
from baqylau.model.watch import EDIT, MATCH, REMOVAL, Watch
from baqylau.store import overlays, shown_facts
from baqylau.store.connect import reading
from baqylau.store.families import portions
from baqylau.store.story_family import news_of, tellers_of, with_revisions
from baqylau.store.tables import articles, facts, matches, outlets

_QUOTES = 3
_AMOUNTS = 4
_APPOINTMENTS = 3
STORIES = 40
"""Stories of a digest; of what is more only the number is told: a digest is one page."""
_CHANGES = 15
_PROMISES = 10
_MEANINGS = 5
"""Changes of an edit that are told, the heaviest."""
_AHEAD = {"day": timedelta(days=2), "week": timedelta(days=8)}
"""Promises are due within so long."""
_TOLD = (Quote.type, Amount.type, Appointment.type)


def item(engine: Engine, article_id: int, kind: str) -> Item | None:
    """The article as a message tells of it; None where it is gone."""
    with reading(engine) as connection:
        found = _items(connection, [article_id], kind)
        if not found:
            return None
        return _with_outlets(connection, found)[0]


def digest(engine: Engine, watch: Watch, since: datetime, until: datetime) -> DigestContent:
    """What the watch matched in the span (half-open), grouped by story."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(matches.c.article, matches.c.kind)
            .where(
                matches.c.watch == watch.id,
                matches.c.matched >= since,
                matches.c.matched < until,
                or_(matches.c.silent.is_(None), matches.c.silent == "same_story"),
            )
            .order_by(matches.c.matched, matches.c.id)
        ).all()
        new = [x.article for x in rows if x.kind == MATCH]
        news = news_of(connection, new)
        first: dict[str, int] = {}
        for article in new:
            first.setdefault(news[article], article)
        stories = _with_outlets(connection, _items(connection, list(first.values()), MATCH))
        stories.sort(key=lambda x: -len(x.outlets))
        edited = [x.article for x in rows if x.kind == EDIT]
        edits = [x for x in _items(connection, edited, EDIT) if x.changes][:_CHANGES]
        return DigestContent(
            since,
            until,
            tuple(stories[:STORIES]),
            max(0, len(stories) - STORIES),
            tuple(edits),
            tuple(_removed(connection, watch, since, until)),
            tuple(_promises(connection, watch, until)),
            _by_day(connection, watch, since, until),
        )


def more(
    engine: Engine, watch: int, article: int, since: datetime, until: datetime
) -> tuple[Item, list[Item]] | None:
    """The article of this article's story that the watch was told of, and those that it matched
    after it in the span (half-open), of other outlets too; None where there are none.
    """
    with reading(engine) as connection:
        news = news_of(connection, [article]).get(article)
        if news is None:
            return None
        family = with_revisions(connection, tellers_of(connection, news))
        found: list[Any] = []
        for some in portions(family):
            wanted = select(matches.c.article, matches.c.matched, matches.c.silent).where(
                matches.c.watch == watch, matches.c.article.in_(some), matches.c.kind == MATCH
            )
            found += connection.execute(wanted).all()
        found.sort(key=lambda x: (x.matched, x.article))
        told = next((x.article for x in found if x.silent is None), None)
        later = [
            x.article for x in found if x.silent == "same_story" and since <= x.matched < until
        ]
        items = _items(connection, later, MATCH)
        first = _items(connection, [told], MATCH) if told is not None else items[:1]
        return (first[0], items) if first and items else None


def _items(connection: Connection, ids: Sequence[int], kind: str) -> list[Item]:
    """In the order of the ids."""
    found: dict[int, Item] = {}
    for some in portions(ids):
        rows = connection.execute(
            select(articles, outlets.c.name.label("outlet_name"))
            .join(outlets, outlets.c.id == articles.c.outlet)
            .where(articles.c.id.in_(some))
        ).mappings()
        held, titles = _facts_of(connection, some), overlays.titles(connection, some)
        for row in rows:
            item = _item(row, titles.get(row["id"], row["title"]), kind, held.get(row["id"], []))
            found[row["id"]] = _with_changes(connection, row, item) if kind == EDIT else item
    return [found[x] for x in ids if x in found]


def _item(row: RowMapping, title: str | None, kind: str, held: list[Any]) -> Item:
    allowed = disclosed({"title": title, "text": row["text"]}, NOBODY)
    of = {x: [y for y in held if y.type == x] for x in _TOLD}
    return Item(
        article=row["id"],
        kind=kind,
        title=allowed["title"] or "",
        lead=allowed["lead"],
        url=row["url"],
        outlet=row["outlet_name"],
        when=row["published"] or row["listed"],
        language=row["language"],
        day_only=row["published_precision"] == "day",
        quotes=tuple(_said(x) for x in of[Quote.type][:_QUOTES]),
        amounts=tuple(dict.fromkeys(x.text for x in of[Amount.type]))[:_AMOUNTS],
        appointments=tuple(x.text for x in of[Appointment.type][:_APPOINTMENTS]),
    )


def _said(row: Any) -> Said:
    start, whole = row.start, str(row.text)
    spans = row.slots.get("content") or ()
    said = [whole[a - start : b - start] for a, b in spans if a >= start]
    words = " … ".join(x for x in said if x) or whole
    role = shown_facts.slots_of(row).get("speaker_role") or ""
    return Said(words, row.who or "", role if isinstance(role, str) else "")


def _facts_of(connection: Connection, ids: Collection[int]) -> dict[int, list[Any]]:
    rows = connection.execute(
        select(facts)
        .where(facts.c.article.in_(list(ids)), facts.c.type.in_(_TOLD), facts.c.hidden.is_(None))
        .order_by(facts.c.article, facts.c.start)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.article, []).append(row)
    return found


def _with_changes(connection: Connection, row: RowMapping, item: Item) -> Item:
    """With what the edit meant, and the title of before where it was another."""
    wanted = select(articles.c.title, articles.c.text).where(
        articles.c.outlet == row["outlet"],
        articles.c.canonical_hash == row["canonical_hash"],
        articles.c.revision == row["revision"] - 1,
    )
    before = connection.execute(wanted).one_or_none()
    if before is None:
        return item
    meant = changes_of(before.title or "", before.text, row["title"] or "", row["text"])
    return replace(
        item,
        title_before="" if before.title == row["title"] else before.title or "",
        changes=tuple(Change(x.kind, x.before, x.after) for x in meant[:_MEANINGS]),
    )


def _with_outlets(connection: Connection, items: list[Item]) -> list[Item]:
    """With the names of the outlets that tell the same news, the earliest first."""
    news = news_of(connection, [x.article for x in items])
    found = []
    for item in items:
        tellers = tellers_of(connection, news[item.article])
        names: dict[int, str] = {}
        for some in portions(tellers):
            wanted = select(articles.c.id, outlets.c.name).join(
                outlets, outlets.c.id == articles.c.outlet
            )
            rows = connection.execute(wanted.where(articles.c.id.in_(some))).all()
            names |= {row.id: row.name for row in rows}
        printed = dict.fromkeys(names[x] for x in tellers if x in names)
        found.append(replace(item, outlets=tuple(printed) or (item.outlet,)))
    return found


def _removed(connection: Connection, watch: Watch, since: datetime, until: datetime) -> list[Item]:
    if not watch.removals:
        return []
    theirs = and_(articles.c.removed >= since, articles.c.removed < until)
    wanted = (
        select(matches.c.article)
        .join(articles, articles.c.id == matches.c.article)
        .where(matches.c.watch == watch.id, theirs, matches.c.silent.is_(None))
        .order_by(articles.c.removed)
        .limit(_CHANGES)
    )
    return _items(connection, list(connection.execute(wanted).scalars()), REMOVAL)


def _promises(connection: Connection, watch: Watch, until: datetime) -> list[Said]:
    """Forecasts of matched articles whose sentence names a day that comes soon."""
    first = until.astimezone(ZoneInfo(watch.zone)).date()
    last = first + _AHEAD.get(watch.digest or "week", _AHEAD["week"])
    theirs = select(matches.c.article).where(matches.c.watch == watch.id)
    of = (facts.c.article.in_(theirs), facts.c.listed >= until - timedelta(days=400))
    dates = facts.alias("dates")
    wanted = (
        select(facts, dates.c.slots.label("date_slots"))
        .join(
            dates,
            and_(
                dates.c.article == facts.c.article,
                dates.c.type == Date.type,
                dates.c.start >= facts.c.sentence_start,
                dates.c.end <= facts.c.sentence_end,
            ),
        )
        .where(facts.c.type == Forecast.type, facts.c.hidden.is_(None), *of)
        .where(dates.c.hidden.is_(None))
        .order_by(facts.c.id.desc())
        .limit(2000)
    )
    found: dict[str, Said] = {}
    for row in connection.execute(wanted):
        day = _day(row.date_slots.get("to") or row.date_slots.get("from"))
        if day is not None and first <= day <= last:
            found.setdefault(row.text, Said(row.text, row.who or "", day.isoformat()))
    return list(found.values())[:_PROMISES]


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _by_day(
    connection: Connection, watch: Watch, since: datetime, until: datetime
) -> tuple[tuple[str, int], ...]:
    """Of a week at least, so that there is something to compare with; of a month at most."""
    zone = ZoneInfo(watch.zone)
    first = max(min(since, until - timedelta(days=6)), until - timedelta(days=30))
    wanted = select(matches.c.matched).where(
        matches.c.watch == watch.id,
        matches.c.kind == MATCH,
        matches.c.matched >= first,
        matches.c.matched < until,
    )
    counted = Counter(x.astimezone(zone).date() for x in connection.execute(wanted).scalars())
    start, last = first.astimezone(zone).date(), until.astimezone(zone).date()
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    return tuple((x.isoformat(), counted.get(x, 0)) for x in days)
