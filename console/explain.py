"""`baqylau explain FILE|ID`: a text file, a JSON file with one article, or the id of a stored
article comes in; every fact in its sentence, coloured by kind, with the rule that made it, is
printed.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from baqylau.errors import InputError
from baqylau.facts.analysis import Source
from baqylau.model.fact import Extraction, Fact, as_json

COLOURS = {
    "quote": "cyan", "role": "green", "amount": "yellow", "date": "blue", "event": "magenta",
    "document": "bright_blue", "attribution": "bright_black", "appointment": "bright_green",
    "forecast": "bright_magenta",
}  # fmt: skip
_HIDDEN = {"type", "start", "end", "text", "sentence", "confidence", "rule"}


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE|ID",
            help="a text file, a JSON file with one article, or a stored article's id",
        ),
    ],
) -> None:
    """Show each fact in its sentence with the rule that made it."""
    from baqylau import facts

    source = _source(what)
    show(source.text, facts.extract(source))


def _source(what: str) -> Source:
    path = Path(what)
    if path.is_file():
        return _from_file(path)
    if what.isdigit():
        return _stored(int(what))
    raise InputError(
        f"{what}: there is no such file, and it is not an article's id;"
        " `baqylau export articles` lists ids"
    )


def _from_file(path: Path) -> Source:
    from console.facts import source_of

    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix in (".json", ".jsonl"):
        return source_of(json.loads(text.splitlines()[0] if path.suffix == ".jsonl" else text))
    return Source(text)


def _stored(number: int) -> Source:
    from baqylau import settings
    from baqylau.app import open_app
    from baqylau.store import articles
    from console import data_line

    given = settings.load()
    data_line.tell(given)
    with open_app(given, migrate=False) as app:
        stored = articles.load(app.engine, number)
    return Source(
        stored.article.text,
        stored.article.title,
        stored.outlet_id,
        stored.article.language,
        stored.article.published,
    )


def show(text: str, extraction: Extraction) -> None:
    """Print the facts sentence by sentence."""
    from rich.console import Console

    out = Console(highlight=False)
    for fact in extraction.facts:
        out.print(_in_sentence(text, fact))
        details = {k: v for k, v in as_json(fact).items() if k not in _HIDDEN and v is not None}
        out.print(f"    [{COLOURS[fact.type]}]{fact.type}[/] by {fact.rule}, {fact.confidence:.2f}")
        for key, value in details.items():
            out.print(f"      {key}: {_short(text, value)}", markup=False)
    for name, kind in dict.fromkeys(
        (m.name, m.descriptor.name) for m in extraction.mentions if m.descriptor
    ):
        out.print(f"{name}: {kind}", markup=False)
    out.print(
        f"{len(extraction.facts)} facts, {len(extraction.mentions)} mentions, language"
        f" {extraction.language}"
    )


def _in_sentence(text: str, fact: Fact) -> object:
    from rich.text import Text

    start, end = min(fact.sentence.start, fact.start), max(fact.sentence.end, fact.end)
    line = Text(text[start:end].replace("\n", " "))
    line.stylize(f"bold {COLOURS[fact.type]}", fact.start - start, fact.end - start)
    return line


def _short(text: str, value: object) -> str:
    """A slot as its words and its canonical name, spans as their words."""
    match value:
        case {"text": str(words), "name": str(name)} if words != name:
            return f"{words} → {name}"
        case {"text": str(words)}:
            return words
        case list(spans) if spans and isinstance(spans[0], list):
            return " | ".join(text[start:end] for start, end in spans)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
