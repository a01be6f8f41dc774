"""IPTC ninjs 3.0 (News in JSON): the record of an article and the names in it come in, one news
object goes out, as the standard's schema describes it (https://iptc.org/standards/ninjs/).
"""

from collections.abc import Iterable, Mapping
from typing import Any

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
_LISTS = {"person": "people", "organization": "organisations", "place": "places"}


def item(record: Mapping[str, Any], names: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """The article as a news object. Its text is there only where the record has it; otherwise the
    object calls itself partial and has the lead alone.
    """
    text = record.get("text")
    found: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": "3.0", "schema": _SCHEMA},
        "uri": record["canonical_url"] or record["url"],
        "type": "text",
        "representationType": "full" if text is not None else "partial",
        "version": str(record["revision"]),
        "versionCreated": _moment(record["stored"]),
        "contentCreated": record["published"],
        "pubStatus": "canceled" if record["removed"] else "usable",
        "language": record["language"],
        "headlines": [{"role": "main", "value": record["title"]}] if record["title"] else None,
        "descriptions": [_plain("summary", record["lead"])] if record.get("lead") else None,
        "bodies": [_plain("main", text) | {"charCount": len(text)}] if text else None,
        "by": "; ".join(record["authors"]) or None,
        "infoSources": [{"name": record["outlet_name"], "literal": record["outlet"]}],
        "subjects": [{"name": x} for x in record["tags"]] or None,
        "altIds": [
            {"role": "baqylau", "value": str(record["id"])},
            {"role": "sha256", "value": record["page_sha256"]},
        ],
    }
    for kind, name in names:
        if kind in _LISTS:
            found.setdefault(_LISTS[kind], []).append({"name": name, "rel": "mentions"})
    return {k: v for k, v in found.items() if v is not None}


def _plain(role: str, value: str) -> dict[str, Any]:
    return {"role": role, "contentType": "text/plain", "value": value}


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
