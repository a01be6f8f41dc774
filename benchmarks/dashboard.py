"""How fast the dashboard is over a filled database, at rest and while workers run: the number of
articles comes in; seconds by page, median and p95, go out.

    python -m benchmarks.dashboard [--articles 20000] [--database ADDRESS] [--keep FOLDER]

The database is filled with generated articles (of the sample press) and invented facts, about
fifteen an article; then every page of the dashboard is requested over HTTP, one request after
another, from a process of its own. *busy* is the same while worker threads and their child
processes clean and read other pages, as in `baqylau run`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from baqylau import logs
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.model.article import Article, Kind, Precision
from baqylau.model.fact import Amount, Extraction, Fact, Quote, Role, Slot
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.settings import load
from baqylau.store import articles, facts, outlets, pages, search_rows
from baqylau.store.connect import writing
from baqylau.store.tables import jobs
from press import generated

ROUNDS = 40  # requests of each page
PORTION = 500  # articles a transaction
NAMES = (
    "Айгерим Сатпаева",
    "Ерлан Досов",
    "Марат Куанышев",
    "Динара Ахметова",
    "Олжас Бекенов",
    "Анна Ким",
    "John Hart",
    "Ержан Тұрсынов",
)
PATHS = {
    "latest": "/",
    "latest, one outlet": "/?outlet=polygon-7",
    "latest, one language": "/?language=kk",
    "latest, far down": "/?after={middle}",
    "article": "/article/{some}",
    "facts": "/facts",
    "facts, one kind": "/facts?kind=quote",
    "facts, a rare kind": "/facts?kind=role&outlet=polygon-7",
    "facts, one speaker": "/facts?who=%D0%A2%D2%B1%D1%80%D1%81%D1%8B%D0%BD%D0%BE%D0%B2",
    "facts, a rare speaker": "/facts?who=%D0%A0%D0%B5%D0%B4%D0%BA%D0%B8%D0%B9",
    "search, a rare word": "/search?q=100077",
    "search, a common word": "/search?q=%D1%82%D0%B5%D0%BD%D0%B3%D0%B5",
    "outlets": "/outlets",
    "fresher": "/fresher?after={middle}",
}


def main() -> None:
    """Fill, measure at rest, measure beside the workers, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument(
        "--database",
        default="",
        help="an empty PostgreSQL database, migrated; else SQLite in a temporary folder",
    )
    parser.add_argument(
        "--keep", type=Path, help="a folder that stays; it is filled once and can be measured again"
    )
    parser.add_argument("--rest", action="store_true", help="only at rest")
    given = parser.parse_args()
    logs.configure("ERROR")
    with ExitStack() as things:
        folder = given.keep or Path(
            things.enter_context(tempfile.TemporaryDirectory(prefix="baqylau-bench-"))
        )
        settings = load(
            data=folder,
            database=given.database,
            queue="memory:",
            outlets=folder / "none",
            dashboard_port=0,
            contact="",
        )
        app = things.enter_context(open_app(settings))
        fill(app, given.articles)
        found = measured(app, busy=False)
        print_table(given.articles, found, {} if given.rest else measured(app, busy=True))


def fill(app: App, count: int) -> None:
    """`count` articles of twenty outlets, a minute apart, with their facts and their rows in the
    index.
    """
    stored = sum(pages.totals(app.engine).values())
    began = time.monotonic()
    for first in range(stored, count, PORTION):
        with writing(app.engine) as connection:
            for n in range(first, min(first + PORTION, count)):
                outlet = f"polygon-{n % 20}"
                outlets.ensure(connection, outlet, f"Полигон {n % 20}")
                _write(connection, n, outlet)
    if stored < count:
        print(f"filled {count - stored:,} articles in {time.monotonic() - began:.0f} s")


def _write(connection: Any, n: int, outlet: str) -> None:
    source = generated.page(n)
    text = "\n".join((source.lead or "", *source.paragraphs))
    url = f"https://polygon.test/{n}"
    page = Page(url, b"", source.published, "text/html")
    kept = pages.store_row(connection, page, outlet, None, "0" * 64, "import")
    article = Article(
        url,
        url,
        Kind.ARTICLE,
        title=source.title,
        text=text,
        published=source.published,
        published_precision=Precision.MINUTE,
    )
    article = Article(
        **{x: getattr(article, x) for x in article.__slots__}
        | {"language": source.language, "cleaner": "b"}
    )
    stored = pages.StoredPage(
        kept.page_id or 0, outlet, "0" * 64, kept.trace or "", page, None, None
    )
    written = articles.write(connection, stored, article, source.published + timedelta(minutes=3))
    pages.set_outcome(connection, kept.page_id, written.outcome)
    connection.execute(
        update(jobs).where(jobs.c.id == kept.job_id).values(state="done")
    )  # the workers get other pages
    assert written.stored is not None
    facts.write(
        connection,
        written.stored.id,
        written.stored.listed,
        "b",
        Extraction(source.language, (), tuple(invented(text, n))),
    )
    search_rows.put(connection, written.stored.id)


