"""What queue and store cost beside cleaning and extraction: the number of articles comes in;
articles a second, embedded and at 1, 2 and 4 worker processes on Redis and PostgreSQL, go out.

    make bench-work
    python -m benchmarks.work 1000 [CORPORA]

The pages are saved ones of the corpora where these exist, else generated articles.

The readers themselves measure the CPU time of the stages, in the same run, since the cost of a page
depends on what else the machine does. Everything is warmed up first (models loaded, child processes
started). On a busy machine CPU time is the reliable figure; wall clock time is printed beside it.
The CPU time of Redis and PostgreSQL is printed separately.
"""

import gzip
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from baqylau.app import open_app
from baqylau.facts.analysis import Source
from baqylau.model.page import Page
from baqylau.settings import Settings, load
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import connect, writing
from baqylau.store.schema import migrate
from benchmarks import readers
from press import newsroom
from press.generated import GeneratedOutlet
from press.newsroom import HERE
from tests.services import postgres_database, postgres_server, redis_server

OUTLET, WARMING = "polygon", 24
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Cost:
    """Of so many articles: seconds of wall clock, of CPU in the workers and their children, of that
    in each stage's reader, and in the servers.
    """

    articles: int
    wall: float
    workers: float
    stages: dict[str, float]
    servers: float


def printed(count: int) -> list[Page]:
    mill = GeneratedOutlet(
        newsroom.read(HERE / "newsrooms" / "load" / "polygon.toml"), "http://polygon.test", count
    )
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    bodies = (mill.answer(f"/p/{x}", {}).body for x in range(count))
    return [
        Page(f"http://polygon.test/p/{x}", body, moment, "text/html; charset=utf-8")
        for x, body in enumerate(bodies)
    ]


def saved(corpora: Path, count: int) -> list[Page]:
    """Real pages of many outlets, as many as wanted, each at an address of its own."""
    files = sorted(
        x
        for name in ("cyr", "kk_transplant", "fundus")
        for x in (corpora / "clean" / name / "html").iterdir()
        if x.is_file()
    )
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    chosen = (files[x % len(files)] for x in range(count))
    # a comment makes each body different: a body seen before would not be read again
    return [
        Page(
            f"http://polygon.test/{x}", _plain(file) + f"<!-- {x} -->".encode(), moment, "text/html"
        )
        for x, file in enumerate(chosen)
    ]


def _plain(file: Path) -> bytes:
    body = file.read_bytes()
    return gzip.decompress(body) if file.suffix == ".gz" else body


def measure(
    settings: Settings, given: list[Page], workers: int, servers: list[psutil.Process]
) -> Cost:
    engine = connect(settings.database_address)
    migrate(engine)
    with writing(engine) as connection:
        outlets.ensure(connection, OUTLET, "Полигон")
    ready = settings.data / "ready"
    ready.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "benchmarks.work",
        "--worker",
        settings.model_dump_json(),
        str(ready),
    ]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(workers)
    ]
    try:
        wait_for(lambda: len(list(ready.iterdir())) == workers)
        keep(settings, given[:WARMING])
        wait_for(lambda: not jobs.unfinished(engine))
        seen = [psutil.Process(x.pid) for x in started]
        before = readings(seen)
        cpu, served, began = tree(seen), tree(servers), time.perf_counter()
        keep(settings, given[WARMING:])
        kept = time.perf_counter()
        wait_for(lambda: not jobs.unfinished(engine))
        ended, spent = time.perf_counter(), tree(seen)
        totals = pages.totals(engine)
        assert totals["waiting"] == totals["set_aside"] == 0, totals
        stages = {name: x - before[name] for name, x in readings(seen).items()}
        return Cost(
            len(given) - WARMING,
            ended - (began + kept) / 2,
            spent - cpu,
            stages,
            tree(servers) - served,
        )
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(120)
            readers.notes(process.pid).unlink(missing_ok=True)
        engine.dispose()


