"""How long an export takes and how much memory: numbers of articles and facts come in, a table goes
out.

    make bench-exports
    python -m benchmarks.exports [--articles 28800] [--each 15]

The database is filled with invented articles and facts, in SQL. Each export runs in a process of
its own. The seconds are CPU time, user and system, without starting Python; *growth* is how much
the largest resident set grew while the export ran. The peer is the csv module of Python, which
writes rows of the same cells that are in memory already: what an export needs beyond it is reading
the database and making the cells.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from baqylau.app import open_app
from baqylau.clock import now
from baqylau.settings import load
from baqylau.store import outlets
from baqylau.store.connect import writing
from baqylau.store.tables import articles, facts, pages

PORTION = 2000  # rows an insert
SENTENCE = (
    "Министр Айгерим Сатпаева сказала, что на {n} школ выделено {m},5 млрд тенге в 2026 году."
)
NAMES = ("Айгерим Сатпаева", "Ерлан Досов", "Марат Куанышев", "Анна Ким", "Ержан Тұрсынов")
MEASURED = (
    ("facts", "csv", None),
    ("facts", "jsonl", None),
    ("facts", "xlsx", 100_000),
    ("facts", "parquet", None),
    ("articles", "csv", None),
    ("articles", "xlsx", None),
    ("counts", "csv", None),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=28_800)
    parser.add_argument("--each", type=int, default=15, help="facts an article")
    parser.add_argument("--folder", type=Path, default=None, help="kept, and filled only once")
    parser.add_argument("--one", nargs=3, default=None, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        _one(given.folder, *given.one)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        if not (folder / "baqylau.db").exists():
            fill(folder, given.articles, given.each)
        print(f"{'export':24}{'rows':>10}{'CPU s':>8}{'µs/row':>8}{'growth MB':>11}{'MB':>8}")
        for what, form, most in MEASURED:
            command = [sys.executable, "-m", "benchmarks.exports", "--folder", str(folder)]
            command += ["--one", what, form, str(most or 0)]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            _print(f"{what} {form}", found)
        _print("csv module alone", _peer(given.articles * given.each))


def _print(name: str, found: dict[str, float]) -> None:
    each = found["seconds"] / max(found["rows"], 1) * 1e6
    print(
        f"{name:24}{found['rows']:>10,}{found['seconds']:>8.1f}{each:>8.1f}"
        f"{found['growth']:>11.1f}{found['size']:>8.1f}"
    )


def _one(folder: Path, what: str, form: str, most: str) -> None:
    """Runs one export in this process and prints what it took as JSON."""
    from baqylau import exports
    from baqylau.exports import files
    from baqylau.model.access import TERMINAL

    with open_app(load(data=folder, outlets=folder / "none")) as app:
        asked = exports.Asked(what, form, access=TERMINAL, text=False, limit=int(most) or None)
        target = folder / f"out.{form}"
        exports.check(asked)
        before, memory = _seconds(), _largest()
        done = files.to_file(app.engine, asked, target)
        found = {"rows": done.rows, "seconds": _seconds() - before}
        found |= {"growth": _largest() - memory, "size": target.stat().st_size / 2**20}
        target.unlink()
    print(json.dumps(found))


def _peer(rows: int) -> dict[str, float]:
    """The csv module alone over a row of facts as a spreadsheet has it."""
    cells = [*(["Айгерим Сатпаева"] * 12), SENTENCE, SENTENCE, *([None] * 35), *([0.97, 12] * 6)]
    target, before = io.StringIO(), _seconds()
    writer = csv.writer(target)
    for _ in range(rows):
        writer.writerow(cells)
        if target.tell() > 2**16:
            target.seek(0)
            target.truncate()
    return {"rows": rows, "seconds": _seconds() - before, "growth": 0, "size": 0}


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _largest() -> float:
    """The largest resident set of this process in MB; `ru_maxrss` has its parent's in it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("no VmHWM in /proc/self/status")