def invented(text: str, n: int) -> Iterator[Fact]:
    """A fact of every fifth word: enough for lists and filters, but not what an extractor finds."""
    sentence = Span(0, len(text))
    at = 0
    for i, word in enumerate(text.split()):
        start = text.index(word, at)
        at = end = start + len(word)
        if i % 5:
            continue
        common = {
            "start": start,
            "end": end,
            "text": word,
            "sentence": sentence,
            "confidence": 0.9,
            "rule": "bench",
        }
        slot = Slot(start, end, word)
        if i % 3 == 0:
            name = "Редкий Гость" if n % 4000 == 17 else NAMES[(n + i) % len(NAMES)]
            yield Quote(
                **common,
                form="direct",
                content=(Span(start, end),),
                speaker=slot,
                speaker_name=name,
            )
        elif i % 3 == 1:
            yield Amount(**common, quantity="count", value=float(i))
        elif n % 50 == 0:
            yield Role(**common, person=slot, position=slot)


def measured(app: App, busy: bool) -> dict[str, list[float]]:
    """Seconds of every request by page. The requests come from another process, which does not
    share this interpreter.
    """
    from console import processes

    with ExitStack() as things:
        if busy:
            things.enter_context(_workers(app))
        address = things.enter_context(processes.serving(app))
        client = subprocess.run(
            [sys.executable, "-m", "benchmarks.dashboard", "request", address],
            check=True,
            capture_output=True,
            text=True,
        )
    return json.loads(client.stdout)


def _workers(app: App) -> Any:
    from baqylau.sandbox.pool import SandboxPool
    from workers.run import working

    heap = [generated.page(n) for n in range(10**6, 10**6 + 1500)]
    with writing(app.engine) as connection:
        outlets.ensure(connection, "heap", "Куча")
    for source in heap:
        body = (
            f"<html><head><title>{source.title}</title></head><body><h1>{source.title}</h1>"
            + "".join(f"<p>{x}</p>" for x in source.paragraphs)
        )
        page = Page(
            f"https://heap.test/{now().timestamp()}/{source.slug}",
            body.encode(),
            now(),
            "text/html; charset=utf-8",
        )
        pages.store(app.engine, page, "heap", None, app.archive)
    things = ExitStack()
    readers = things.enter_context(SandboxPool(app.settings))
    things.enter_context(working(app, readers))
    time.sleep(5)  # the children load their models
    return things


def request_pages(address: str) -> None:
    """The requesting process: prints {page: seconds} as JSON."""
    first = urllib.request.urlopen(address + "/").read().decode()
    some = first.partition('href="/article/')[2].partition('"')[0]
    middle = f"{int((now() - timedelta(days=7)).timestamp() * 1_000_000)}.0.0"
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, path in PATHS.items():
            began = time.perf_counter()
            with urllib.request.urlopen(address + path.format(some=some, middle=middle)) as answer:
                answer.read()
            found.setdefault(name, []).append(time.perf_counter() - began)
    print(json.dumps(found))


def print_table(count: int, rest: dict[str, list[float]], busy: dict[str, list[float]]) -> None:
    """Milliseconds: median and p95, at rest and busy."""
    print(f"{count:,} articles, {ROUNDS} requests each, milliseconds")
    print(
        f"{'page':24}{'rest median':>12}{'p95':>8}"
        + (f"{'busy median':>13}{'p95':>8}" if busy else "")
    )
    for name in rest:
        print(f"{name:24}{_two(rest[name], 12)}" + (_two(busy[name], 13) if busy else ""))


def _two(seconds: list[float], width: int) -> str:
    return (
        f"{statistics.median(seconds) * 1000:{width}.0f}"
        f"{statistics.quantiles(seconds, n=20)[-1] * 1000:8.0f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["request"]:
        request_pages(sys.argv[2])
    else:
        main()
