"""WARC files (CC-NEWS and the like): every response record with an HTML page goes out as a `Page`,
freed of its content-encoding.

A record that cannot be read is told and passed over: the file is cut into records here
(`baqylau.exchange.cutting`), each is parsed alone by warcio, so a broken one cannot take its
followers along.
"""

import io
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from baqylau.exchange.cutting import LARGEST, Broken, cut
from baqylau.exchange.saved import Arrival, Unreadable
from baqylau.model.page import Page

_HTML = ("text/html", "application/xhtml+xml")
_WRONG = (
    ArchiveLoadFailed,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    zlib.error,
)


def read(path: Path) -> Iterator[Arrival | Unreadable]:
    """The HTML pages of one WARC file, packed or not, in the file's order. Redirects and errors of
    the outlet's server are left out.
    """
    for piece in cut(path):
        where = f"{path} at byte {piece.offset}"
        if isinstance(piece, Broken):
            yield Unreadable(
                where,
                f"{piece.reason}; the record is skipped, what follows is read",
                piece.progress,
            )
            continue
        try:
            page = _page(piece.record)
        except _WRONG as wrong:
            yield Unreadable(
                where,
                f"{type(wrong).__name__}: {wrong}; the record is skipped, what follows is read",
                piece.progress,
            )
        else:
            if page is not None:
                yield Arrival(page, piece.progress)


def _page(raw: bytes) -> Page | None:
    """The page in a record; None for requests, metadata, redirects and everything that is not
    HTML.
    """
    record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
    if record is None or record.rec_type != "response" or record.http_headers is None:
        return None
    kind = record.http_headers.get_header("Content-Type") or ""
    status = int(record.http_headers.get_statuscode())
    if status != 200 or not kind.lower().startswith(_HTML):
        return None
    body: bytes = record.content_stream().read(LARGEST)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    return Page(_address(record), body, _moment(record), kind, status, headers)


def _address(record: Any) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI")
    if not url:
        raise ValueError("WARC-Target-URI is missing")
    return str(url).strip("<>")


def _moment(record: Any) -> datetime:
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    if moment.tzinfo is None:
        raise ValueError("WARC-Date names no zone")
    return moment
