"""How well and how fast stories and reprints are found, beside MinHash and TF-IDF alone.

Comes in: the folder of corpora (`stories/`), and how many articles a database is filled with at
most. Goes out: a table on standard output.

$ python -m benchmarks.stories ../shared/corpora 100000
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from baqylau.lang.stems import chosen, stems
from baqylau.stories.fingerprint import words
from baqylau.stories.stream import Article, Stream
from console.stories import article_of

Answer = dict[str, Any]
Reader = Callable[[Article], Answer]
_WINDOW_HOURS = 96.0
_JOIN = 0.28
"""Cosine from which TF-IDF alone joins a story: chosen by hand, not tuned."""
_WORDS = 230  # of a synthetic article
_NEAR = 0.5  # Jaccard from which MinHash says reprint


def ours() -> Reader:
    stream = Stream()

    def read(article: Article) -> Answer:
        placed = stream.place(article)
        return {"story": placed.story, "reprint_of": placed.reprint_of, "kind": placed.kind}

    return read


def minhash() -> Reader:
    """MinHash with locality-sensitive hashing over our shingles; a story is a group of copies."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_NEAR, num_perm=128)
    root: dict[str, str] = {}

    def read(article: Article) -> Answer:
        its = words(article.text)
        sketch = MinHash(num_perm=128)
        sketch.update_batch(
            [" ".join(its[i : i + 3]).encode() for i in range(max(1, len(its) - 2))]
        )
        found = sorted(index.query(sketch), key=list(root).index)
        root[article.id] = root[found[0]] if found else article.id
        index.insert(article.id, sketch)
        source = root[article.id]
        return {"story": source, "reprint_of": source if found else None, "kind": "own"}

    return read


def tf_idf() -> Reader:
    """The nearest article of four days by the cosine of stems; frequencies are learnt."""
    count: Counter[str] = Counter()
    window: deque[tuple[float, str, str, dict[str, float]]] = deque()

    def read(article: Article) -> Answer:
        hours = article.published.timestamp() / 3600
        text = f"{article.title} {article.text}"
        terms = Counter(stems(text, chosen(text, article.language)).split())
        count.update(terms.keys())
        total = len(window) + 50
        vector = {x: (1 + math.log(n)) * math.log(1 + total / count[x]) for x, n in terms.items()}
        length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
        vector = {x: n / length for x, n in vector.items()}
        while window and hours - window[0][0] > _WINDOW_HOURS:
            window.popleft()
        best = max(((_dot(vector, v), s) for _, _, s, v in window), default=(0.0, article.id))
        story = best[1] if best[0] >= _JOIN else article.id
        window.append((hours, article.id, story, vector))
        return {"story": story, "reprint_of": None, "kind": "own"}

    return read


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(n * b[x] for x, n in a.items() if x in b)


def main() -> None:
    folder = Path(sys.argv[1]) / "stories"
    if not folder.is_dir():
        print(f"{folder} is absent: nothing is measured")
        return
    scratch = Path(tempfile.mkdtemp())
    readers: dict[str, Callable[[], Reader]] = {"baqylau": ours, "tf-idf alone": tf_idf}
    try:
        import datasketch  # noqa: F401

        readers["minhash"] = minhash
    except ImportError:
        print("datasketch is not installed (make bench-stories installs it): MinHash is left out")
    invented, gold = scratch / "invented.jsonl", folder / "invented_gold.jsonl"
    families = folder / "neardup_ru.jsonl"
    _script(folder / "with_haystack.py", folder / "invented_stream.jsonl", families, invented)
    near, near_gold = scratch / "near.jsonl", scratch / "near_gold.jsonl"
    _script(folder / "neardup_as_stream.py", families, near, near_gold)
    for name, make in readers.items():
        _report(f"{name}: invented stream in a haystack", folder, invented, gold, make, scratch)
    for name, make in readers.items():
        if name != "tf-idf alone":
            _report(f"{name}: edited copies", folder, near, near_gold, make, scratch)
    _growth(scratch)
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    for size in (1_000, 10_000, 100_000, 1_000_000):
        if size <= largest:
            _stored_growth(scratch, size)
    print("a hundredth of a million articles over 250 days, most of which are too old to repeat:")
    _stored_growth(scratch, 10_000, 40)


def _report(
    title: str, folder: Path, stream: Path, gold: Path, make: Callable[[], Reader], scratch: Path
) -> None:
    rows = [article_of(json.loads(x)) for x in stream.read_text(encoding="utf-8").splitlines()]
    _answers(rows, make())  # loads the dictionaries and fills the cache of stems
    answers, cost = _answers(rows, make())
    predicted = scratch / "answers.jsonl"
    predicted.write_text("".join(json.dumps(x) + "\n" for x in answers), encoding="utf-8")
    found = json.loads(_script(folder / "score_stories.py", gold, predicted))
    each = [f"{x} {found[x]['f1']:.3f}" for x in ("all", "ru", "kk", "cross")]
    copies = found["reprints"]
    print(f"{title} ({len(rows)} articles)")
    if found["all"]["n"]:
        merged = found["pairs_merged"]["share"]
        print(f"  BCubed F1, cross pair F1: {', '.join(each)}; look-alikes merged {merged}")
    print(f"  reprints P {copies['p']} R {copies['r']} source {copies['source']}")
    print(f"  found by kind: {copies['recall_by_kind']}")
    updates = [x for x in gold.read_text(encoding="utf-8").splitlines() if '"kind": "nums"' in x]
    if updates:
        wrong = sum(x.endswith(":nums") for x in copies["false"])
        print(f"  updates called reprints: {wrong} of {len(updates)}")
    print(f"  {cost:.2f} ms of CPU per article, stems remembered")


