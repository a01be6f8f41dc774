"""What watches cost: numbers of synthetic watches come in (1,000 and 10,000 unless given); the CPU
time an article takes to be percolated, facts included, goes out. With `--rest` also the time from
an article's commit until its receiver has the message.

$ make bench-watches
"""

import json
import random
import re
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from baqylau.app import open_app
from baqylau.clock import now
from baqylau.model.watch import Figure, Watch
from baqylau.query.index_tokens import FactRow, of_texts
from baqylau.query.match import Document
from baqylau.query.parse import parse
from baqylau.settings import load
from baqylau.store import jobs, outlets, watches
from baqylau.store.connect import writing
from baqylau.store.tables import articles, pages
from baqylau.store.versions import version_of
from baqylau.watches.percolator import Entry, Percolator

SIZES = (1_000, 10_000)
ARTICLES = 1_000
SHARES = (0.5, 0.95, 0.99)
PORTION = 50
"""Articles measured together: asking for the CPU time costs as much as an article."""
RARE = 0.005
"""Of the articles hold a word that is watched for, at most: of 3,600 a day these are 18."""
RESTING = 40
"""Articles of the measurement at rest."""
_NAMES = (
    *("Ерлан Сатаев", "Айгүл Серікова", "Ирина Цой", "Самрук-Қазына"),
    *("Казахтелеком", "Костанай", "Алматы"),
)


