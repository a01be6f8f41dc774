"""`baqylau watch`: watches are made, shown, tested, muted and removed; the delivery log is listed
and its rows sent again.

$ baqylau watch add "паводок OR «су тасқыны»" --to mail:desk@example.org
watch 1: it would have found 12 articles in the last 30 days, 0.4 a day
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from baqylau.errors import InputError
from console.editing import say

cli = typer.Typer(
    no_args_is_help=True, help="Watches: be told when an article is printed that a query finds."
)
_Id = Annotated[int, typer.Argument(help="The number of a watch; `list` shows them.")]


@cli.command()
def add(
    query: Annotated[str, typer.Argument(help="What to watch for, as in the search.")],
    to: Annotated[
        list[str] | None,
        typer.Option(
            help="A channel: mail:desk@example.org, telegram:-100123, webhook:https://…,"
            " program, apprise:name; may be repeated."
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="Its name; otherwise the query.")] = "",
    owner: Annotated[str, typer.Option(help="The name of the account it belongs to.")] = "terminal",
    outlets: Annotated[str, typer.Option(help="Ids of outlets, with commas.")] = "",
    languages: Annotated[str, typer.Option(help="Languages, with commas.")] = "",
    quiet: Annotated[str, typer.Option(help="No message between, as 22:00-07:00.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone of all hours.")] = "Asia/Almaty",
    each: Annotated[bool, typer.Option("--each", help="A message for each reprint too.")] = False,
    edits: Annotated[bool, typer.Option("--edits", help="Tell of edits.")] = False,
    removals: Annotated[bool, typer.Option("--removals", help="Tell of removed articles.")] = False,
    issues: Annotated[bool, typer.Option("--issues", help="Tell of its outlets' issues.")] = False,
    appointed: Annotated[
        str, typer.Option(help="Only where somebody joins or leaves this organization.")
    ] = "",
    figure: Annotated[str, typer.Option(help='Only with such a figure: "1000000000 KZT".')] = "",
    digest: Annotated[str, typer.Option(help="day or week: one message for all.")] = "",
    digest_at: Annotated[str, typer.Option(help="Hours of the digest, as 08:00,18:00.")] = "",
    ui: Annotated[str, typer.Option(help="Language of the messages: ru, kk or en.")] = "ru",
) -> None:
    """Make a watch; says first what it would have found in the last 30 days, and is refused where
    that is more than 200 a day without a digest.
    """
    start, _, end = quiet.partition("-")
    given = {"name": name, "query": query, "outlets": outlets, "languages": languages, "zone": zone}
    given |= {"quiet_from": start, "quiet_until": end, "appointed": appointed, "figure": figure}
    given |= {"digest": digest, "digest_at": digest_at, "language": ui}
    switches = {"collapse": not each, "edits": edits, "removals": removals, "issues": issues}
    given |= {x: "on" for x, on in switches.items() if on}
    _make(given, owner, to or ())


@cli.command("list")
def list_(
    owner: Annotated[str | None, typer.Option(help="Only those of this account.")] = None,
) -> None:
    """List the watches."""
    from baqylau.errors import QueryError
    from baqylau.store import watches
    from baqylau.store.queries.search import parsed

    with _app() as (_, engine, _known):
        found = watches.listed(engine, owner)
        targets = watches.targets_of(engine, [x.id for x in found])
    if not found:
        say("there is no watch; `baqylau watch add QUERY --to mail:you@example.org` makes one")
    for x in found:
        try:
            parsed(x.query)
            wrong = ""
        except QueryError as refused:
            wrong = f"  NOT UNDERSTOOD: {refused}"
        to = ", ".join(f"{y.kind}:{y.address}".rstrip(":") for y in targets.get(x.id, ()))
        muted = "  muted" if x.muted else ""
        say(f"{x.id:>5}  {x.owner}  {x.name}  [{x.query}]  {to}{muted}{wrong}")


@cli.command()
def show(watch: _Id) -> None:
    """Show a watch: its settings, its channels and the last articles it matched."""
    from dataclasses import asdict

    from baqylau.store import watches
    from baqylau.store.queries import watch_pages

    with _app() as (_, engine, _known):
        found = watches.get(engine, watch)
        targets = watches.targets_of(engine, [watch]).get(watch, [])
        rows = watch_pages.matched(engine, watch, 20)
    for key, value in asdict(found).items():
        if value not in (None, (), "", False):
            say(f"{key:<12} {value}")
    for x in targets:
        say(f"{'to':<12} {x.id}  {x.kind} {x.address}{'  muted' if x.muted else ''}")
    for row in rows:
        say(f"  {row.matched:%Y-%m-%d %H:%M}  {row.silent or 'told':<10}  {row.title or '-'}")


@cli.command()
def test(watch: _Id) -> None:
    """Send a test message to every channel of a watch and say what became of each."""
    from baqylau import alerts
    from baqylau.alerts import compose
    from baqylau.errors import BaqylauError
    from baqylau.store import watches
    from workers.delivery import about_of

    failed = 0
    with _whole_app() as app:
        found = watches.get(app.engine, watch)
        for x in watches.targets_of(app.engine, [watch]).get(watch, []):
            import secrets

            message = compose.test(secrets.token_hex(16), about_of(app, found))
            try:
                alerts.send(app.settings, x.kind, x.address, message)
                say(f"{x.kind} {x.address}: taken")
            except BaqylauError as wrong:
                failed += 1
                say(f"{x.kind} {x.address}: {wrong}")
    if failed:
        raise typer.Exit(1)


@cli.command()
def mute(
    watch: _Id,
    channel: Annotated[
        int | None, typer.Option(help="Only this channel; `show` lists them.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Tell again.")] = False,
) -> None:
    """Tell nobody of a watch any more, or tell again; it goes on matching."""
    from baqylau.store import watches

    with _app() as (_, engine, _known):
        moment = None if off else _now(engine)
        if channel is None:
            watches.mute(engine, watch, moment)
        else:
            watches.mute_target(engine, channel, moment)
    say("told again" if off else "muted")


@cli.command()
def remove(watch: _Id) -> None:
    """Remove a watch with its channels and what it matched; the delivery log stays."""
    from baqylau.store import watches

    with _app() as (_, engine, _known):
        watches.remove(engine, watch, _now(engine))
    say(f"watch {watch} is removed")


@cli.command("log")
def log_(
    watch: Annotated[int | None, typer.Option(help="Only of this watch.")] = None,
    state: Annotated[
        str | None, typer.Option(help="pending, leased, done, given_up or cancelled.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
) -> None:
    """List the delivery log, the latest first, with the reason of the last failure."""
    from baqylau.store.deliveries import STATES
    from baqylau.store.queries import deliveries

    if state is not None and state not in STATES:
        raise InputError(f"--state is {state!r}: give one of {', '.join(STATES)}")
    with _app() as (_, engine, _known):
        for x in deliveries.log(engine, None, watch, state, limit):
            reason = f"  {x.reason}" if x.reason and x.state != "done" else ""
            say(
                f"{x.id:>7}  {x.created:%Y-%m-%d %H:%M:%S}  {x.state:<9}  {x.attempts}  {x.event}"
                f"  {x.to}{reason}"
            )


@cli.command()
def replay(
    ids: Annotated[list[int], typer.Argument(help="Rows of the log; `log` shows their numbers.")],
) -> None:
    """Send rows of the log again, with their old keys."""
    from baqylau.store import deliveries

    with _app() as (_, engine, _known):
        count = deliveries.replay(engine, ids, _now(engine))
    say(f"{count} are sent again")


def _make(given: dict[str, str], owner: str, to: Sequence[str]) -> None:
    from baqylau.store import watches
    from baqylau.store.queries.preview import DAYS, preview
    from baqylau.watches.draft import refuse_flood, watch_of

    with _app() as (settings, engine, known):
        watch = watch_of(given, owner, known)
        targets = _targets(settings, to)
        found = preview(engine, watch, _now(engine), _countries(known))
        refuse_flood(watch, found.a_day)
        number = watches.add(engine, watch, targets, _now(engine))
    more = "" if found.complete else "more than "
    say(
        f"watch {number}: it would have found {more}{found.found} articles in the last"
        f" {min(DAYS, round(found.days))} days, {found.a_day:.1f} a day"
    )
    if not targets:
        say("it has no channel: it is read in the dashboard and in its feed")


def _targets(settings: Any, given: Any) -> list[tuple[str, str]]:
    from baqylau import alerts

    found = []
    for each in given:
        kind, _, address = each.partition(":")
        found.append(alerts.checked(settings, kind, address))
    return found


def _countries(known: Any) -> dict[str, str]:
    return {x: y.country for x, y in known.items()}


@contextmanager
def _app() -> Iterator[tuple[Any, Any, Any]]:
    """The settings, the database and the outlets."""
    from baqylau import settings
    from baqylau.app import open_database, outlets_of
    from baqylau.store.connect import busy_as_try_later

    given = settings.load()
    with open_database(given) as engine, busy_as_try_later():
        yield given, engine, outlets_of(given)


@contextmanager
def _whole_app() -> Iterator[Any]:
    from baqylau import settings
    from baqylau.app import open_app
    from baqylau.store.connect import busy_as_try_later

    with open_app(settings.load(), migrate=False) as app, busy_as_try_later():
        yield app


def _now(engine: Any) -> Any:
    from baqylau.store.dialect.db_clock import db_now

    return db_now(engine)
