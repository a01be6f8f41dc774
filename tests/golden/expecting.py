"""Compares a golden page's expectation with the article that `baqylau clean` read: both come in,
the fields that differ go out, each with a message.

Runs of white space are compared as one space. Every message holds the expected and the actual
value.
"""

import base64
import re
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
PAGES = Path(__file__).parent / "pages"
GIVEN = frozenset({"why", "url", "fetched", "content_type"})
"""Keys of an expectation that describe the page or are input of `baqylau clean`; all others are
compared.
"""


def expectation(name: str) -> dict[str, Any]:
    """The content of `pages/<name>.toml`."""
    return tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))


def line_of(name: str, expected: dict[str, Any]) -> dict[str, Any]:
    """The input line of `baqylau clean` for a page, with the visit of its expectation."""
    page = next(path for path in (PAGES / f"{name}.html", PAGES / f"{name}.bin") if path.exists())
    given = {key: expected[key] for key in ("url", "fetched", "content_type") if key in expected}
    return {"id": name, "html_base64": base64.b64encode(page.read_bytes()).decode()} | given


def faults(expected: Answer, got: Answer) -> dict[str, str]:
    """Field → what is wrong with it; empty where the page is read as expected."""
    found = {
        field: check(field, expected[field], got)
        for field, check in CHECKS.items()
        if field in expected
    }
    found["laws"] = _laws(got)
    return {field: message for field, message in found.items() if message}


def _same(field: str, expected: Any, got: Answer) -> str | None:
    value = _squeeze(got[field]) if isinstance(got[field], str) else got[field]
    wanted = None if expected == "" else expected  # TOML has no null
    return None if value == wanted else _message(wanted, value)


def _same_set(field: str, expected: list[str], got: Answer) -> str | None:
    return None if sorted(got[field]) == sorted(expected) else _message(expected, got[field])


def _moment(field: str, expected: str, got: Answer) -> str | None:
    """Compares a day as a day and a time with its offset; a time that ends in Z (the page printed
    UTC) as an instant, in any zone.
    """
    if expected == "" or got[field] is None:
        return (
            None
            if expected == "" and got[field] is None
            else _message(expected or None, got[field])
        )
    value = datetime.fromisoformat(got[field])
    if len(expected) == len("2026-11-25"):
        return None if value.date().isoformat() == expected else _message(expected, got[field])
    wanted = datetime.fromisoformat(expected)
    in_zone = expected.endswith("Z") or value.utcoffset() == wanted.utcoffset()
    return (
        None
        if value.utcoffset() is not None and value == wanted and in_zone
        else _message(expected, got[field])
    )


def _present(field: str, expected: list[str], got: Answer) -> str | None:
    text, place = _squeeze(got["text"]), 0
    for segment in expected:
        here = text.find(_squeeze(segment), place)
        if here < 0:
            what = "it stands too early" if _squeeze(segment) in text else "it is not in the text"
            return _message(segment, f"{what}\n  text: {got['text']!r}")
        place = here + len(_squeeze(segment))
    return None


def _absent(field: str, expected: list[str], got: Answer) -> str | None:
    text = _squeeze(got["text"])
    left = [segment for segment in expected if _squeeze(segment) in text]
    return _message(f"no {left}", got["text"]) if left else None


def _paragraphs(field: str, expected: list[str], got: Answer) -> str | None:
    lines = [_squeeze(line) for line in got["text"].split("\n")]
    missing = [line for line in expected if _squeeze(line) not in lines]
    return _message(f"paragraphs of their own: {missing}", got["text"]) if missing else None


def _tiebacks(field: str, expected: list[str], got: Answer) -> str | None:
    marked = [_squeeze(got["text"][start:end]) for start, end in got["tiebacks"]]
    unmarked = [
        segment for segment in expected if not any(_squeeze(segment) in span for span in marked)
    ]
    if unmarked or (not expected and marked):
        return _message(unmarked or "no tie-back", marked)
    return None


def _readings_on(field: str, expected: list[str], got: Answer) -> str | None:
    """Where a page's times disagree, the readings in the record are of exactly these days."""
    days = sorted({value[: len("2026-11-25")] for _, value in got["readings"]})
    return None if days == sorted(expected) else _message(expected, got["readings"])


def _laws(got: Answer) -> str | None:
    """Checks what holds for every page: no control characters, no blank lines, no title as a
    paragraph, spans inside the text.
    """
    text, lines = got["text"], got["text"].split("\n")
    broken = [
        (text and any(not line.strip() for line in lines), "the text has a blank line"),
        (
            any(unicodedata.category(x) == "Cc" for x in text if x != "\n"),
            "the text has control characters",
        ),
        (got["title"] and got["title"] in lines, "the title is a paragraph of the text"),
        (
            any(not 0 <= start < end <= len(text) for start, end in got["tiebacks"]),
            "a tie-back ends outside the text",
        ),
        (
            bool(got["reason"]) == (got["kind"] == "article"),
            "a reason is given if and only if the page is no article",
        ),
    ]
    return "; ".join(words for is_broken, words in broken if is_broken) or None


def _squeeze(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _message(expected: Any, got: Any) -> str:
    return f"expected: {expected!r}\n  got:      {got!r}"


CHECKS: dict[str, Callable[[str, Any, Answer], str | None]] = {
    "kind": _same,
    "title": _same,
    "authors": _same,
    "published": _moment,
    "published_precision": _same,
    "modified": _moment,
    "readings_on": _readings_on,
    "paragraph_languages": _same,
    "editions": _same,
    "language": _same,
    "section": _same,
    "tags": _same_set,
    "canonical_url": _same,
    "image": _same,
    "present": _present,
    "absent": _absent,
    "paragraphs": _paragraphs,
    "tiebacks": _tiebacks,
}
