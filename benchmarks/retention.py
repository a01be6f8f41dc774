"""How long retention and erasure take over many pages, and how long another writer waits: the
number of pages comes in, figures go out.

    python -m benchmarks.retention [PAGES] [--database postgresql://…/empty] [--forget]

Fills a database with pages by plain inserts (one in a hundred has a body that many others have too,
and one in ten is young), with small bodies in an archive, then applies retention to it, while
another process writes a row every few milliseconds and measures how long each commit takes.
`--forget` erases instead a name that stands in every article. Prints seconds, batches, the longest
time a lock was held, and what the writer waited.
"""

import argparse
import hashlib
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, select, update

from baqylau import maintenance
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.settings import Settings, load
from baqylau.store import outlets
from baqylau.store.connect import at_once, connect, writing
from baqylau.store.schema import migrate
from baqylau.store.tables import addresses, articles, facts, jobs, mentions, pages
from baqylau.store.tables import outlets as outlet_rows

OUTLET, NAME = "heap", "Асель Ахметова"
_ROWS = 2_000  # rows in one insert while filling
_EVERY = 0.005  # seconds between two rows of the writer beside
_LATE = 120.0  # seconds the writer may wait for its last row
_KEEP = timedelta(days=365)
_SHARED = hashlib.sha256(b"shared").hexdigest()


def fill(app: App, count: int, with_articles: bool) -> None:
    """So many pages, with bodies, addresses and jobs; with articles that name one person each."""
    with writing(app.engine) as connection:
        outlets.ensure(connection, OUTLET, "Heap")
        outlets.ensure(connection, "beside", "Beside")
    for start in range(1, count + 1, _ROWS):
        numbers = range(start, min(start + _ROWS, count + 1))
        with writing(app.engine) as connection:
            connection.execute(insert(addresses), [_address(x) for x in numbers])
            connection.execute(insert(pages), [_page(x) for x in numbers])
            connection.execute(insert(jobs), [row for x in numbers for row in _jobs(x)])
            if with_articles:
                connection.execute(insert(articles), [_article(x) for x in numbers])
                connection.execute(insert(mentions), [_mention(x) for x in numbers])
                connection.execute(insert(facts), [_fact(x) for x in numbers])
        for x in numbers:
            _body(app, _hash(x))
    if app.engine.dialect.name == "postgresql":
        with at_once(app.engine) as connection:  # autovacuum comes a minute after such a load
            connection.exec_driver_sql("ANALYZE")


def _body(app: App, content_hash: str) -> None:
    """A file as the archive keeps it, without its sync: filling is not what is measured."""
    path = Path(app.settings.archive_address.removeprefix("file:"))
    path = path / content_hash[:2] / f"{content_hash}.zst"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"small")


def _hash(number: int) -> str:
    return _SHARED if number % 100 == 0 else hashlib.sha256(str(number).encode()).hexdigest()


def _url(number: int) -> str:
    return f"https://heap.test/{number}"


def _key(number: int) -> bytes:
    return hashlib.sha256(_url(number).encode()).digest()


def _address(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "outlet": OUTLET,
        "url": _url(number),
        "url_hash": _key(number),
        "kind": "article",
        "first_seen": now(),
    }


def _page(number: int) -> dict[str, Any]:
    age = timedelta(days=1 if number % 10 == 5 else 400, seconds=-number)
    return {
        "id": number,
        "outlet": OUTLET,
        "address": number,
        "url": _url(number),
        "url_hash": _key(number),
        "fetched": now() - age,
        "status": 200,
        "headers": {"content-type": "text/html; charset=utf-8"},
        "content_hash": _hash(number),
        "size": 50_000,
        "trace": f"{number:032x}",
        "outcome": "article",
    }


def _jobs(number: int) -> list[dict[str, Any]]:
    done = {"subject": number, "state": "done", "created": now(), "finished": now()}
    old = now() - timedelta(days=60)
    return [
        done | {"stage": "clean", "version": "clean-2", "outcome": "article"},
        done | {"stage": "clean", "version": "clean-1", "outcome": "superseded", "finished": old},
        done | {"stage": "facts", "version": "facts-1", "outcome": "done"},
        done | {"stage": "index", "version": "index-1", "outcome": "done"},
    ]


