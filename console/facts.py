"""`baqylau facts`: article texts as JSON Lines come in, mentions and facts as JSON Lines go out, in
the same order.

$ echo '{"id": "1", "text": "«Мост открыт», – сообщил аким Ерлан Сатаев."}' | baqylau facts
"""

import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from baqylau.errors import ConfigurationError, InputError
from baqylau.facts.analysis import Source
from baqylau.model.fact import as_json

if TYPE_CHECKING:
    from baqylau.facts.llm_reader import Ask
    from baqylau.llm import LlmClient


def command(
    ai: bool = typer.Option(
        False,
        "--ai",
        help="Ask the language model of the settings llm_* as well; its facts carry rules ai.…",
    ),
) -> None:
    """Read article texts as JSON Lines from standard input, write mentions and facts as JSON
    Lines.
    """
    from console import jsonl

    jsonl.run(partial(answer, ask=_model().ask) if ai else answer, sys.stdin, sys.stdout)


def _model() -> "LlmClient":
    """The language model of the settings. Raises `ConfigurationError` where none is set."""
    from baqylau import app, settings

    reader = app.open_reader(settings.load())
    if reader is None:
        raise ConfigurationError(
            "setting llm_endpoint is empty: give the address of an OpenAI-compatible service, for"
            " example https://host/v1"
        )
    return reader


def answer(line: Mapping[str, Any], ask: "Ask | None" = None) -> dict[str, Any]:
    """One article's facts. Raises `InputError` where the line is not an article."""
    from baqylau import facts

    extraction = facts.extract(source_of(line), ask)
    return {
        "id": line.get("id"),
        "language": extraction.language,
        "mentions": [as_json(m) for m in extraction.mentions],
        "facts": [as_json(f) for f in extraction.facts],
    }


def source_of(line: Mapping[str, Any]) -> Source:
    """The article a line holds. Raises `InputError` that names the key."""
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError('"text" is missing or not a string: give the article\'s text')
    given = {key: _string(line, key) for key in ("title", "outlet", "language")}
    return Source(text, published=_published(line.get("published")), **given)


def _string(line: Mapping[str, Any], key: str) -> str | None:
    value = line.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{key}" is {type(value).__name__}: give a string or leave it out')
    return value


def _published(given: Any) -> datetime | None:
    """A time without an offset is accepted: relative days ("yesterday") need only its date."""
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except (TypeError, ValueError) as wrong:
        raise InputError(
            f'"published" is {given!r}: write ISO 8601, for example 2026-11-24T09:00:00+05:00'
        ) from wrong