# The database
# --------------------------------------------------------------------------------------------------


def fill(folder: Path, count: int, each: int) -> None:
    """Articles of ten outlets over two years, each with facts of three types."""
    began = time.process_time()
    with open_app(load(data=folder, outlets=folder / "none")) as app:
        with writing(app.engine) as connection:
            for n in range(10):
                outlets.ensure(connection, f"outlet-{n}", f"Вестник {n}")
        for first in range(0, count, PORTION // each):
            numbers = range(first, min(first + PORTION // each, count))
            with writing(app.engine) as connection:
                connection.execute(insert(pages), [_page(n) for n in numbers])
                connection.execute(insert(articles), [_article(n) for n in numbers])
                rows = [x for n in numbers for x in _facts(n, each)]
                connection.execute(insert(facts), rows)
    print(f"{count:,} articles filled in {time.process_time() - began:.0f} s", file=sys.stderr)


_TODAY = now().replace(minute=0, second=0, microsecond=0)


def _when(n: int) -> Any:
    return _TODAY - timedelta(minutes=37 * n)


def _page(n: int) -> dict[str, Any]:
    url = f"https://outlet-{n % 10}.test/news/{n}/"
    return {
        "id": n + 1, "outlet": f"outlet-{n % 10}", "url": url, "fetched": _when(n), "status": 200,
        "url_hash": hashlib.sha256(url.encode()).digest(), "size": 40_000, "trace": "0" * 32,
        "content_hash": hashlib.sha256(str(n).encode()).hexdigest(), "outcome": "article",
    }  # fmt: skip


def _article(n: int) -> dict[str, Any]:
    url = f"https://outlet-{n % 10}.test/news/{n}/"
    text = " ".join(SENTENCE.format(n=n + x, m=x) for x in range(20))
    return {
        "id": n + 1, "page": n + 1, "outlet": f"outlet-{n % 10}", "url": url, "canonical_url": url,
        "canonical_hash": hashlib.sha256(url.encode()).digest(), "kind": "article",
        "title": f"Новость номер {n} о школах и деньгах", "listed": _when(n), "published": _when(n),
        "text_hash": hashlib.sha256(text.encode()).digest(), "authors": ["Анна Ким"],
        "published_printed": _when(n).isoformat(), "published_precision": "minute",
        "language": "ru", "script": "Cyrl", "cleaner": "clean-1", "stored": _when(n), "text": text,
    }  # fmt: skip


def _facts(n: int, each: int) -> Iterator[dict[str, Any]]:
    for x in range(each):
        who = NAMES[(n + x) % len(NAMES)]
        start = 9 + 90 * x
        spoken = {"start": start, "end": start + len(who), "text": who, "name": who}
        kinds: tuple[tuple[str, dict[str, Any]], ...] = (
            ("quote", {
                "form": "indirect", "content": [[start + 10, start + 30]], "cue": spoken,
                "speaker": spoken, "speaker_name": who, "speaker_role": "министр",
                "slot_confidence": {"speaker_name": 0.97},
            }),
            ("amount", {
                "quantity": "money", "value": 2.5e9, "high": None, "currency": "KZT", "unit": None,
                "bound": "exact", "direction": None, "modality": "actual", "of": None,
                "slot_confidence": {"value": 0.97},
            }),
            ("role", {
                "person": spoken, "position": spoken | {"name": "министр"}, "organization": None,
                "place": None, "slot_confidence": {"person": 0.97, "position": 0.9},
            }),
        )  # fmt: skip
        kind, slots = kinds[x % 3]
        yield {
            "article": n + 1, "version": "facts-1", "type": kind, "start": start,
            "end": start + 40, "rule": f"ru.{kind}", "text": SENTENCE[8:48],
            "sentence_start": start - 9, "sentence_end": start + 80, "confidence": 0.9,
            "slots": slots, "who": None if kind == "amount" else who, "listed": _when(n),
        }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
