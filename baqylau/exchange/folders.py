"""Folders of saved pages: a `manifest.jsonl` comes in, the pages it lists go out.

Each line of the manifest is a JSON object with `id` and `url`; the page is in `html/<id>.html` or
`.html.gz`. A line may also give `fetched` (ISO 8601; by default the time of the file),
`content_type` and `status`.
"""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

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
from baqylau.model.page import Page

_LONGEST_LINE = 2**20  # bytes of one line of the manifest; a usual line has some hundreds
_REMEDY = "correct the line or the file it names and import again"


def read(manifest: Path, inside: Path) -> Iterator[Record]:
    """The pages of one manifest in its order; no file outside the folder `inside` is opened."""
    with opened(manifest, inside) as lines:
        size = max(lines.seek(0, 2), 1)
        lines.seek(0)
        for number, line in enumerate(_lines(lines), 1):
            if line.strip():
                yield _read_line(manifest, inside, number, line, min(lines.tell() / size, 1.0))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines; only the beginning of a line that is too long."""
    while line := file.readline(_LONGEST_LINE + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE)


def _read_line(manifest: Path, inside: Path, number: int, line: bytes, progress: float) -> Record:
    where = f"{manifest}:{number}"
    try:
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"the line is longer than {_LONGEST_LINE} bytes")
        return ImportedPage(_page(manifest.parent, inside, json.loads(line)), progress, where)
    except ForeignScheme as other:
        return SkippedRecord(f"address of {other}", progress)
    except KeyError as missing:
        return unreadable(where, f"{missing} is missing", progress, "every line needs id and url")
    except Exception as wrong:  # noqa: BLE001  (whatever is wrong with a line, the next is read)
        return unreadable(where, wrong, progress, _REMEDY)


def _page(folder: Path, inside: Path, line: Any) -> Page:
    if not isinstance(line, dict):
        raise ValueError("the line is no JSON object")
    url = web_address(line["url"])
    body, changed = _body(_file(folder, str(line["id"])), inside)
    given = line.get("fetched")
    fetched = datetime.fromisoformat(given) if given else datetime.fromtimestamp(changed, UTC)
    if fetched.tzinfo is None:
        raise ValueError(
            f"fetched is {given!r}: add the zone, for example 2026-03-01T12:00:00+05:00"
        )
    kind, status = line.get("content_type") or "text/html", int(line.get("status", 200))
    if not isinstance(kind, str):
        raise ValueError(f"content_type is {kind!r}: give a text, for example text/html")
    if not 100 <= status <= 599:
        raise ValueError(f"status is {status}: give one of HTTP's, 100 to 599")
    return Page(url, body, plausible(fetched), kind, status)


def _file(folder: Path, page_id: str) -> Path:
    if "/" in page_id or "\\" in page_id or page_id in {"", ".", ".."}:
        raise ValueError(f"id {page_id!r} is no file name")
    plain = folder / "html" / f"{page_id}.html"
    packed = plain.with_name(f"{plain.name}.gz")
    return packed if packed.is_file() else plain


def _body(file: Path, inside: Path) -> tuple[bytes, float]:
    """The content of the file, and when it was last changed (seconds of the epoch)."""
    with opened(file, inside) as packed:
        changed = os.fstat(packed.fileno()).st_mtime
        with gzip.GzipFile(fileobj=packed) if file.suffix == ".gz" else packed as handle:
            body: bytes = handle.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError(f"{file.name} holds more than {LARGEST // 2**20} MiB")
    return body, changed
