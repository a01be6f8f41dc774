"""One-time links: an account, or none for the first one, comes in; the token of a link by which its
person sets a password goes out. A link is used once and ends after a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from baqylau.accounts import logins, tokens
from baqylau.errors import AccountError
from baqylau.model.access import Role
from baqylau.store import accounts, audit
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from baqylau.store.connect import reading
from baqylau.store.tables import account_links, account_secrets, recovery_codes, sessions
from baqylau.store.tables import accounts as account_rows

LASTS = timedelta(days=3)
LASTS_FIRST = timedelta(hours=24)  # whoever has the first link gets everything


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is for: an account, or None for the first administrator of all."""

    account: Account | None


def make(engine: Engine, account: int | None, by: Actor) -> str:
    """The token of a new link; an earlier link for the same account ends. Raises `AccountError` for
    None where there are accounts, and for an account that is disabled.
    """
    token, lasts = tokens.new(), LASTS_FIRST if account is None else LASTS
    with accounts.changing(engine) as connection:
        known = _known(connection, account)
        connection.execute(delete(account_links).where(_of(account)))
        connection.execute(
            insert(account_links).values(
                token=tokens.hash_of(token), account=account, expires=by.moment + lasts
            )
        )
        audit.record(connection, by, "link_made", known.login if known else "")
    return token


def look(engine: Engine, token: str, now: datetime) -> Link | None:
    """What a link is for, without using it; None where it was used, has ended or never was."""
    with reading(engine) as connection:
        return _look(connection, token, now)


def use(engine: Engine, token: str, login: str, password: str, by: Actor) -> Account | None:
    """Uses a link: the account gets the password whose hash is given, every browser is signed out,
    and the first link makes the account with this login. None where the link is not valid any more.

    Raises `AccountError` for a login that cannot be one.
    """
    with accounts.changing(engine) as connection:
        link = _look(connection, token, by.moment)
        if link is None:
            return None
        account = link.account
        if account is None:
            spelled = logins.checked(login)
            by = Actor(spelled, by.address, by.moment)
            account = accounts.insert_account(connection, spelled, Role.ADMIN, by, True)
        by = Actor(account.login, by.address, by.moment)
        connection.execute(delete(account_links).where(_of(account.id if link.account else None)))
        connection.execute(delete(sessions).where(sessions.c.account == account.id))
        connection.execute(
            update(account_secrets)
            .where(account_secrets.c.account == account.id)
            .values(password=password)
        )
        accepted = func.coalesce(account_rows.c.accepted, by.moment)
        connection.execute(
            update(account_rows).where(account_rows.c.id == account.id).values(accepted=accepted)
        )
        audit.record(connection, by, "link_used", account.login)
        return account


def drop_second_factor(connection: Connection, account: int) -> None:
    """The account needs no codes any more."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account == account))
    connection.execute(
        update(account_secrets)
        .where(account_secrets.c.account == account)
        .values(totp=None, totp_step=None)
    )


def _look(connection: Connection, token: str, now: datetime) -> Link | None:
    row = connection.execute(
        select(account_links).where(account_links.c.token == tokens.hash_of(token))
    ).one_or_none()
    if row is None or row.expires <= now:
        return None
    if row.account is None:
        return None if _any_account(connection) else Link(None)
    try:
        return Link(_known(connection, row.account))
    except AccountError:
        return None


def _known(connection: Connection, account: int | None) -> Account | None:
    if account is None:
        if _any_account(connection):
            raise AccountError(
                "first",
                "there are accounts already; `baqylau accounts reset LOGIN` makes a link for one",
            )
        return None
    row = connection.execute(
        select(account_rows).where(account_rows.c.id == account, account_rows.c.login.is_not(None))
    ).one_or_none()
    if row is None or row.disabled is not None:
        raise AccountError("gone", f"the account {account} is disabled or deleted: enable it first")
    return accounts.account_of(row)


def _any_account(connection: Connection) -> bool:
    return connection.execute(select(account_rows.c.id).limit(1)).first() is not None


def _of(account: int | None) -> Any:
    column = account_links.c.account
    return column.is_(None) if account is None else column == account
