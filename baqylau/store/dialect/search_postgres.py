"""The full-text index on PostgreSQL: a tsvector of tokens, one row for each article. Used through
`search_index`.

Words stand in their places, those of the title with the weight A; tokens of facts stand behind
them. The vector is written as a literal, since PostgreSQL's own parser would take tokens apart.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.exc import DBAPIError

from baqylau.query.index_tokens import APART, GAP, IndexTokens
from baqylau.query.pattern import (
    AllOf,
    AnyOf,
    Beginning,
    InTitle,
    Nearby,
    OneOf,
    Pattern,
    Tokens,
    Without,
    anywhere,
)
from baqylau.store.tables import articles
from baqylau.store.tables.search import search_rows

# characters of tokens: a tsvector ends at 1 MiB; the rest of such an article is not searched
_LARGEST = 400_000
_LAST_PLACE = 16_383
_PROBED = 400  # newest articles in which a pattern is counted before it is looked for
_SORTED = 8  # articles that the index finds and that are sorted while the tokens of one are read
_FEW = 20_000  # articles wanted, up to which conditions are asked of one after another
_CANCELLED = "57014"  # SQLSTATE of a statement that took longer than statement_timeout
_REMOVE = text("DELETE FROM search_rows WHERE article = :id")
_WRITE = text(
    "INSERT INTO search_rows (article, listed, tokens)"
    " VALUES (:id, :listed, CAST(:tokens AS tsvector)) ON CONFLICT (article)"
    " DO UPDATE SET listed = excluded.listed, tokens = excluded.tokens"
)
_PLANNED = text("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")
_ROWS: ColumnElement[float] = literal_column(
    "(SELECT reltuples FROM pg_class WHERE oid = CAST('search_rows' AS regclass))"
)
"""Articles in the index, as PostgreSQL last counted them; below 0 where it never did."""
_tokens: ColumnElement[str] = literal_column("search_rows.tokens")


def remove(connection: Connection, article_id: int) -> None:
    connection.execute(_REMOVE, {"id": article_id})


def write(connection: Connection, article_id: int, listed: datetime, tokens: IndexTokens) -> None:
    given = {"id": article_id, "listed": listed, "tokens": vector(tokens)}
    connection.execute(_WRITE, given)


def vector(tokens: IndexTokens) -> str:
    """The tokens as the literal of a tsvector."""
    places: dict[str, list[str]] = {}
    at = 0
    left = _LARGEST
    names = [x for x in tokens.facts if x.startswith("__") or x == GAP]
    for part, weight in ((tokens.title, "A"), (tokens.more, "B"), (names, "D"), (tokens.text, "B")):
        for token in part:
            at += 1
            left -= len(token) + 8
            if token != GAP and at <= _LAST_PLACE and left > 0:
                places.setdefault(token, []).append(f"{at}{weight}")
        at += APART
    for token in tokens.facts:
        if left > 0 and token not in places and token != GAP:
            left -= len(token) + 8
            places[token] = []
    for token in tokens.text:  # a word beyond the last place is found, though not in a phrase
        if left > 0 and token not in places:
            left -= len(token) + 8
            places[token] = []
    return " ".join(f"'{x}'" + (":" + ",".join(y) if y else "") for x, y in places.items())


def found(pattern: Pattern) -> Select[Any]:
    """The ids of the articles that have the pattern."""
    return select(search_rows.c.article).where(_has(pattern))


def each(pattern: Pattern) -> ColumnElement[bool]:
    """The condition on `articles` that an article has the pattern."""
    return articles.c.id.in_(found(pattern))


def newest(
    connection: Connection,
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
    first: int,
) -> Select[Any]:
    """The ids of the articles that have the pattern and meet the conditions on `articles`, the
    newest first. `since` and `until` only say where to look.

    Either the articles are walked through from the newest on, which is quick for what is common, or
    all that have the pattern are found and sorted, which is quick for what is rare; PostgreSQL
    knows too little of a tsvector to choose. So the pattern is counted in the newest articles
    first, and the shorter way is taken. `first` is how many will be taken.
    """
    # a scan of the table reads every vector, from pages that PostgreSQL does not reckon with; and
    # it takes a query for so long that it compiles it first, longer than the query lasts
    connection.execute(_PLANNED)
    within = _within(since, until)
    order = (search_rows.c.listed.desc(), search_rows.c.article.desc())
    seen = select(_tokens.label("tokens")).select_from(search_rows).where(*within)
    probed = seen.order_by(*order).limit(_PROBED).cte("probed").prefix_with("MATERIALIZED")
    wide = anywhere(pattern)
    has, may = (
        literal_column("probed.tokens").op("@@", is_comparison=True)(_query(x))
        for x in (pattern, wide)
    )
    count = func.count()
    probe = select(count.filter(has), count.filter(may), count, _ROWS).select_from(probed)
    having, wide_having, of, rows = connection.execute(probe).one()
    if not _is_walk_shorter(first, having, wide_having, of, rows):
        return _sorted(pattern, wide, conditions, within, first)
    # written so that no index of tokens answers it, but that of the times
    walked = _has(pattern).is_(True)
    meets = _holds(search_rows.c.article, conditions)
    return select(search_rows.c.article).where(walked, meets, *within).order_by(*order)


def _is_walk_shorter(first: int, having: int, wide: int, of: int, rows: float) -> bool:
    """Of `of` articles, `having` have the pattern, and `wide` have its tokens somewhere; `rows` are
    in the index. Both ways are counted in articles whose tokens are read.
    """
    if not having:
        return False
    tried = 0 if wide == having else first * wide / having
    return first * of / having < rows * wide / of / _SORTED + tried


def _sorted(
    pattern: Pattern,
    wide: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    within: list[ColumnElement[bool]],
    first: int,
) -> Select[Any]:
    """All that have the pattern, sorted. The index knows no places of tokens: for a phrase it gives
    what has the words, and the tokens of each article are to be read to see how they stand. So
    where few are wanted those are sorted first and looked at one after another.
    """
    few = first <= _FEW
    wide = wide if few else pattern
    rows = select(search_rows.c.article, search_rows.c.listed).where(_has(wide), *within)
    having = rows.cte("having").prefix_with("MATERIALIZED")
    order = (having.c.listed.desc(), having.c.article.desc())
    if not few:
        wanted = select(having.c.article).join(articles, articles.c.id == having.c.article)
        return wanted.where(*conditions).order_by(*order)
    # OFFSET keeps the order that the rows have here
    tried = select(having).order_by(*order).offset(0).subquery("tried")
    holds = [_holds(tried.c.article, conditions)]
    if wide != pattern:
        own = search_rows.alias("own")
        has = _has(pattern, literal_column("own.tokens"))
        holds.append(
            select(has).where(own.c.article == tried.c.article).scalar_subquery().is_(True)
        )
    wanted = select(tried.c.article).where(*holds)
    return wanted.order_by(tried.c.listed.desc(), tried.c.article.desc())


def _holds(
    article_id: ColumnElement[int], conditions: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Whether the article meets the conditions, asked as a value: of one row at a time, as it is
    come to. Asked with EXISTS, PostgreSQL may begin with all that meet them.
    """
    return (
        select(true()).where(articles.c.id == article_id, *conditions).scalar_subquery().is_(True)
    )


