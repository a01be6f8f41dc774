"""What an import must survive: damaged WARC records, folders of odd files and lines. Each record
comes to a clear outcome, the good ones around it are kept, and nothing is waited for.
"""

import gzip
import json
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import brotli
import pytest
from sqlalchemy import select

from baqylau.app import App, open_app
from baqylau.errors import InputError
from baqylau.settings import Settings, load
from baqylau.store.connect import connect, reading
from baqylau.store.schema import migrate
from baqylau.store.tables import pages
from workers.importer import import_pages

BODY = "<html><body><article><p>Мост через реку откроют летом.</p></article></body></html>".encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
TALL = (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", b"Content-Length: 5\r\n\r\nhello\r\n\r\n")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """On SQLite; what a database makes of the odd ones is asked once of both, at the end."""
    with open_app(_settings(tmp_path)) as opened:
        yield opened


def _settings(folder: Path, **more: Any) -> Settings:
    given = {"data": folder / "data", "outlets": folder / "none"} | more
    return load(**given, relay_every=timedelta(seconds=0.1))


@dataclass
class Brought:
    """What an import came to."""

    kept: list[str]
    unreadable: list[str]
    skipped: Counter[str]


def bring(app: App, path: Path) -> Brought:
    steps = list(import_pages(app, path))
    assert [x.progress for x in steps] == sorted(x.progress for x in steps)
    wrong = [x.unreadable for x in steps if x.unreadable]
    assert all(x.isprintable() and x.encode() for x in wrong)
    with reading(app.engine) as connection:
        kept = list(connection.execute(select(pages.c.url).order_by(pages.c.id)).scalars())
    return Brought(kept, wrong, Counter(x.skipped for x in steps if x.skipped))


# WARC
# --------------------------------------------------------------------------------------------------


def warc(
    answer: bytes = OK + b"\r\n" + BODY,
    url: bytes | None = b"https://vestnik.test/odd",
    date: bytes | None = b"2026-03-01T06:00:00Z",
    kind: bytes = b"response",
    length: bytes | None = None,
    more: bytes = b"",
    media: bytes = b"application/http; msgtype=response",
) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\n"
    head += b"" if url is None else b"WARC-Target-URI: " + url + b"\r\n"
    head += b"" if date is None else b"WARC-Date: " + date + b"\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{UUID(int=1)}>\r\n".encode()
    head += (b"Content-Type: " + media + b"\r\n" if media else b"") + more
    size = str(len(answer)).encode() if length is None else length
    return head + b"Content-Length: " + size + b"\r\n\r\n" + answer + b"\r\n\r\n"


GOOD = [warc(url=f"https://vestnik.test/{n}".encode()) for n in range(2)]
GOOD_URLS = ["https://vestnik.test/0", "https://vestnik.test/1"]
ANY = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
UNREADABLE, KEPT = "unreadable", "kept"

RECORDS: dict[str, tuple[bytes, str]] = {
    "a length that is no number": (warc(length=b"many"), UNREADABLE),
    "a negative length": (warc(length=b"-7"), UNREADABLE),
    "a length beyond the file": (warc(length=b"999999"), UNREADABLE),
    "a length of thirty digits": (warc(length=b"9" * 30), UNREADABLE),
    "a length too short": (warc(length=b"3"), UNREADABLE),
    "a wrong digest": (warc(more=b"WARC-Block-Digest: sha1:AAAAAAAA\r\n"), KEPT),
    "no address": (warc(url=None), UNREADABLE),
    "an empty address": (warc(url=b""), UNREADABLE),
    "an address without a host": (warc(url=b"https:///x"), UNREADABLE),
    "an address that cannot be split": (warc(url=b"http://[::1/x"), UNREADABLE),
    "an address with an impossible port": (warc(url=b"http://vestnik.test:99999/odd"), KEPT),
    "an address with NUL": (warc(url=b"https://vestnik.test/\x00odd"), UNREADABLE),
    "an address of broken UTF-8": (warc(url=b"https://vestnik.test/\xff\xfe"), KEPT),
    "no date": (warc(date=None), UNREADABLE),
    "a date that is none": (warc(date=b"yesterday"), UNREADABLE),
    "a date without a zone": (warc(date=b"2026-03-01T06:00:00"), UNREADABLE),
    "the year 1": (warc(date=b"0001-01-01T00:00:00+14:00"), UNREADABLE),
    "the year 9999": (warc(date=b"9999-12-31T23:59:59-14:00"), UNREADABLE),
    "the year 1970": (warc(date=b"1970-01-01T00:00:00Z"), UNREADABLE),
    "a status that is no number": (warc(OK.replace(b"200", b"abc") + b"\r\n" + BODY), UNREADABLE),
    "a status line alone": (warc(b"HTTP/1.1 200 OK"), "empty body"),
    "no status line": (warc(BODY), UNREADABLE),
    "an empty record": (warc(b""), UNREADABLE),
    "a header without a colon": (warc(OK + b"nonsense\r\n\r\n" + BODY), KEPT),
    "headers of bytes": (warc(OK + b"Server: \xff\x00\xfe\r\n\r\n" + BODY), KEPT),
    "a header of 100 kB": (warc(OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n" + BODY), KEPT),
    "WARC headers of 100 kB": (warc(more=b"X: " + b"y" * 100_000 + b"\r\n"), UNREADABLE),
    "a chunk whose length is none": (warc(CHUNKED + b"zz\r\n" + BODY), KEPT),
    "a chunk that is cut off": (warc(CHUNKED + b"ffff\r\n" + BODY[:20]), KEPT),
    "an unknown packing": (warc(OK + b"Content-Encoding: xz\r\n\r\n\xfd7zXZ" + BODY), UNREADABLE),
    "an unknown packing, undone": (warc(OK + b"Content-Encoding: xz\r\n\r\n" + BODY), KEPT),
    "two packings": (warc(OK + b"Content-Encoding: gzip, br\r\n\r\n\xff" + BODY), UNREADABLE),
    "a charset as its packing": (warc(OK + b"Content-Encoding: UTF-8\r\n\r\n" + BODY), KEPT),
    "an older name of gzip": (
        warc(OK + b"Content-Encoding: x-gzip\r\n\r\n" + gzip.compress(BODY)),
        KEPT,
    ),
    "brotli that is none": (
        warc(OK + b"Content-Encoding: br\r\n\r\n" + brotli.compress(BODY)[:9] + b"\xff" * 90),
        UNREADABLE,
    ),
    "gzip that breaks off": (
        warc(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(os.urandom(9999))[:5000]),
        KEPT,
    ),
    "a revisit": (warc(kind=b"revisit"), "revisit record"),
    "metadata": (warc(b"fetchTimeMs: 12", kind=b"metadata"), "metadata record"),
    "a continuation": (warc(BODY, kind=b"continuation"), "continuation record"),
    "a conversion": (warc(BODY, kind=b"conversion"), KEPT),
    "a conversion into text": (
        warc("Мост через реку".encode(), kind=b"conversion", media=b"text/plain"),
        "not HTML: text/plain",
    ),
    "a request": (warc(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", kind=b"request"), "request record"),
    "a resource": (warc(BODY, kind=b"resource", media=b"text/html"), KEPT),
    "a resource of no type": (warc(BODY, kind=b"resource", media=b""), KEPT),
    "a picture": (
        warc(b"\x89PNG", kind=b"resource", media=b"image/png"),
        "not HTML: image/png",
    ),
    "a redirect": (warc(b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n"), "redirect (301)"),
    "an error": (warc(b"HTTP/1.1 404 Not Found\r\n\r\n" + BODY), "answer 404"),
    "a script": (warc(ANY % b"text/javascript" + b"alert(1)"), "not HTML: text/javascript"),
    "a strange content type": (warc(ANY % b"\xff\x00" + b"x"), "not HTML: no known content type"),
    "no content type": (warc(b"HTTP/1.1 200 OK\r\n\r\n" + BODY), KEPT),
    "a page of bytes": (warc(ANY % b"application/octet-stream" + BODY), KEPT),
    "a page of text": (warc(ANY % b"text/plain; charset=utf-8" + BODY), KEPT),
    "a kind nobody knows": (warc(kind=b"\xffnonsense"), "record of an unknown type"),
    "warcinfo": (b"".join(TALL), "warcinfo record"),
    "a name of a host": (warc(b"1.2.3.4", url=b"dns:vestnik.test"), "address of dns"),
    "a file": (warc(url=b"ftp://vestnik.test/x"), "address of ftp"),
    "an owner": (warc(b"owner", url=b"whois://whois.kz/vestnik.test"), "address of whois"),
    "a note": (warc(b"x", url=b"urn:pageinfo:https://x.test/", kind=b"resource"), "address of urn"),
    "no record": (b"\x00" * 500, UNREADABLE),
    "HTML": (BODY, UNREADABLE),
}


@pytest.mark.parametrize("packed", [False, True], ids=["open", "packed"])
@pytest.mark.parametrize("name", RECORDS)
def test_one_bad_record_is_told_and_those_around_it_are_kept(
    app: App, tmp_path: Path, name: str, packed: bool
) -> None:
    record, expected = RECORDS[name]
    path = tmp_path / ("some.warc.gz" if packed else "some.warc")
    parts = [GOOD[0], record, GOOD[1]]
    path.write_bytes(b"".join(gzip.compress(x) if packed else x for x in parts))
    found = bring(app, path)
    assert [x for x in found.kept if x in GOOD_URLS] == GOOD_URLS
    assert len(found.kept) - 2 == (expected == KEPT)
    assert bool(found.unreadable) == (expected == UNREADABLE), found.unreadable
    assert all(
        f"{path} at byte {len(parts[0]) if not packed else ''}" in x for x in found.unreadable
    )
    assert found.skipped == ({} if expected in {UNREADABLE, KEPT} else {expected: 1})


@pytest.mark.parametrize("cut", [1, 9, 40, -30, -3])
def test_a_packed_record_that_breaks_off_takes_nobody_along(
    app: App, tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "some.warc.gz"
    path.write_bytes(
        b"".join((gzip.compress(GOOD[0]), gzip.compress(GOOD[0])[:cut], gzip.compress(GOOD[1])))
    )
    assert bring(app, path).kept == GOOD_URLS


def test_a_file_that_was_packed_whole_loses_no_record(app: App, tmp_path: Path) -> None:
    path = tmp_path / "some.warc.gz"
    path.write_bytes(gzip.compress(b"".join((TALL[0] + TALL[1], *GOOD))))
    assert bring(app, path) == Brought(GOOD_URLS, [], Counter(["warcinfo record"]))


# Folders
# --------------------------------------------------------------------------------------------------


def folder_of(path: Path) -> Path:
    (path / "html").mkdir(parents=True)
    for number in range(2):
        (path / "html" / f"{number}.html").write_bytes(BODY)
    return path


def line(page: str = "0", **more: Any) -> bytes:
    return json.dumps({"id": page, "url": "https://vestnik.test/odd"} | more).encode()


def good_lines() -> list[bytes]:
    return [line(str(n), url=url) for n, url in enumerate(GOOD_URLS)]


HOSTS = ("a" * 300 + ".test", "вестник.test", "xn--80aafgk2bg.test", "1.2.3.4:99999", "[::1]")
LINES: dict[str, tuple[bytes, str]] = {
    "half a line": (b'{"id": "0", "url', UNREADABLE),
    "a list": (b'["0"]', UNREADABLE),
    "a number": (b"7", UNREADABLE),
    "nested 100,000 deep": (b"[" * 100_000, UNREADABLE),
    "a line of 2 MB": (line(x="y" * 2_000_000), UNREADABLE),
    "broken UTF-8": (b'{"id": "0", "url": "https://vestnik.test/\xff"}', UNREADABLE),
    "UTF-16": (line().decode().encode("utf-16"), UNREADABLE),
    "NUL bytes": (b"\x00" * 100, UNREADABLE),
    "no id": (b'{"url": "https://vestnik.test/odd"}', UNREADABLE),
    "no address": (b'{"id": "0"}', UNREADABLE),
    "an address that is a list": (line(url=["https://vestnik.test/"]), UNREADABLE),
    "an address without a scheme": (line(url="vestnik.test/odd"), UNREADABLE),
    "an address that cannot be split": (line(url="http://[::1/x"), UNREADABLE),
    "an address with NUL": (line(url="https://vestnik.test/\x00"), UNREADABLE),
    "an address with half a character": (line(url="https://vestnik.test/\ud83d"), UNREADABLE),
    "a host with half a character": (line(url="https://\udcff.test/x"), UNREADABLE),
    "an address of another scheme": (line(url="ftp://vestnik.test/odd"), "address of ftp"),
    "an id with NUL": (line("a\x00b"), UNREADABLE),
    "an id with half a character": (line("\ud83d"), UNREADABLE),
    "an id of another folder": (line("../../../etc/passwd"), UNREADABLE),
    "an id of 5,000 letters": (line("x" * 5_000), UNREADABLE),
    "a page that is not there": (line("gone"), UNREADABLE),
    "a content type with NUL": (line(content_type="text/\x00html\ud83d"), KEPT),
    "a content type that is a list": (line(content_type=["text/html"]), UNREADABLE),
    "a status beyond all": (line(status=10**30), UNREADABLE),
    "a status that is none": (line(status="fine"), UNREADABLE),
    "a status without end": (line(status=float("inf")), UNREADABLE),
    "a date that is a number": (line(fetched=20260301), UNREADABLE),
    "a date without a zone": (line(fetched="2026-03-01T12:00:00"), UNREADABLE),
    "the year 1": (line(fetched="0001-01-01T00:00:00+14:00"), UNREADABLE),
    "the year 9999": (line(fetched="9999-12-31T23:59:59-14:00"), UNREADABLE),
}


@pytest.mark.parametrize("name", LINES)
def test_one_bad_line_is_told_and_those_around_it_are_kept(
    app: App, tmp_path: Path, name: str
) -> None:
    bad, expected = LINES[name]
    folder = folder_of(tmp_path / "saved")
    first, last = good_lines()
    manifest = folder / "manifest.jsonl"
    manifest.write_bytes(b"\n".join([first, bad.replace(b"\n", b" "), last]))
    found = bring(app, folder)
    assert [x for x in found.kept if x in GOOD_URLS] == GOOD_URLS
    assert len(found.kept) - 2 == (expected == KEPT)
    assert [x.startswith(f"{manifest}:2: ") for x in found.unreadable] == [True] * (
        expected == UNREADABLE
    )
    assert found.skipped == ({} if expected in {UNREADABLE, KEPT} else {expected: 1})


def _socket(path: Path) -> None:
    folder = os.getcwd()
    os.chdir(path.parent)  # the path of a socket may have 107 characters
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(folder)


FILES: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "a FIFO": os.mkfifo,
    "a socket": _socket,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to a file of the machine": lambda path: path.symlink_to("/etc/passwd"),
    "a link upwards": lambda path: path.symlink_to("../../secret.html"),
    "a link into nothing": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("name", ["odd.html", "odd.html.gz"])
@pytest.mark.parametrize("kind", FILES)
def test_a_page_that_is_no_file_of_the_folder_is_refused(
    app: App, tmp_path: Path, kind: str, name: str
) -> None:
    folder = folder_of(tmp_path / "saved")
    (tmp_path / "secret.html").write_bytes(BODY)
    FILES[kind](folder / "html" / name)
    first, last = good_lines()
    (folder / "manifest.jsonl").write_bytes(b"\n".join([first, line("odd"), last]))
    found = bring(app, folder)
    assert found.kept == GOOD_URLS
    assert len(found.unreadable) == 1


@pytest.mark.parametrize("name", ["odd.warc", "odd.warc.gz", "sub/manifest.jsonl"])
@pytest.mark.parametrize("kind", FILES)
def test_a_source_that_is_no_file_of_the_folder_is_refused(
    app: App, tmp_path: Path, kind: str, name: str
) -> None:
    folder = folder_of(tmp_path / "in" / "good")
    (folder / "manifest.jsonl").write_bytes(b"\n".join(good_lines()))
    (tmp_path / "secret.html").write_bytes(GOOD[0])
    (tmp_path / "in" / "sub").mkdir()
    FILES[kind](tmp_path / "in" / name)
    found = bring(app, tmp_path / "in")
    assert found.kept == GOOD_URLS
    assert len(found.unreadable) == 1
    assert str(tmp_path / "in" / name) in found.unreadable[0]


@pytest.mark.parametrize("kind", ["a FIFO", "a socket", "a device", "a link to itself"])
def test_a_path_that_is_no_file_is_refused_at_once(app: App, tmp_path: Path, kind: str) -> None:
    FILES[kind](tmp_path / "odd")
    with pytest.raises(InputError, match="odd: "):
        list(import_pages(app, tmp_path / "odd"))


def test_names_of_any_bytes_and_links_within_the_folder_are_read(app: App, tmp_path: Path) -> None:
    inner = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/\xff\xfe\n"))
    folder = folder_of(inner)
    (folder / "manifest.jsonl").write_bytes(
        b"\n".join([good_lines()[0], b"{", line("2", url=GOOD_URLS[1])])
    )
    (folder / "html" / "2.html").symlink_to("1.html")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/\xfd.warc")).write_bytes(b"\x00" * 50)
    found = bring(app, tmp_path / "in")
    assert found.kept == GOOD_URLS
    assert len(found.unreadable) == 2


@pytest.mark.parametrize("name", ["empty.warc", "empty.warc.gz", "manifest.jsonl"])
def test_an_empty_file_has_nothing(app: App, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).touch()
    assert bring(app, tmp_path / "in") == Brought([], [], Counter())


def test_both_databases_take_all_of_it_in_one_import(database: str, tmp_path: Path) -> None:
    engine = connect(database)
    migrate(engine)
    engine.dispose()
    folder, first = folder_of(tmp_path / "in" / "folder"), good_lines()[0]
    odd = [line(str(n % 2), url=f"https://{host}/x") for n, host in enumerate(HOSTS)]
    lines = [first, *(x.replace(b"\n", b" ") for x, _ in LINES.values()), *odd, good_lines()[1]]
    (folder / "manifest.jsonl").write_bytes(b"\n".join(lines))
    records = [x for x, _ in RECORDS.values()]
    (tmp_path / "in" / "all.warc").write_bytes(b"".join((GOOD[0], *records, GOOD[1])))
    with open_app(_settings(tmp_path, database=database)) as app:
        found = bring(app, tmp_path / "in")
        again = bring(app, tmp_path / "in")
    assert set(GOOD_URLS) < set(found.kept)
    assert len([x for x in found.kept if x.endswith("/x")]) == len(HOSTS)
    wanted = sum(y == UNREADABLE for _, y in [*RECORDS.values(), *LINES.values()])
    assert len(found.unreadable) == pytest.approx(wanted, abs=2)  # two in a row may be one damage
    both = [*RECORDS.values(), *LINES.values()]
    assert found.skipped == Counter(y for _, y in both if y not in {UNREADABLE, KEPT})
    assert again == found
