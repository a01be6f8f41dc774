"""Records of articles, facts and mentions for programs.

Comes in: ids, or an article. Goes out: a plain record for each, with what `baqylau.disclosure`
needs to know to decide what of it may leave.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, exists, func, select

from baqylau.corrections.apply import corrected_record
from baqylau.corrections.fields import ARTICLE, HIDDEN
from baqylau.disclosure import LEAD_READ
from baqylau.model.fact_key import is_key
from baqylau.store.connect import reading
from baqylau.store.entities import entity_of
from baqylau.store.facts import as_contract
from baqylau.store.queries.articles import corrections_of_article, own_time
from baqylau.store.queries.filter import is_shown
from baqylau.store.tables import articles, facts, mentions, outlets, pages

Record = dict[str, Any]

_PLAIN = ("id", "outlet", "url", "canonical_url", "title", "language", "script", "section", "tags",
          "authors", "image", "listed", "modified", "stored", "revision", "current", "removed",
          "reprint_of", "published", "published_printed", "published_precision", "page",
          "cleaner")  # fmt: skip
_OF_ARTICLE = ("url", "title", "language", "listed", "published", "published_printed", "outlet")


def of(connection: Connection, ids: list[int], whole: bool) -> list[Record]:
    """Articles in the order of these ids; their texts are whole, or only the beginnings."""
    theirs = (facts.c.article == articles.c.id) & is_shown()
    text = articles.c.text if whole else func.substr(articles.c.text, 1, LEAD_READ)
    quotes = select(func.count()).where(theirs, facts.c.type == "quote").scalar_subquery()
    wanted = (
        select(
            *(articles.c[x] for x in _PLAIN),
            outlets.c.name.label("outlet_name"),
            outlets.c.sample,
            pages.c.fetched,
            pages.c.content_hash,
            text.label("text"),
            select(func.count()).where(theirs).scalar_subquery().label("facts"),
            quotes.label("quotes"),
            corrections_of_article(),
        )
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(pages, pages.c.id == articles.c.page)
        .where(articles.c.id.in_(ids))
    )
    found = {x["id"]: _article(x, whole) for x in connection.execute(wanted).mappings()}
    return [found[x] for x in ids if x in found]


def one(engine: Engine, article_id: int) -> Record | None:
    """One article with its facts and mentions, its other revisions and its reprints; None where
    there is none.
    """
    with reading(engine) as connection:
        found = of(connection, [article_id], whole=True)
        if not found:
            return None
        record = found[0]
        record["facts"] = facts_of(connection, (facts.c.article == article_id) & is_shown())
        record["mentions"] = mentions_of(connection, mentions.c.article == article_id)
        own = select(articles.c.canonical_hash).where(articles.c.id == article_id)
        same_address = (
            articles.c.canonical_hash == own.scalar_subquery(),
            articles.c.outlet == record["outlet"],
        )
        record["revisions"] = _related(connection, *same_address)
        origin = record["reprint_of"] or article_id
        record["reprints"] = _related(connection, articles.c.reprint_of == origin)
    return record


def fact(engine: Engine, key: str) -> Record | None:
    """The fact that this key names now, of a current article, also one that somebody hid; None
    where there is none.
    """
    if not is_key(key):
        return None
    current = select(articles.c.id).where(articles.c.id == facts.c.article, articles.c.current)
    with reading(engine) as connection:
        found = facts_of(connection, (facts.c.key == key) & exists(current.correlate(facts)))
    return found[-1] if found else None


def facts_of(
    connection: Connection, theirs: ColumnElement[bool], ids: list[int] | None = None
) -> list[Record]:
    """Facts in the order of these ids, or else in the order of the text."""
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of
    # Python
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    )
    entity = entity_of(facts.c.article, facts.c.who).label("entity")
    columns = [x for x in facts.c if x.name != "listed"]
    wanted = _placed(select(*columns, sentence.label("sentence_text"), entity))
    wanted = wanted.join(articles, articles.c.id == facts.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )
    rows = connection.execute(wanted.where(theirs).order_by(facts.c.start, facts.c.id)).mappings()
    return _ordered([_fact(x) for x in rows], ids)


def mentions_of(
    connection: Connection, theirs: ColumnElement[bool], ids: list[int] | None = None
) -> list[Record]:
    """Names in the order of these ids, or else in the order of the text."""
    entity = entity_of(mentions.c.article, mentions.c.name, mentions.c.type).label("entity")
    wanted = _placed(select(*mentions.c, entity))
    wanted = wanted.join(articles, articles.c.id == mentions.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )
    rows = connection.execute(wanted.where(theirs).order_by(mentions.c.start, mentions.c.id))
    return _ordered([_mention(x) for x in rows.mappings()], ids)


def _placed(wanted: Select[Any]) -> Select[Any]:
    return wanted.add_columns(
        *(articles.c[x].label(f"article_{x}") for x in _OF_ARTICLE),
        outlets.c.name.label("outlet_name"),
        corrections_of_article(),
    )


def _ordered(found: list[Record], ids: list[int] | None) -> list[Record]:
    if ids is None:
        return found
    known = {x["id"]: x for x in found}
    return [known[x] for x in ids if x in known]


def _article(row: RowMapping, whole: bool) -> Record:
    record = dict(row)
    printed, published = record.pop("published_printed"), record.pop("published")
    own = own_time(record["listed"], published, printed)
    time = printed or (published.isoformat() if published else None)
    read = {"title": record["title"], "published": time, "kind": ARTICLE}
    shown = corrected_record(read, record.pop("article_corrected"))
    shown.pop("kind")
    return (
        record
        | shown
        | {
            "precision": record.pop("published_precision"),
            "printed": own is not None,
            "text_is_whole": whole,
            "page_sha256": record.pop("content_hash"),
        }
    )


def _source(row: RowMapping) -> Record:
    published = row["article_published"]
    time = row["article_published_printed"] or (published.isoformat() if published else None)
    read = {"title": row["article_title"], "published": time}
    shown = corrected_record(read, row["article_corrected"])
    return {
        "id": row["article"],
        "outlet": row["article_outlet"],
        "outlet_name": row["outlet_name"],
        "url": row["article_url"],
        "title": shown["title"],
        "language": row["article_language"],
        "listed": row["article_listed"],
        "published": shown["published"],
    }


def _fact(row: RowMapping) -> Record:
    fact = as_contract(row)
    corrected, hidden = fact.pop("corrected", {}), bool(fact.pop(HIDDEN, False))
    common = {x: fact.pop(x) for x in ("type", "start", "end", "text", "confidence", "rule")}
    return common | {
        "id": row["id"],
        "key": row["key"],
        "sentence": {"start": fact["sentence"][0], "end": fact.pop("sentence")[1],
                     "text": row["sentence_text"]},
        "who": row["who"],
        "entity": row["entity"],
        "version": row["version"],
        "slots": fact,
        "corrected": corrected,
        "hidden": hidden,
        "article": _source(row),
    }  # fmt: skip


def _mention(row: RowMapping) -> Record:
    fixed = ("id", "type", "start", "end", "text", "name", "descriptor", "version", "entity")
    return {x: row[x] for x in fixed} | {"article": _source(row)}


def _related(connection: Connection, *theirs: ColumnElement[bool]) -> list[Record]:
    """Other rows of an article: the earliest fetched first."""
    wanted = (
        select(articles.c.id, articles.c.outlet, articles.c.url, articles.c.title,
               articles.c.revision, articles.c.current, articles.c.listed, pages.c.fetched,
               corrections_of_article())
        .join(pages, pages.c.id == articles.c.page)
        .where(*theirs)
        .order_by(pages.c.fetched, articles.c.id)
    )  # fmt: skip
    return [_shown(dict(x)) for x in connection.execute(wanted).mappings()]


def _shown(record: Record) -> Record:
    marks = record.pop("article_corrected")
    return record | {"title": corrected_record({"title": record["title"]}, marks)["title"]}