def best(
    connection: Connection,
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
    most: int,
    narrow: bool,  # noqa: ARG001  (counting them costs little beside ranking them)
) -> Select[Any]:
    """As `newest`, of the newest `most` the best first."""
    found = newest(connection, pattern, conditions, since, until, most).limit(most)
    chosen = found.cte("chosen").prefix_with("MATERIALIZED")
    weights = "'{0.0, 0.3, 0.3, 1.0}'"  # of D, C, B, A
    # OFFSET: their rows are looked up one by one, instead of ranking every row of the table
    own = (
        select(search_rows.c.listed, _tokens.label("tokens"))
        .where(search_rows.c.article == chosen.c.article)
        .offset(0)
        .lateral("own")
    )
    rank = func.ts_rank(literal_column(weights), literal_column("own.tokens"), _query(pattern))
    return (
        select(chosen.c.article)
        .select_from(chosen.join(own, true()))
        .order_by(rank.desc(), own.c.listed.desc(), chosen.c.article.desc())
    )


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = []
    if since is not None:
        given.append(search_rows.c.listed >= since)
    if until is not None:
        given.append(search_rows.c.listed < until)
    return given


def _has(pattern: Pattern, tokens: ColumnElement[str] = _tokens) -> ColumnElement[bool]:
    return tokens.op("@@", is_comparison=True)(_query(pattern))


def _query(pattern: Pattern) -> ColumnElement[str]:
    # a cast, and no to_tsquery, whose parser would take tokens apart
    return text("CAST(:query AS tsquery)").bindparams(
        bindparam("query", written(pattern), unique=True)
    )  # type: ignore[return-value]


def written(pattern: Pattern) -> str:
    """The pattern as a tsquery. Tokens hold letters, digits, `_` and `-` only, so they cannot break
    out of its quotes.
    """
    match pattern:
        case OneOf(phrases):
            return " | ".join(map(_phrase, phrases))
        case InTitle(phrases):
            return " | ".join(_phrase(x, ":A") for x in phrases)
        case Beginning(letters):
            return f"'{letters}':*"
        case Nearby(left, right, between):
            pairs = [(_phrase(x), _phrase(y)) for x in left for y in right]
            ordered = [*pairs, *((y, x) for x, y in pairs)]
            return " | ".join(
                f"({x} <{n + 1}> {y})" for x, y in ordered for n in range(between + 1)
            )
        case AllOf(parts):
            return " & ".join(f"({written(x)})" for x in parts)
        case AnyOf(parts):
            return " | ".join(f"({written(x)})" for x in parts)
        case Without(wanted, unwanted):
            return f"({written(wanted)}) & !({written(unwanted)})"


def _phrase(tokens: Tokens, weight: str = "") -> str:
    return "(" + " <-> ".join(f"'{x}'{weight}" for x in tokens) + ")"


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside are cancelled after this time, each. The savepoint keeps the transaction
    alive where one was: what follows may still read."""
    milliseconds = max(1, round(seconds * 1000))
    with connection.begin_nested():
        connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
        yield
        connection.execute(text("SET LOCAL statement_timeout TO DEFAULT"))
        connection.execute(text("SET LOCAL enable_seqscan TO DEFAULT"))
        connection.execute(text("SET LOCAL jit TO DEFAULT"))


def is_interrupted(wrong: DBAPIError) -> bool:
    return getattr(wrong.orig, "sqlstate", None) == _CANCELLED
