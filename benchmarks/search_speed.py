"""How quick the search is: `python -m benchmarks.search_speed --articles 100000` fills a database
with invented articles and prints p50 and p95 of twelve classes of query.

Comes in: the number of articles, and a PostgreSQL address where it is not to be SQLite. Goes out: a
table of milliseconds, wall time and the CPU time of this process (of PostgreSQL, its server's work
is not in it), and the size of the index. With `--readers 50 --seconds 300` as many readers search
at once while a writer indexes articles, as a crawl does.
"""

import argparse
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from baqylau import logs
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.entities.blocks import keys
from baqylau.query.index_tokens import FactRow, IndexTokens, of_texts
from baqylau.query.match import Document
from baqylau.settings import load
from baqylau.store import outlets
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import search_index
from baqylau.store.entities import row_of
from baqylau.store.queries import search, search_counts
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    entity_names,
    facts,
    mentions,
    pages,
)

_PORTION = 500
_OUTLETS = 20
_PERSONS, _ORGANIZATIONS, _PLACES = 2000, 500, 100
_SYLLABLES = re.findall("..", "бакорушелитунамогисаведожапизо")
_WORDS = 30_000
_LENGTH = 220  # words of an article


@cache
def word(n: int) -> str:
    """The word of a rank, in letters: no two are alike."""
    found = "".join(_SYLLABLES[(n // 15**k) % 15] for k in range(4))
    return found + "к"


def person(n: int) -> str:
    return f"{word(n).capitalize()} {word(n + 7000).capitalize()}ов"


def organization(n: int) -> str:
    return f"ТОО {word(n + 900).capitalize()}"


def place(n: int) -> str:
    return word(n + 3000).capitalize()


def _rank(chance: random.Random, most: int) -> int:
    """Small ranks oftener, as words in print."""
    return min(int(most ** chance.random()) - 1, most - 1)


def fill(app: App, count: int) -> None:
    began = time.monotonic()
    chance = random.Random(19)
    first = now() - timedelta(minutes=3 * count)
    with writing(app.engine) as connection:
        for n in range(_OUTLETS):
            outlets.ensure(connection, f"polygon-{n}", f"Полигон {n}")
        ids = _entities(connection)
    for at in range(0, count, _PORTION):
        numbers = range(at, min(at + _PORTION, count))
        made = [article(n + 1, chance, first + timedelta(minutes=3 * n), ids) for n in numbers]
        with writing(app.engine) as connection:
            write(connection, made)
    with writing(app.engine) as connection:
        connection.execute(text("ANALYZE"))
    print(f"filled {count:,} articles in {time.monotonic() - began:.0f} s")


def _entities(connection: Connection) -> dict[tuple[str, str], int]:
    named = [("person", person(n)) for n in range(_PERSONS)]
    named += [("organization", organization(n)) for n in range(_ORGANIZATIONS)]
    named += [("place", place(n)) for n in range(_PLACES)]
    ids = {x: n + 1 for n, x in enumerate(named)}
    connection.execute(
        insert(entities), [{"id": n, "type": x[0], "name": x[1]} for x, n in ids.items()]
    )
    spelled = [
        {"entity": n, "name": x[1]} | row_of(key) for x, n in ids.items() for key in keys(*x)
    ]
    connection.execute(insert(entity_names), spelled)
    return ids


@dataclass(frozen=True)
class Made:
    """One invented article: its rows of each table, and its tokens in the index."""

    number: int
    listed: datetime
    rows: dict[Table, list[dict[str, Any]]]
    tokens: IndexTokens


def article(
    number: int, chance: random.Random, listed: datetime, ids: dict[tuple[str, str], int]
) -> Made:
    words = [word(_rank(chance, _WORDS)) for _ in range(_LENGTH)]
    body, title = " ".join(words), " ".join(words[5:12])
    who = person(_rank(chance, _PERSONS))
    named = [
        ("person", who),
        ("person", person(_rank(chance, _PERSONS))),
        ("organization", organization(_rank(chance, _ORGANIZATIONS))),
        ("place", place(_rank(chance, _PLACES))),
    ]
    named = list(dict.fromkeys(named))
    value = float(10 ** chance.uniform(3, 12))
    money = {"quantity": "money", "value": value, "high": None, "currency": "KZT"}
    told = (FactRow("quote", who, {}), FactRow("amount", None, money))
    outlet = f"polygon-{_rank(chance, _OUTLETS)}"
    whole = Document(
        text=body, title=title, language="ru", outlet=outlet, facts=told, mentions=tuple(named),
        entities=ids,
    )  # fmt: skip
    tokens = whole.index_with(of_texts(title, body, None, (), "ru"))
    return Made(number, listed, _rows(number, listed, whole), tokens)


def _rows(number: int, listed: datetime, whole: Document) -> dict[Table, list[dict[str, Any]]]:
    url = f"https://polygon.test/{number}"
    common: dict[str, Any] = {"outlet": whole.outlet, "url": url}
    page = common | {"id": number, "url_hash": number.to_bytes(32), "fetched": listed}
    page |= {"status": 200, "headers": {}, "content_hash": "0" * 64, "size": 1, "trace": "b"}
    row = common | {"id": number, "page": number, "title": whole.title, "text": whole.text}
    row |= {"canonical_url": url, "canonical_hash": number.to_bytes(32), "language": "ru"}
    row |= {"text_hash": number.to_bytes(32), "listed": listed, "stored": listed}
    row |= {"kind": "article", "published": listed, "cleaner": "b"}
    row |= {"current": True, "revision": 1}
    place_of = {"start": 0, "end": 1, "text": whole.text[:1], "version": "b", "article": number}
    fact = place_of | {"sentence_start": 0, "sentence_end": 1, "confidence": 0.9, "listed": listed}
    link: dict[str, Any] = {"article": number, "version": "b", "edited": False}
    named = whole.mentions
    return {
        pages: [page],
        articles: [row],
        facts: [
            fact | {"type": x.type, "who": x.who, "slots": x.slots, "rule": x.type}
            for x in whole.facts
        ],
        mentions: [
            place_of | {"type": x, "name": y, "end": n + 1} for n, (x, y) in enumerate(named)
        ],
        entity_links: [
            link | {"type": x, "name": y, "entity": whole.entities[x, y]} for x, y in named
        ],
    }


def write(connection: Connection, made: Sequence[Made]) -> None:
    """The articles with their pages, facts, mentions, links and their rows of the index."""
    for table in made[0].rows:
        connection.execute(insert(table), [row for x in made for row in x.rows[table]])
    for x in made:
        search_index.write(connection, x.number, x.listed, x.tokens)


Ask = Callable[[str], Any]


def classes(app: App) -> dict[str, tuple[Ask, list[str]]]:
    """Each class of query with its questions."""
    chance = random.Random(7)
    several = range(24)

    def newest(query: str) -> Any:
        return search.answer(app.engine, query, limit=31)

    def best(query: str) -> Any:
        return search.answer(app.engine, query, limit=31, order=search.BEST)

    def rare() -> str:
        return word(chance.randrange(2000, 20_000))

    def common() -> str:
        return word(chance.randrange(3, 60))

    pairs = [(word(n + 3), word(3 * n + 30)) for n in several]
    ordinary = [f"{common()} {word(chance.randrange(60, 900))}" for _ in several]
    spoken = [f"said-by:{person(_rank(chance, _PERSONS)).split()[1]}" for _ in several]
    together = [
        f"org:«{organization(_rank(chance, 60))}» place:{place(_rank(chance, 30))} {common()}"
        for _ in several
    ]
    either = [f"{x} OR {y}" for x, y in pairs]
    return {
        "words": (newest, ordinary),
        "a rare word": (newest, [rare() for _ in several]),
        "OR of common words": (newest, either),
        "phrase": (newest, [f'"{x} {y}"' for x, y in pairs]),
        "NEAR": (newest, [f"{x} NEAR/5 {y}" for x, y in pairs]),
        "prefix": (newest, [f"{common()[:5]}*" for _ in several]),
        "=exact": (newest, [f"={common()}" for _ in several]),
        "title:": (newest, [f"title:{common()}" for _ in several]),
        "said-by": (newest, spoken),
        "amount": (newest, [f"amount>{chance.uniform(1, 9):.1f}e{n % 10 + 2}" for n in several]),
        "org + place + text": (newest, together),
        "nothing found": (newest, [f"{x} жоқсөз{n}" for n, (x, _) in enumerate(pairs)]),
        "ranked: words": (best, ordinary),
        "ranked: OR of common": (best, either),
        "facets and count: words": (lambda q: search_counts.counts(app.engine, q), ordinary),
        "facets and count: OR": (lambda q: search_counts.counts(app.engine, q), either),
        "plot: words": (lambda q: search_counts.plot(app.engine, q), ordinary),
        "plot: OR": (lambda q: search_counts.plot(app.engine, q), either),
    }


def measure(app: App) -> None:
    print(f"{'class':26}{'wall p50':>10}{'wall p95':>10}{'CPU p50':>10}{'CPU p95':>10}   found")
    for name, (ask, queries) in classes(app).items():
        ask(queries[0])
        walls, cpus, found = [], [], 0
        for query in queries:
            wall, cpu = time.perf_counter(), time.process_time()
            answer = ask(query)
            cpus.append(1000 * (time.process_time() - cpu))
            walls.append(1000 * (time.perf_counter() - wall))
            found += len(getattr(answer, "hits", ())) or getattr(answer, "total", 0)
        shown = "".join(f"{x:10.1f}" for y in (walls, cpus) for x in _quantiles(y))
        print(f"{name:26}{shown}   {found // len(queries)}", flush=True)


def _quantiles(values: Sequence[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def size(app: App) -> Iterator[str]:
    statements = {
        "sqlite": "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search%' GROUP BY name",
        "postgresql": "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
        " WHERE relname = 'search_rows'",
    }
    with reading(app.engine) as connection:
        for name, held in connection.execute(text(statements[app.engine.dialect.name])):
            yield f"{name}: {held / 1e6:.1f} MB"


def readers(app: App, count: int, seconds: float, number: int) -> None:
    """So many readers, each with a pause between two questions, beside a writer."""
    asked = [(ask, x) for ask, queries in classes(app).values() for x in queries]
    end = time.monotonic() + seconds
    times: list[float] = []
    errors: list[str] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < end:
            time.sleep(chance.uniform(1, 5))
            ask, query = chance.choice(asked)
            began = time.perf_counter()
            try:
                ask(query)
            except Exception as wrong:  # noqa: BLE001  (counted and shown)
                errors.append(repr(wrong))
            times.append(1000 * (time.perf_counter() - began))

    def crawl() -> None:
        chance, ids = random.Random(3), _known(app)
        for n in range(number + 1, number + 1_000_000):
            if time.monotonic() > end:
                return
            with writing(app.engine) as connection:
                write(connection, [article(n, chance, datetime.now(UTC), ids)])
            time.sleep(0.1)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(count)]
    threads.append(threading.Thread(target=crawl))
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    p50, p95 = _quantiles(times)
    print(f"{count} readers, {seconds:.0f} s: {len(times)} searches, p50 {p50:.0f} ms,"
          f" p95 {p95:.0f} ms, errors {len(errors)} {errors[:1]}")  # fmt: skip


def _known(app: App) -> dict[tuple[str, str], int]:
    with reading(app.engine) as connection:
        return {(x.type, x.name): x.id for x in connection.execute(entities.select())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; else SQLite")
    parser.add_argument("--keep", type=Path, help="a folder that stays and is filled once")
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    logs.configure("ERROR")
    with ExitStack() as things:
        folder = given.keep or Path(things.enter_context(tempfile.TemporaryDirectory()))
        place_of = {"data": folder, "database": given.database, "queue": "memory:"}
        settings = load(**place_of, outlets=folder / "none", contact="")
        app = things.enter_context(open_app(settings))
        with reading(app.engine) as connection:
            held = connection.execute(text("SELECT count(*) FROM articles")).scalar_one()
        if not held:
            fill(app, given.articles)
        for line in size(app):
            print(line)
        measure(app)
        if given.readers:
            readers(app, given.readers, given.seconds, max(held, given.articles))


if __name__ == "__main__":
    main()