def _article(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "page": number,
        "outlet": OUTLET,
        "url": _url(number),
        "canonical_url": _url(number),
        "canonical_hash": _key(number),
        "kind": "article",
        "title": f"Story {number}",
        # one text in ten is printed by all: reprints of one another
        "text_hash": hashlib.sha256(str(number if number % 10 else 0).encode()).digest(),
        "listed": now(),
        "cleaner": "clean-2",
        "stored": now(),
        "text": f"Об этом сообщила {NAME}. " + "Слово за словом. " * 100,
    }


def _mention(number: int) -> dict[str, Any]:
    where = {"start": 17, "end": 31, "text": NAME, "name": NAME}
    return {"article": number, "version": "facts-1", "type": "person"} | where


def _fact(number: int) -> dict[str, Any]:
    where = {"start": 0, "end": 32, "sentence_start": 0, "sentence_end": 32, "text": NAME}
    what = {"article": number, "version": "facts-1", "type": "quote", "rule": "bench"}
    return what | where | {"confidence": 0.9, "slots": {}, "listed": now()}


def write_beside(address: str, ready: Event, end: Event, waits: "Queue[list[float]]") -> None:
    """Another process: one small row after the other; how long each commit took."""
    engine, took = connect(address), []
    ready.set()
    while not end.is_set():
        began = time.monotonic()
        try:
            with writing(engine) as connection:
                beside = update(outlet_rows).where(outlet_rows.c.id == "beside")
                connection.execute(beside.values(examined=now()))
        except Exception:  # noqa: BLE001  (locked out: the wait is the finding)
            pass
        took.append(time.monotonic() - began)
        time.sleep(_EVERY)
    waits.put(took)


@contextmanager
def held(engine: Any) -> Iterator[list[float]]:
    """How long each write transaction of the engine held its lock, in seconds: from BEGIN to the
    end of its commit.
    """
    spans: list[float] = []
    begun: dict[int, float] = {}

    def begins(connection: Any) -> None:
        if connection.get_execution_options().get("writing"):
            begun[id(connection.connection.dbapi_connection)] = time.monotonic()

    def ends(dbapi_connection: Any, _record: Any) -> None:
        if began := begun.pop(id(dbapi_connection), None):
            spans.append(time.monotonic() - began)

    event.listen(engine, "begin", begins)
    event.listen(engine, "checkin", ends)
    yield spans
    event.remove(engine, "begin", begins)
    event.remove(engine, "checkin", ends)


def measure(app: App, work: Any) -> None:
    """Does the work beside a writer and prints what both took."""
    spawn = multiprocessing.get_context("spawn")
    ready, end, waits = spawn.Event(), spawn.Event(), spawn.Queue()
    address = app.settings.database_address
    beside = spawn.Process(target=write_beside, args=(address, ready, end, waits), daemon=True)
    beside.start()
    ready.wait()
    began, cpu = time.monotonic(), time.process_time()
    with held(app.engine) as spans:
        counts = work()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    end.set()
    took = sorted(waits.get(timeout=_LATE))
    beside.join()
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else took * 99
    print(f"  {counts}")
    print(
        f"  {seconds:.1f} s ({cpu:.1f} of the processor), {len(spans)} transactions, longest lock"
        f" {max(spans) * 1000:.0f} ms;"
        f" writer beside: {len(took)} rows, p50 {cuts[49] * 1000:.0f} ms,"
        f" p99 {cuts[98] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms"
    )


def settings_of(folder: str, database: str) -> Settings:
    return load(
        data=Path(folder), database=database, outlets=Path(folder) / "none", keep_bodies=_KEEP
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="?", type=int, default=100_000)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--forget", action="store_true", help="forget a name in every article")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baqylau-retention-") as folder:
        settings = settings_of(folder, given.database)
        engine = connect(settings.database_address)
        migrate(engine)
        engine.dispose()
        with open_app(settings) as app:
            began = time.monotonic()
            fill(app, given.pages, with_articles=given.forget)
            print(
                f"{app.engine.dialect.name}, {given.pages} pages (filled in"
                f" {time.monotonic() - began:.0f} s), {'forget a name' if given.forget else 'tidy'}"
            )
            measure(app, lambda: work(app, given.forget))
            with writing(app.engine) as connection:
                left = connection.execute(select(pages.c.id).limit(1)).one_or_none()
            print(f"  bodies left {sum(1 for _ in app.archive.hashes())}, pages left: {bool(left)}")
    return 0


def work(app: App, forget: bool) -> dict[str, int]:
    if not forget:
        return maintenance.apply_retention(app)
    found = maintenance.naming(app, NAME)
    return maintenance.forget(app, found, "person", NAME, "benchmark")


if __name__ == "__main__":
    sys.exit(main())