def worker(settings: Settings, ready: Path) -> None:
    """A worker process that reports that it is ready once its child processes have loaded their
    models.
    """
    from baqylau import logs
    from baqylau.sandbox.pool import SandboxPool
    from workers.run import working

    logs.configure(settings.log_level)
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    timed = {"clean": "clean", "facts": "facts", "index": "stems"}
    named = {stage: f"benchmarks.readers:{name}" for stage, name in timed.items()}
    with open_app(settings) as app, SandboxPool(settings, **named) as readers:
        for page in printed(WARMING):
            article = readers.read("clean", page, None)
            readers.read(
                "facts",
                Source(article.text, article.title, "Полигон", article.language, article.published),
            )
            readers.read("index", article.text, article.language)
        with working(app, readers):
            (ready / str(os.getpid())).touch()
            ending.wait()


def readings(workers: list[psutil.Process]) -> dict[str, float]:
    """CPU seconds of each stage's readers so far, in the children of all these."""
    spent = dict.fromkeys(("clean", "facts", "index"), 0.0)
    for line in (
        line for worker in workers for line in readers.notes(worker.pid).read_text().splitlines()
    ):
        stage, seconds = line.split()
        spent[stage] += float(seconds)
    return spent


def keep(settings: Settings, given: list[Page]) -> None:
    with open_app(settings) as app:
        for page in given:
            pages.store(app.engine, page, OUTLET, None, app.archive)


def wait_for(sign: Callable[[], Any]) -> None:
    while not sign():
        time.sleep(0.1)


def tree(processes: list[psutil.Process]) -> float:
    """CPU seconds of these processes and all below them."""
    ended = [x.cpu_times() for x in processes]
    times = [x.cpu_times() for top in processes for x in (top, *top.children(recursive=True))]
    return float(
        sum(x.user + x.system for x in times)
        + sum(x.children_user + x.children_system for x in ended)
    )


@contextmanager
def at_scale(folder: Path) -> Iterator[tuple[dict[str, str], list[psutil.Process]]]:
    before = {x.pid for x in psutil.Process().children()}
    with (
        redis_server() as redis,
        postgres_server() as server,
        postgres_database(server) as database,
    ):
        servers = [x for x in psutil.Process().children() if x.pid not in before]
        yield (
            {"database": database, "queue": f"{redis}/0", "archive": f"file:{folder}/archive"},
            servers,
        )


def main(count: int, corpora: Path | None) -> None:
    given = (
        saved(corpora, count + WARMING)
        if corpora and corpora.is_dir()
        else printed(count + WARMING)
    )
    sys.stdout.write(
        f"{'form':24}{'articles/s':>11}{'CPU ms/article':>16}{'in the stages':>15}{'beyond':>8}"
        f"{'servers ms':>12}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        here = {"outlets": Path(folder) / "none", "worker_threads": 1, "log_level": "WARNING"}
        print_row(
            "embedded, 1 process", measure(load(data=Path(folder) / "own", **here), given, 1, [])
        )
    for workers in (1, 2, 4):
        with (
            tempfile.TemporaryDirectory() as folder,
            at_scale(Path(folder)) as (addresses, servers),
        ):
            here |= {"data": Path(folder), **addresses}
            print_row(
                f"at scale, {workers} process{'es' * (workers > 1)}",
                measure(load(**here), given, workers, servers),
            )


def print_row(form: str, cost: Cost) -> None:
    each, own, served = (
        x / cost.articles * 1000 for x in (cost.workers, sum(cost.stages.values()), cost.servers)
    )
    parts = " + ".join(f"{name} {x / cost.articles * 1000:.1f}" for name, x in cost.stages.items())
    sys.stdout.write(
        f"{form:24}{cost.articles / cost.wall:11.1f}{each:16.1f}{own:15.1f}"
        f"{(each / own - 1) * 100:7.0f}%{served:12.1f}"
        f"   {parts}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        worker(Settings.model_validate_json(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 300,
            Path(sys.argv[2]) if len(sys.argv) > 2 else None,
        )
