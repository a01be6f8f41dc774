"""Web archives (WARC, ARC and WACZ files, as of Common Crawl, browsertrix, wget): a file comes in,
its HTML pages go out, with their content-encoding decoded.

`baqylau.exchange.warc_records` splits the file into records and warcio parses each of them alone,
so a damaged record is reported and the records behind it are read. A record that holds no page is
counted with the reason.
"""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from baqylau.exchange.archives import Archive, archives
from baqylau.exchange.bodies import decoded, looks_like_html
from baqylau.exchange.import_records import (
    LARGEST,
    ForeignScheme,
    ImportedPage,
    Record,
    SkippedRecord,
    plausible,
    unreadable,
    web_address,
)
from baqylau.exchange.opening import opened
from baqylau.exchange.warc_records import DamagedRecord, split
from baqylau.model.page import Page

_HTML = ("text/html", "application/xhtml+xml")
_SURELY_OTHER = ("image/", "video/", "audio/", "font/")
_MAKES_PAGES = ("response", "resource", "conversion")
_TYPES = (*_MAKES_PAGES, "request", "revisit", "metadata", "warcinfo", "continuation")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}")
_REMEDY = "the record is skipped, the following ones are read"


class _NoPage(Exception):
    """A record that is whole and holds no page; the message says what it is."""


def read(path: Path, inside: Path) -> Iterator[Record]:
    """The HTML pages of one file, packed or not, in the file's order; for every other record why it
    is none. A file outside the folder `inside` is not opened.
    """
    with opened(path, inside) as file:
        for archive in archives(file):
            where = str(path) if archive.name is None else f"{path}, {archive.name}"
            if isinstance(archive.area, str):
                yield unreadable(where, archive.area, archive.ends)
            else:
                yield from _records(archive, where)


def _records(archive: Archive, where: str) -> Iterator[Record]:
    assert not isinstance(archive.area, str)
    span = archive.ends - archive.begins
    for part in split(archive.area):
        place, progress = f"{where} at byte {part.offset}", archive.begins + span * part.progress
        if isinstance(part, DamagedRecord):
            yield unreadable(place, part.reason, progress, _REMEDY)
            continue
        try:
            yield ImportedPage(_page(part.record), progress, place)
        except ForeignScheme as other:
            yield SkippedRecord(f"address of {other}", progress)
        except _NoPage as other:
            yield SkippedRecord(str(other), progress)
        except Exception as wrong:  # noqa: BLE001  (whatever is wrong with a record, the next is read)
            yield unreadable(place, wrong, progress, _REMEDY)


def _page(raw: bytes) -> Page:
    """The page in a record. Raises `_NoPage` for requests, metadata, redirects and everything but
    HTML, and `ForeignScheme`.
    """
    record = next(iter(ArchiveIterator(io.BytesIO(raw))), None)
    if record is None:
        raise ValueError("it is no WARC record")
    _refuse_foreign(record)
    kind = record.rec_type
    if kind not in _MAKES_PAGES:
        raise _NoPage(f"{kind} record" if kind in _TYPES else "record of an unknown type")
    url = web_address(_target(record))
    if record.http_headers is None and kind == "response":
        raise ValueError("it contains no response of a web server")
    has_answer = record.http_headers is not None
    return _of_response(record, url) if has_answer else _of_resource(record, url)


def _of_response(record: Any, url: str) -> Page:
    sent = record.http_headers
    status = int(sent.get_statuscode())
    if not 100 <= status <= 599:
        raise ValueError(f"its status {status} is none of HTTP's")
    if status != HTTPStatus.OK:
        raise _NoPage(_status_name(status))
    content_type = sent.get_header("Content-Type") or ""
    _refuse_other(content_type)
    packings = (sent.get_header("Transfer-Encoding") or "").lower()
    stream = record.raw_stream
    if "chunked" in packings:
        stream = ChunkedDataReader(stream)
    packings = packings.replace("chunked", "")
    body = decoded(_whole(stream), f"{sent.get_header('Content-Encoding') or ''},{packings}")
    headers = {name.lower(): value for name, value in sent.headers}
    return Page(url, body, _moment(record), _read_type(content_type, body), status, headers)


def _of_resource(record: Any, url: str) -> Page:
    """A page that a tool stored without the server's response, or converted from one."""
    content_type = record.rec_headers.get_header("Content-Type") or ""
    _refuse_other(content_type)
    body = _whole(record.raw_stream)
    return Page(url, body, _moment(record), _read_type(content_type, body))


def _whole(stream: Any) -> bytes:
    body: bytes = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError(f"the page is larger than {LARGEST // 2**20} MiB")
    return body


def _refuse_other(content_type: str) -> None:
    """Raises `_NoPage` for a type that is never HTML, before the body is decoded."""
    if content_type.strip().lower().startswith(_SURELY_OTHER):
        raise _NoPage(_not_html(content_type))


def _read_type(content_type: str, body: bytes) -> str:
    """The content type that the page is read by: its own, or HTML's where it names none or another
    and the body is HTML. Raises `_NoPage` for other content.
    """
    if content_type.strip().lower().startswith(_HTML):
        return content_type
    if not looks_like_html(body):
        raise _NoPage(_not_html(content_type) if body else "empty body")
    charset = re.search(r";\s*charset=[^;]{1,60}", content_type, re.IGNORECASE)
    return f"text/html{charset[0] if charset else ''}"


def _not_html(content_type: str) -> str:
    named = _MEDIA_TYPE.match(content_type.strip().lower())
    return f"not HTML: {named[0]}" if named else "not HTML: no known content type"


def _status_name(status: int) -> str:
    if 300 <= status < 400 and status != HTTPStatus.NOT_MODIFIED:
        return f"redirect ({status})"
    return f"answer {status}"


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
