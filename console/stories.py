"""`baqylau stories`: articles as JSON Lines come in, in order of arrival; the story of each and the
article it repeats go out as JSON Lines, in the same order. It keeps a memory of its own and needs
no database; its subcommands show the stored stories and make them anew.

$ baqylau stories < articles.jsonl
{"id": "1", "story": "1", "reprint_of": null, "based_on": null, "similarity": null, "kind": "own"}
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.errors import InputError
from console import listing
from console.listing import AsJson

if TYPE_CHECKING:
    from baqylau.store.queries.stories import StoryDetail, StoryLine
    from baqylau.stories.stream import Article

cli = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@cli.callback()
def command(context: typer.Context) -> None:
    """Read articles as JSON Lines from standard input in order of arrival, write the story of each
    and what it reprints as JSON Lines; or list, show and sweep the stored stories.
    """
    if context.invoked_subcommand is None:
        answer_lines()


def answer_lines() -> None:
    """The filter: from standard input to standard output."""
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


# The stored stories
# --------------------------------------------------------------------------------------------------


@cli.command("list")
def list_(
    days: Annotated[int | None, typer.Option(min=1, help="Of the last days; else of all.")] = None,
    outlet: Annotated[str | None, typer.Option(help="With an article of this outlet.")] = None,
    language: Annotated[str | None, typer.Option(help="With an article in ru, kk, en.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
    as_json: AsJson = None,
) -> None:
    """List stories of two articles or more, those that most outlets report first: a table at a
    terminal, JSON Lines elsewhere.
    """
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.queries import stories

    with _engine() as engine:
        moment = db_now(engine)
        since = moment - timedelta(days=days) if days else None
        found = stories.ranked(engine, since, moment, limit, outlet=outlet, language=language)
    if listing.is_json(as_json):
        listing.write_json(_line(x) for x in found)
        return
    if not found:
        typer.echo("no such story")
    for x in found:
        mark = " rising" if x.rising else ""
        typer.echo(
            f"{x.id:>8}  {x.outlets:>3} outlets {x.articles:>4} articles"
            f"  {','.join(x.languages):<8}  {x.first.outlet}: {x.first.title}{mark}"
        )


@cli.command()
def show(
    story: Annotated[int, typer.Argument(help="The number of a story.")], as_json: AsJson = None
) -> None:
    """Show a story: its articles in order of time, and what each repeats of which; a line of JSON
    an article elsewhere than at a terminal.
    """
    from baqylau.query.days import ALMATY
    from baqylau.store.queries import stories

    with _engine() as engine:
        found = stories.detail(engine, story)
    if found is None:
        raise InputError(f"no story {story}; `baqylau stories list` shows them")
    if listing.is_json(as_json):
        listing.write_json(_parts(found))
        return
    typer.echo(f"{found.id}  {found.outlets} outlets  {', '.join(found.languages)}")
    for part in found.parts:
        line = part.line
        of = f" of {part.source}, {part.kept:.0%} of it from there" if part.source else ""
        when = line.when.astimezone(ALMATY)
        typer.echo(f"{line.id:>8}  {when:%Y-%m-%d %H:%M}  {line.outlet}: {line.title}")
        typer.echo(f"{'':>8}  {part.kind}{of}")


@cli.command()
def sweep(
    days: Annotated[int, typer.Option(min=1, help="Articles of the last days.")] = 8,
    every: Annotated[bool, typer.Option("--all", help="All articles, whatever their age.")] = False,
) -> None:
    """Make the stories of the last days anew, as if articles had come in the order in which they
    were printed. Workers do it once a day.
    """
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.story_sweep import sweep
    from baqylau.stories import VERSION

    with _engine() as engine:
        since = None if every else db_now(engine) - timedelta(days=days)
        done = sweep(engine, since, VERSION)
    typer.echo("  ".join(f"{name} {count}" for name, count in asdict(done).items()))


@contextmanager
def _engine() -> Iterator[Any]:
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    with open_database(settings.load()) as engine, busy_as_try_later():
        yield engine


def _line(story: "StoryLine") -> dict[str, Any]:
    return {
        "id": story.id,
        "outlets": story.outlets,
        "articles": story.articles,
        "languages": list(story.languages),
        "rising": story.rising,
        "begun": story.begun.isoformat(),
        "newest": story.newest.isoformat(),
        "first_article": story.first.id,
        "first_outlet": story.first.outlet_id,
        "title": story.first.title,
    }


def _parts(story: "StoryDetail") -> Iterator[dict[str, Any]]:
    for part in story.parts:
        yield {
            "story": story.id,
            "id": part.line.id,
            "outlet": part.line.outlet_id,
            "time": part.line.when.isoformat(),
            "title": part.line.title,
            "kind": part.kind,
            "source": part.source,
            "kept": part.kept,
        }