def _answers(rows: Iterable[Article], read: Reader) -> tuple[list[Answer], float]:
    rows = list(rows)
    start = time.process_time()
    answers = [{"id": x.id} | read(x) for x in rows]
    return answers, 1000 * (time.process_time() - start) / max(1, len(rows))


def _growth(scratch: Path) -> None:
    """The cost and memory of a full window: 16,000 articles of four days, every text new."""
    lines = (scratch / "near.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [article_of(json.loads(x)) for x in lines]
    stream = Stream()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    size = 16_000
    for number in range(size):
        one, two = (
            texts[number % len(texts)],
            texts[(number * 7 + number // len(texts)) % len(texts)],
        )
        mixed = f"{one.text[: len(one.text) // 2]} {two.text[len(two.text) // 2 :]}"
        stream.place(
            Article(str(number), f"o{number % 50}", one.title, mixed, "ru", texts[0].published)
        )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    each = 1000 * (time.process_time() - start) / size
    print(f"window of {size} articles: {each:.2f} ms of CPU each, {grown / 1024:.0f} MiB")


def _stored_growth(scratch: Path, size: int, a_day: int = 4_000) -> None:
    """The cost of the stage in a SQLite database of so many articles, and the bytes of its tables:
    at their largest, and after the sweep of the night.
    """
    from baqylau.store import stories, story_sweep
    from baqylau.store.connect import connect, writing
    from baqylau.store.schema import migrate
    from baqylau.stories import VERSION

    lines = (scratch / "near.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [article_of(json.loads(x)).text.split() for x in lines]
    path = scratch / f"{size}-{a_day}.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    random, first = Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    spent, last, largest = 0.0, 0.0, 0
    for start in range(0, size, 500):
        with writing(engine) as connection:
            ids = [
                _insert(
                    connection,
                    number,
                    first + timedelta(days=number / a_day),
                    " ".join(_mixed(random, texts)),
                )
                for number in range(start + 1, min(size, start + 500) + 1)
            ]
        began = time.process_time()
        for each in ids:
            with writing(engine) as connection:
                stories.decide(connection, each, VERSION)
        last = 1000 * (time.process_time() - began) / len(ids)
        spent += last * len(ids)
        largest = max(largest, _bytes(engine))
        story_sweep.forget_old(engine, first + timedelta(days=min(size, start + 500) / a_day))
    print(
        f"database of {size} articles: {spent / size:.2f} ms of CPU each, the last {last:.2f};"
        f" {largest / size:.0f} bytes an article at its largest, {_bytes(engine) / size:.0f} once"
        " the old are forgotten"
    )
    engine.dispose()


def _mixed(random: Random, texts: list[list[str]]) -> list[str]:
    """230 words out of four texts, so that no two articles are alike."""
    found: list[str] = []
    while len(found) < _WORDS:
        text = random.choice(texts)
        start = random.randrange(max(1, len(text) - 60))
        found += text[start : start + 60]
    return found[:_WORDS]


def _insert(connection: Any, number: int, moment: datetime, text: str) -> int:
    from sqlalchemy import insert

    from baqylau.store import outlets
    from baqylau.store.tables import articles, pages
    from baqylau.stories.reprints import fingerprint

    outlet, key = f"outlet{number % 50}", number.to_bytes(32, "big")
    if number <= 50:
        outlets.ensure(connection, outlet, f"Газета {number}")
    url = f"https://o.test/{number}"
    page = {"id": number, "outlet": outlet, "url": url, "url_hash": key, "fetched": moment}
    page |= {"status": 200, "content_hash": f"{number:064x}", "size": 1, "headers": {}}
    page |= {"trace": f"{number:032x}", "origin": "crawl", "outcome": "article"}
    connection.execute(insert(pages), page)
    article = {"id": number, "page": number, "outlet": outlet, "url": url, "canonical_url": url}
    article |= {"canonical_hash": key, "kind": "article", "title": text[:60], "text": text}
    article |= {"text_hash": fingerprint(text), "listed": moment, "published": moment}
    article |= {"language": "ru", "cleaner": "t", "stored": moment}
    connection.execute(insert(articles), article)
    return number


def _bytes(engine: Any) -> int:
    """The pages of the stories' tables and their indexes, in bytes."""
    names = ("stories", "story_articles", "reprints", "prints", "story_keys")
    like = " OR ".join(f"name LIKE '%{x}%'" for x in names)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT sum(pgsize) FROM dbstat WHERE {like}")
        return int(found.scalar_one() or 0)


def _script(path: Path, *arguments: Path) -> str:
    command = [sys.executable, str(path), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
