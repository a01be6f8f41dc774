"""Folders of saved pages: `manifest.jsonl` (one JSON object a line with `id` and `url`) and
`html/<id>.html` or `.html.gz`.

A manifest line may also say `fetched` (ISO 8601; else the file's own time is taken), `content_type`
and `status`.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from baqylau.exchange.saved import MANIFEST, Arrival, Unreadable
from baqylau.model.page import Page

_LARGEST = 64 * 2**20  # bytes of one page; an archive of news has none a tenth of this
_WRONG = (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error)


def read(folder: Path) -> Iterator[Arrival | Unreadable]:
    """The pages of one folder in the manifest's order."""
    manifest = folder / MANIFEST
    size = max(manifest.stat().st_size, 1)
    done = 0
    with manifest.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            done += len(line)
            if line.strip():
                yield _read_line(folder, f"{manifest}:{number}", line, done / size)


def _read_line(folder: Path, where: str, line: bytes, progress: float) -> Arrival | Unreadable:
    try:
        return Arrival(_page(folder, json.loads(line)), progress)
    except KeyError as missing:
        return Unreadable(where, f"{missing} is missing; every line needs id and url", progress)
    except _WRONG as wrong:
        return Unreadable(
            where,
            f"{type(wrong).__name__}: {wrong}; mend the line or the file it names and import again",
            progress,
        )


def _page(folder: Path, line: Any) -> Page:
    if not isinstance(line, dict):
        raise ValueError("the line is no JSON object")
    file = _file(folder, str(line["id"]))
    body = _body(file)
    given = line.get("fetched")
    fetched = (
        datetime.fromisoformat(given)
        if given
        else datetime.fromtimestamp(file.stat().st_mtime, UTC)
    )
    if fetched.tzinfo is None:
        raise ValueError(
            f"fetched is {given!r}: add the zone, for example 2026-03-01T12:00:00+05:00"
        )
    return Page(
        str(line["url"]),
        body,
        fetched,
        line.get("content_type") or "text/html",
        int(line.get("status", 200)),
    )


def _file(folder: Path, page_id: str) -> Path:
    if "/" in page_id or "\\" in page_id or page_id in {"", ".", ".."}:
        raise ValueError(f"id {page_id!r} is no file name")
    plain = folder / "html" / f"{page_id}.html"
    packed = plain.with_name(f"{plain.name}.gz")
    return packed if packed.is_file() else plain


def _body(file: Path) -> bytes:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as handle:
        body: bytes = handle.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise ValueError(f"{file} holds more than {_LARGEST // 2**20} MiB")
    return body
