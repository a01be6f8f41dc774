"""WARC files (CC-NEWS and the like): a file comes in, its HTML pages go out, with their
content-encoding decoded.

`baqylau.exchange.warc_records` splits the file into records and warcio parses each of them alone,
so a damaged record is reported and the records behind it are read.
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
"""Content-encodings that pack a body (those of IANA, and others that were seen). Servers also write
a charset there, which packs nothing.
"""
_REMEDY = "the record is skipped, the following ones are read"


def read(path: Path, inside: Path) -> Iterator[ImportedPage | UnreadableRecord | ForeignRecord]:
    """The HTML pages of one WARC file, packed or not, in the file's order. Redirects and error
    responses are left out. A file outside the folder `inside` is not opened.
    """
    with opened(path, inside) as file:
        for part in split(file):
            where = f"{path} at byte {part.offset}"
            if isinstance(part, DamagedRecord):
                yield unreadable(where, part.reason, part.progress, _REMEDY)
                continue
            try:
                page = _page(part.record)
            except ForeignScheme as other:
                yield ForeignRecord(str(other), part.progress)
            except Exception as wrong:  # noqa: BLE001  (whatever is wrong with a record, the next is read)
                yield unreadable(where, wrong, part.progress, _REMEDY)
            else:
                if page is not None:
                    yield ImportedPage(page, part.progress, where)


def _page(raw: bytes) -> Page | None:
    """The page in a record; None for requests, metadata, redirects and everything but HTML."""
    record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
    if record is None:
        return None
    _refuse_foreign(record)
    if record.rec_type != "response":
        return None
    url = web_address(_target(record))
    if record.http_headers is None:
        raise ValueError("it contains no response of a web server")
    kind = record.http_headers.get_header("Content-Type") or ""
    status = int(record.http_headers.get_statuscode())
    if status != 200 or not kind.lower().startswith(_HTML):
        return None
    body = _body(record)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    return Page(url, body, _moment(record), kind, status, headers)


def _body(record: Any) -> bytes:
    """The body, its content-encoding decoded. Raises `ValueError` for one that we cannot decode."""
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding == "x-gzip":
        record.http_headers.replace_header("Content-Encoding", "gzip")
    elif encoding not in BufferedReader.get_supported_decompressors() and any(
        x.strip() in _PACKINGS for x in encoding.split(",")
    ):
        raise ValueError(f"its content-encoding is {encoding[:40]!r}, which cannot be decoded")
    body: bytes = record.content_stream().read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError(f"the page is larger than {LARGEST // 2**20} MiB")
    return body


def _refuse_foreign(record: Any) -> None:
    """Raises `ForeignScheme` for a record of any type whose address is not of the web (dns, whois
    …).
    """
    target = _target(record)
    if target and ":" in target:
        with suppress(ValueError):  # reported where it is the address of a page
            web_address(target)


def _target(record: Any) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI")
    return str(url or "").strip().strip("<>")


def _moment(record: Any) -> datetime:
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "missing")
    if moment.tzinfo is None:
        raise ValueError("WARC-Date names no zone")
    return plausible(moment)
