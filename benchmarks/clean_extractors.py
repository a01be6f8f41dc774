"""The extractors that the cleaning benchmark compares: a page's bytes and address come in, `{text,
title, author, date}` for the scorer goes out.
"""

import gzip
import json
import re
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

OURS = "ours"
_WARM_UP = 20
"""Every n-th page is read once before anything is measured, so that word lists, zones and language
models are loaded.
"""
_SECONDS_A_PAGE = 60  # seconds for one page; a longer one counts as a time-out
Answer = dict[str, Any]


def extract(task: tuple[str, str, str]) -> Answer:
    """(extractor, file, address) → its answer, with `error` where it raised or ran out of time."""
    name, path, url = task
    body = gzip.decompress(Path(path).read_bytes())
    try:
        with _in_time():
            return _reader(name)(body, url)
    except Exception as wrong:  # noqa: BLE001  (an extractor's failure is a figure of the table)
        return {"error": f"{type(wrong).__name__}: {wrong}"[:200]}


@contextmanager
def _in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"longer than {_SECONDS_A_PAGE} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_SECONDS_A_PAGE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@cache
def _reader(name: str) -> Callable[[bytes, str], Answer]:
    return _ours(name.partition(" without ")[2]) if name.startswith(OURS) else EXTRACTORS[name]


def _ours(without: str) -> Callable[[bytes, str], Answer]:
    from baqylau import clean
    from baqylau.clean.options import CleanOptions
    from baqylau.clean.pipeline import read
    from baqylau.model.article import Precision
    from baqylau.model.page import Page
    from baqylau.sandbox.process_main import collect_seldom
    from console.clean import registered

    options = replace(CleanOptions(), **{without: False}) if without else CleanOptions()
    clean.set_up()
    collect_seldom()  # as a sandbox process does

    def answer(body: bytes, url: str) -> Answer:
        article = read(
            Page(url, decode(body).encode(), datetime.now(UTC), "text/html; charset=utf-8"),
            registered(url),
            options,
        ).article
        date = article.published and (
            article.published.date()
            if article.published_precision is Precision.DAY
            else article.published
        )
        result = {
            "text": article.text,
            "title": article.title,
            "author": list(article.authors),
            "date": date.isoformat() if date else None,
        }
        return result | {"kind": article.kind.value, "reason": article.reason}

    return answer


def decode(body: bytes) -> str:
    """Decodes as the corpora's scorer does, so that every extractor gets the same characters."""
    try:
        return body.decode("utf8")
    except UnicodeDecodeError:
        named = re.search(rb'charset=["\']?([\w-]+)', body[:4000])
    try:
        return body.decode(named[1].decode() if named else "cp1252", "replace")
    except LookupError:
        return body.decode("utf8", "replace")


def _trafilatura(**mode: bool) -> Callable[[bytes, str], Answer]:
    def answer(body: bytes, url: str) -> Answer:
        import trafilatura

        result = trafilatura.extract(
            decode(body),
            url=url,
            output_format="json",
            with_metadata=True,
            include_comments=False,
            **mode,
        )
        found = json.loads(result) if result else {}
        return {x: found.get(x) for x in ("text", "title", "author", "date")}

    return answer


def _readability(body: bytes, url: str) -> Answer:
    from lxml import html
    from readability import Document

    document = Document(decode(body), url=url)
    blocks = html.fromstring(document.summary(html_partial=True)).itertext()
    return {
        "text": "\n".join(x.strip() for x in blocks if x.strip()),
        "title": document.short_title(),
        "author": None,
        "date": None,
    }


def _newspaper(body: bytes, url: str) -> Answer:
    import newspaper

    article = newspaper.Article(url or "https://example.org/", fetch_images=False)
    article.download(input_html=decode(body))
    article.parse()
    date = article.publish_date
    return {
        "text": article.text,
        "title": article.title,
        "author": list(article.authors),
        "date": date.isoformat() if date else None,
    }


EXTRACTORS: dict[str, Callable[[bytes, str], Answer] | None] = {
    OURS: None,
    "trafilatura": _trafilatura(),
    "traf. fast": _trafilatura(fast=True),
    "traf. precision": _trafilatura(favor_precision=True),
    "readability": _readability,
    "newspaper4k": _newspaper,
}
"""Ours is built for each set of options, by `_ours`."""


def cpu_ratio(folder: Path, corpora: tuple[str, ...], every: int) -> str:
    """CPU per page of ours and of trafilatura's default with metadata, page by page in turn, each
    in a process of its own: ours changes lists of trafilatura and htmldate before its first page.
    """
    tasks = [x for corpus in corpora for x in _pages(folder / corpus)][::every]
    first = tasks[::_WARM_UP]
    alone = get_context("spawn")
    with ProcessPoolExecutor(1, alone) as ours, ProcessPoolExecutor(1, alone) as theirs:
        spent = [
            (ours.submit(_cpu, OURS, *x).result(), theirs.submit(_cpu, "trafilatura", *x).result())
            for x in (*first, *tasks)
        ][len(first) :]
    mine, other = sum(x for x, _ in spent), sum(x for _, x in spent)
    middle = statistics.median(a / b for a, b in spent if b)
    slowest, at = max((x, n) for n, (x, _) in enumerate(spent, start=1))
    return (
        f"CPU per page over {len(spent)} pages: ours {1000 * mine / len(spent):.1f} ms, trafilatura"
        f" {1000 * other / len(spent):.1f} ms, ratio {mine / other:.2f} (median of pages"
        f" {middle:.2f}); wanted 0.60 at most\nslowest page of ours:"
        f" {slowest:.2f} s of CPU, number {at}, {tasks[at - 1][1]}; wanted 0.25 s at most"
    )


def _pages(folder: Path) -> list[tuple[bytes, str]]:
    return [
        (gzip.decompress((folder / "html" / f"{x['id']}.html.gz").read_bytes()), x["url"])
        for x in manifest(folder)
    ]


def manifest(folder: Path) -> list[Answer]:
    """The gold of every page of a folder."""
    # not splitlines: texts hold U+2028, which it takes for the end of a line
    return [
        json.loads(x)
        for x in (folder / "manifest.jsonl").read_text(encoding="utf-8").split("\n")
        if x.strip()
    ]


def _cpu(name: str, body: bytes, url: str) -> float:
    reader = _reader(name)
    start = time.process_time()
    reader(body, url)
    return time.process_time() - start
