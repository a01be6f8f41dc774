"""`baqylau accounts`: a login and what it is to have come in; a one-time link for its person, the
list of accounts, or the audit log goes out. It works beside a running dashboard.

Whoever may use this command may read and write the database anyway, so it asks for no password; the
audit log calls them "terminal".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.errors import AccountError
from baqylau.model.access import TERMINAL, Role

if TYPE_CHECKING:
    from baqylau.settings import Settings
    from baqylau.store.accounts import Account
    from baqylau.store.audit import Actor

cli = typer.Typer(
    no_args_is_help=True,
    help="Who may sign in to the dashboard: add, list, roles, one-time links, audit log.",
)
_Login = Annotated[str, typer.Argument(help="The login of the account.")]
_Codes = Annotated[bool, typer.Option("--codes", help="Turn its code off too: a lost phone.")]


@cli.command()
def link() -> None:
    """Print a one-time link for the first administrator; an earlier one ends."""
    from baqylau.store import account_links

    with _opened() as (settings, engine):
        token = account_links.make(engine, None, _by())
    _say(f"First administrator: {address_of(settings, token)}")
    _say(f"The link can be used once, within {_hours(account_links.LASTS_FIRST)}.")


@cli.command()
def add(
    login: _Login,
    role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.READER,
) -> None:
    """Add an account and print the one-time link by which its person sets a password."""
    from baqylau.store import accounts

    with _opened() as (settings, engine):
        account = accounts.add(engine, login, role, _by())
        _print_link(settings, engine, account)


@cli.command()
def reset(login: _Login, codes: _Codes = False) -> None:
    """Print a one-time link by which a person sets a new password."""
    from baqylau.store import account_secrets

    with _opened() as (settings, engine):
        account = _known(engine, login)
        if codes:
            account_secrets.end_second_factor(engine, account, _by())
        _print_link(settings, engine, account)


@cli.command("list")
def list_() -> None:
    """List the accounts with their roles."""
    from baqylau.store import accounts

    with _opened() as (_, engine):
        found = accounts.listed(engine)
    if not found:
        _say("no accounts; `baqylau accounts link` prints a link for the first administrator")
    for x in found:
        state = "disabled" if not x.enabled else "active" if x.accepted else "invited"
        _say(f"{x.id:>6}  {x.role:<8} {state:<9} {x.created:%Y-%m-%d}  {x.login}")


@cli.command()
def role(
    login: _Login, role: Annotated[Role, typer.Argument(help="What the account may do.")]
) -> None:
    """Give an account another role."""
    from baqylau.store import accounts

    with _opened() as (_, engine):
        account = _known(engine, login)
        accounts.set_role(engine, account.id, role, _by())
    _say(f"{account.login} is {role} now")


@cli.command()
def disable(login: _Login) -> None:
    """Sign an account out everywhere and let it in no more."""
    from baqylau.store import accounts

    with _opened() as (_, engine):
        account = _known(engine, login)
        accounts.disable(engine, account.id, _by())
    _say(f"{account.login} is disabled; `baqylau accounts enable {account.login}` takes it back")


@cli.command()
def enable(login: _Login) -> None:
    """Let a disabled account in again."""
    from baqylau.store import accounts

    with _opened() as (_, engine):
        account = _known(engine, login)
        accounts.enable(engine, account.id, _by())
    _say(f"{account.login} may sign in again")


@cli.command()
def delete(
    login: _Login,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete; else only say what would be.")
    ] = False,
) -> None:
    """Delete an account for ever, with its password, sessions and links."""
    from baqylau.store import accounts

    with _opened() as (_, engine):
        account = _known(engine, login)
        if not yes:
            _say(f"would delete {account.login} ({account.role}); --yes deletes")
            return
        accounts.remove(engine, account.id, _by())
    _say(f"{account.login} is deleted")


@cli.command()
def audit(
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 50,
) -> None:
    """Print who did what, when (UTC) and from where, newest first."""
    from baqylau.store import audit

    with _opened() as (_, engine):
        found = audit.listed(engine, limit)
    if not found:
        _say("nothing is written yet")
    for x in found:
        words = (x["who"] or "-", x["action"], x["about"], x["address"])
        _say(f"{x['moment']:%Y-%m-%d %H:%M:%S}  {'  '.join(y for y in words if y)}")


def address_of(settings: "Settings", token: str, home: str | None = None) -> str:
    """The whole address of a one-time link. `home` is the address of the dashboard that this
    process serves.
    """
    from baqylau.accounts.addresses import is_everywhere

    if settings.dashboard_address:
        home = settings.dashboard_address
    elif home is None or is_everywhere(settings.dashboard_host):
        host = settings.dashboard_host
        port = home.rpartition(":")[2] if home else settings.dashboard_port
        home = f"http://{'127.0.0.1' if is_everywhere(host) else host}:{port}"
    return f"{home}/link/{token}"


def _print_link(settings: "Settings", engine: Any, account: "Account") -> None:
    from baqylau.store import account_links

    token = account_links.make(engine, account.id, _by())
    _say(f"{account.login} ({account.role}): {address_of(settings, token)}")
    _say(f"The link can be used once, within {_hours(account_links.LASTS)}.")


def _hours(lasts: Any) -> str:
    return f"{int(lasts.total_seconds()) // 3600} hours"


def _known(engine: Any, login: str) -> "Account":
    from baqylau.store import accounts

    found = accounts.by_login(engine, login)
    if found is None:
        raise AccountError(
            "gone", f"there is no account {login}; `baqylau accounts list` shows them"
        )
    return found


def _by() -> "Actor":
    from baqylau.clock import now
    from baqylau.store.audit import Actor

    return Actor(TERMINAL.name, "", now())


def _say(line: str) -> None:
    """Prints a line; characters of a login that would steer the terminal become spaces."""
    typer.echo("".join(x if x.isprintable() else " " for x in line))


@contextmanager
def _opened() -> "Iterator[tuple[Settings, Any]]":
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    given = settings.load()
    with open_database(given) as engine, busy_as_try_later():
        yield given, engine
