"""`baqylau stories`: articles as JSON Lines come in, in order of arrival; the story of each and the
article it repeats go out as JSON Lines, in the same order. It keeps a memory of its own and needs
no database.

$ baqylau stories < articles.jsonl
{"id": "1", "story": "1", "reprint_of": null, "based_on": null, "similarity": null, "kind": "own"}
"""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from baqylau.errors import InputError

if TYPE_CHECKING:
    from baqylau.stories.stream import Article


def command() -> None:
    """Read articles as JSON Lines from standard input in order of arrival, write the story of each
    and what it reprints as JSON Lines.
    """
    from baqylau.stories.stream import Stream
    from console import jsonl

    stream = Stream()

    def answer(line: Mapping[str, Any]) -> dict[str, Any]:
        article = article_of(line)
        placed = stream.place(article)
        return {
            "id": article.id,
            "story": placed.story,
            "reprint_of": placed.reprint_of,
            "based_on": placed.based_on,
            "similarity": placed.similarity,
            "kind": placed.kind,
        }

    jsonl.run(answer, sys.stdin, sys.stdout)


def article_of(line: Mapping[str, Any]) -> "Article":
    """The article a line holds. Raises `InputError` that names the key."""
    from baqylau.stories.stream import Article

    given = {key: _string(line, key) for key in ("id", "text")}
    optional = {key: _string(line, key, needed=False) for key in ("outlet", "title", "language")}
    return Article(
        given["id"],
        optional["outlet"],
        optional["title"],
        given["text"],
        optional["language"] or None,
        _published(line.get("published")),
    )


def _string(line: Mapping[str, Any], key: str, needed: bool = True) -> str:
    value = line.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise InputError(f'"{key}" is missing or not a string: give the article\'s {key}')
    return value


def _published(given: Any) -> datetime:
    """A time without an offset is taken as UTC."""
    try:
        found = datetime.fromisoformat(given)
    except (TypeError, ValueError) as wrong:
        raise InputError(
            f'"published" is {given!r}: write ISO 8601, for example 2026-11-24T09:00:00+05:00'
        ) from wrong
    return found if found.tzinfo else found.replace(tzinfo=UTC)
