"""WARC files (CC-NEWS and the like): every response record with an HTML page goes out as a `Page`,
freed of its content-encoding.

A record that cannot be read is told and passed over: the file is cut into records here
(`baqylau.exchange.warc_records`), each is parsed alone by warcio, so a broken one cannot take its
followers along.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader

from baqylau.exchange.import_records import (
    LARGEST,
    ForeignRecord,
    ForeignScheme,
    ImportedPage,
    UnreadableRecord,
    plausible,
    unreadable,
    web_address,
)
from baqylau.exchange.opening import opened
from baqylau.exchange.warc_records import DamagedRecord, split
from baqylau.model.page import Page

_HTML = ("text/html", "application/xhtml+xml")
_PACKINGS = frozenset(
    {"aes128gcm", "br", "bzip2", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "lzma"}
    | {"pack200-gzip", "sdch", "x-bzip2", "x-compress", "x-gzip", "xz", "zstd"}
)
"""Content-encodings that pack a body (IANA's, and those seen). Servers also write a charset there,
which packs nothing.
"""
_REMEDY = "the record is skipped, what follows is read"


def read(path: Path, inside: Path) -> Iterator[ImportedPage | UnreadableRecord | ForeignRecord]:
    """The HTML pages of one WARC file, packed or not, in the file's order. Redirects and errors of
    the outlet's server are left out; a file outside the folder `inside` is not opened.
    """
    with opened(path, inside) as file:
        for piece in split(file):
            where = f"{path} at byte {piece.offset}"
            if isinstance(piece, DamagedRecord):
                yield unreadable(where, piece.reason, piece.progress, _REMEDY)
                continue
            try:
                page = _page(piece.record)
            except ForeignScheme as other:
                yield ForeignRecord(str(other), piece.progress)
            except Exception as wrong:  # noqa: BLE001  (whatever one record is, the next is read)
                yield unreadable(where, wrong, piece.progress, _REMEDY)
            else:
                if page is not None:
                    yield ImportedPage(page, piece.progress, where)


def _page(raw: bytes) -> Page | None:
    """The page in a record; None for requests, metadata, redirects and everything that is not
    HTML.
    """
    record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
    if record is None:
        return None
    _refuse_foreign(record)
    if record.rec_type != "response":
        return None
    url = web_address(_target(record))
    if record.http_headers is None:
        raise ValueError("no answer of a web server is in it")
    kind = record.http_headers.get_header("Content-Type") or ""
    status = int(record.http_headers.get_statuscode())
    if status != 200 or not kind.lower().startswith(_HTML):
        return None
    body = _body(record)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    return Page(url, body, _moment(record), kind, status, headers)


def _body(record: Any) -> bytes:
    """Freed of its content-encoding. Raises `ValueError` for one that we cannot unpack."""
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding == "x-gzip":
        record.http_headers.replace_header("Content-Encoding", "gzip")
    elif encoding not in BufferedReader.get_supported_decompressors() and any(
        x.strip() in _PACKINGS for x in encoding.split(",")
    ):
        raise ValueError(f"its content-encoding is {encoding[:40]!r}, which is not unpacked here")
    body: bytes = record.content_stream().read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError(f"the page is larger than {LARGEST // 2**20} MiB")
    return body


def _refuse_foreign(record: Any) -> None:
    """Raises `ForeignScheme` for a record of any type that is of no web page (dns, whois, urn
    …).
    """
    target = _target(record)
    if target and ":" in target:
        with suppress(ValueError):  # told where it is a page's address
            web_address(target)


def _target(record: Any) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI")
    return str(url or "").strip().strip("<>")


def _moment(record: Any) -> datetime:
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "missing")
    if moment.tzinfo is None:
        raise ValueError("WARC-Date names no zone")
    return plausible(moment)