def main(arguments: list[str]) -> None:
    sizes = [int(x) for x in arguments if x.isdigit()] or SIZES
    chance = random.Random(11)
    texts, words = _corpus(Path(next((x for x in arguments if "/" in x), "../shared/corpora")))
    documents = [_article(chance, chance.choice(texts)) for _ in range(ARTICLES)]
    seen = Counter(y for x in documents[:500] for y in x.places.all)
    for size in sizes:
        entries = [_watch(chance, words, n) for n in range(1, size + 1)]
        began = time.process_time()
        percolator = Percolator(entries, seen=seen, of=500)
        percolator.matching(documents[0])  # that of a language is built with its first article
        built = time.process_time() - began
        spent, found = [], 0
        for start in range(0, ARTICLES, PORTION):
            # the index stage has made the tokens; their places are percolation's
            portion = [_fresh(x) for x in documents[start : start + PORTION]]
            began = time.process_time()
            for document in portion:
                found += len(percolator.matching(document))
            spent.append(1000 * (time.process_time() - began) / PORTION)
        print(
            f"{size:>7,} watches: {sum(spent) / len(spent):.3f} ms CPU an article (mean), the"
            f" dearest {PORTION} {max(spent):.3f}; {found / ARTICLES:.1f} matches an article;"
            f" built in {built:.1f} s CPU"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if "--rest" in arguments:
        _at_rest()


def _corpus(folder: Path) -> tuple[list[str], list[str]]:
    """Texts, and the words that stand in few of them: what people watch for. Synthetic texts would
    repeat a small vocabulary, and each watch would match many of them.
    """
    path = folder / "stories/neardup_ru.jsonl"
    texts = [json.loads(x)["text"] for x in path.read_text(encoding="utf-8").splitlines()]
    count = Counter(y for x in texts for y in set(re.findall(r"[^\W\d_]{4,}", x)))
    rare = [x for x, n in sorted(count.items()) if 1 < n <= max(2, RARE * len(texts))]
    return texts, rare


def _article(chance: random.Random, text: str) -> Document:
    names = chance.sample(_NAMES, 4)
    made = Document(
        text,
        title=text[:60],
        language="ru",
        outlet=f"outlet{chance.randrange(70)}",
        country="kz",
        facts=_facts(chance, names),
        mentions=tuple(("person", x) for x in names),
        entities={("person", x): _NAMES.index(x) for x in names},
    )
    assert made.index  # the index stage has read the stems: they are not percolation's
    return made


def _fresh(document: Document) -> Document:
    made = replace(document)
    vars(made)["index"] = document.index
    return made


def _watch(chance: random.Random, words: list[str], number: int) -> Entry:
    """As people write them: a few content words, some phrases, names, exclusions, conditions."""
    one, two, three = chance.choices(words, k=3)
    query = chance.choices(
        [
            f"{one} {two}",
            f"{one} OR {two} OR {three}",
            f'"{one} {two}"',
            f"{one} -{two}",
            f"{one} {two} mentions:{chance.choice(_NAMES).split()[-1]}",
            f"{one}* {two}",
            f"={one} {two}",
            f"{one} NEAR/5 {two}",
            f"title:{one}",
            f"said-by:{chance.choice(_NAMES).split()[-1]} {one}",
            f"amount>{10 ** chance.randrange(6, 11)} {one}",
        ],
        [40, 15, 10, 8, 8, 4, 4, 4, 4, 3, 3],
    )[0]
    figure = Figure(chance.choice([1e6, 1e9]), "KZT") if chance.random() < 0.05 else None
    appointed = "Самрук" if chance.random() < 0.02 else None
    made = Watch("x", "x", query, id=number, figure=figure, appointed=appointed)
    return Entry(made, parse(query, date(2026, 11, 30)))


def _facts(chance: random.Random, names: list[str]) -> tuple[FactRow, ...]:
    value = {"quantity": "money", "value": 10.0 ** chance.randrange(3, 11), "currency": "KZT"}
    joined = {"organization": {"name": "Самрук-Қазына"}, "action": "appointed"}
    quotes = [FactRow("quote", x, {"speaker_role": "аким города"}) for x in names[:2]]
    return (*quotes, FactRow("amount", None, value), FactRow("appointment", names[2], joined))


# From the commit to the receiver, at rest
# --------------------------------------------------------------------------------------------------


class _Readers:
    def read(self, stage: str, *fields: Any) -> Any:  # noqa: ARG002
        return of_texts(*fields)


def _at_rest() -> None:
    from workers.run import working

    taken: dict[int, float] = {}
    arrived = threading.Condition()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            with arrived:
                taken[body["article"]["id"]] = time.monotonic()
                arrived.notify_all()

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_address[1]}"
    delays = []
    with tempfile.TemporaryDirectory() as folder:
        given = load(
            data=Path(folder), outlets=Path(folder) / "none", alert_key="k", alert_hosts=(host,)
        )
        with open_app(given) as app, working(app, _Readers(), ("match",)):
            made = Watch("x", "x", "паводок", collapse=False)
            watches.add(app.engine, made, [("webhook", f"http://{host}/hook")], now())
            with writing(app.engine) as connection:
                outlets.ensure(connection, "tau", "Тау")
            for n in range(1, RESTING + 1):
                time.sleep(random.Random(n).uniform(0.2, 0.8))
                committed = _commit(app.engine, n)
                with arrived:
                    arrived.wait_for(lambda n=n: n in taken, 30)
                delays.append(taken[n] - committed)
    server.shutdown()
    delays.sort()
    shares = "  ".join(f"p{100 * x:.0f} {delays[int(x * len(delays))]:.2f}" for x in SHARES)
    print(f"from an article's commit to its receiver, at rest: {shares} s ({len(delays)} articles)")


def _commit(engine: Any, n: int) -> float:
    """An article as the stages before leave it, with its job; the moment after the commit."""
    moment, key, url = now(), n.to_bytes(32, "big"), f"https://tau.test/{n}"
    page = {"id": n, "outlet": "tau", "url": url, "url_hash": key, "fetched": moment, "trace": "t"}
    row = {"id": n, "page": n, "outlet": "tau", "url": url, "canonical_url": url}
    row |= {"canonical_hash": key, "text_hash": key, "kind": "article", "listed": moment}
    with writing(engine) as connection:
        connection.execute(
            insert(pages).values(**page, status=200, content_hash=f"{n:064}", size=1)
        )
        connection.execute(
            insert(articles).values(
                **row, title="Паводок", text="Паводок", language="ru", cleaner="t", stored=moment
            )
        )
        jobs.add(connection, "match", n, version_of("match"), moment, first=True)
    return time.monotonic()


if __name__ == "__main__":
    main(sys.argv[1:])
