"""Accounts as rows.

Comes in: an id or a login, or who changes an account and how. Goes out: the account, or the change
together with its line in the audit log. Times are in UTC.

The last administrator who can sign in is never removed, and a deleted account's id is never given
to another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from baqylau.accounts import logins
from baqylau.errors import AccountError
from baqylau.model.access import Access, Role
from baqylau.store import audit, watches
from baqylau.store.audit import Actor
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import locks
from baqylau.store.tables import (
    account_links,
    account_secrets,
    accounts,
    recovery_codes,
    sessions,
)

_LOCK = 0x62717932  # any fixed number: one process changes accounts at a time


@dataclass(frozen=True, slots=True)
class Account:
    """`accepted`: when its person first set a password or came through the proxy, None for one who
    is only invited. `disabled`: since when it may not sign in, None for one who may.
    """

    id: int
    login: str
    role: Role
    created: datetime
    accepted: datetime | None
    disabled: datetime | None

    @property
    def enabled(self) -> bool:
        return self.disabled is None

    @property
    def access(self) -> Access:
        """What its person may see and do."""
        return Access.of_role(self.login, self.role)


def exist(engine: Engine) -> bool:
    """Whether there is an account, so that the dashboard asks everybody to sign in. It stays so
    when accounts are deleted.
    """
    with reading(engine) as connection:
        return connection.execute(select(accounts.c.id).limit(1)).first() is not None


def find(engine: Engine, account: int) -> Account | None:
    """The account with this id, disabled ones too; None where there is none or it was deleted."""
    return _one(engine, accounts.c.id == account)


def by_login(engine: Engine, login: str) -> Account | None:
    """The account with this login, however it is spelled."""
    return _one(engine, accounts.c.login == logins.spelled(login))


def listed(engine: Engine) -> list[Account]:
    """Every account that is not deleted, by login."""
    wanted = select(accounts).where(accounts.c.login.is_not(None)).order_by(accounts.c.login)
    with reading(engine) as connection:
        return [account_of(x) for x in connection.execute(wanted)]


def administrators(engine: Engine) -> int:
    """How many administrators can sign in."""
    with reading(engine) as connection:
        return len(_administrators(connection))


def _one(engine: Engine, condition: Any) -> Account | None:
    with reading(engine) as connection:
        row = connection.execute(
            select(accounts).where(condition, accounts.c.login.is_not(None))
        ).one_or_none()
    return None if row is None else account_of(row)


def account_of(row: Any) -> Account:
    """The account of a row that has every column of `accounts`."""
    return Account(row.id, row.login, Role(row.role), row.created, row.accepted, row.disabled)


# Changes
# --------------------------------------------------------------------------------------------------


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """One transaction that changes accounts, while no other does: two administrators who remove
    each other at the same moment leave one.
    """
    with writing(engine) as connection:
        locks.lock(connection, _LOCK)
        yield connection


def add(engine: Engine, login: str, role: Role, by: Actor, *, accepted: bool = False) -> Account:
    """A new account without a password: `account_links.make` lets its person set one. Raises
    `AccountError` for a login that is taken or cannot be one, and where the first account is no
    administrator.
    """
    spelled = logins.checked(login)
    with changing(engine) as connection:
        if role is not Role.ADMIN and not _administrators(connection):
            raise AccountError(
                "first",
                "there is no administrator who can sign in: the first account is one"
                " (`baqylau accounts link`)",
            )
        return insert_account(connection, spelled, role, by, accepted)


def insert_account(
    connection: Connection, login: str, role: Role, by: Actor, accepted: bool
) -> Account:
    """The new row of an account, inside `changing`. Raises `AccountError` for a login that is
    taken.
    """
    if connection.execute(select(accounts.c.id).where(accounts.c.login == login)).first():
        raise AccountError("taken", f"the login {login} is taken; choose another")
    came = by.moment if accepted else None
    made = connection.execute(
        insert(accounts).values(login=login, role=role.value, created=by.moment, accepted=came)
    )
    [number] = made.inserted_primary_key or (0,)
    connection.execute(insert(account_secrets).values(account=number))
    audit.record(connection, by, "account_added", f"{login} {role}")
    return Account(number, login, role, by.moment, came, None)


def accept(engine: Engine, account: int, by: Actor) -> None:
    """Notes that the person of an invited account has come."""
    with changing(engine) as connection:
        known = _known(connection, account)
        if known.accepted is None:
            connection.execute(
                update(accounts).where(accounts.c.id == account).values(accepted=by.moment)
            )
            audit.record(connection, by, "signed_in", known.login)


def set_role(engine: Engine, account: int, role: Role, by: Actor) -> None:
    """Gives an account another role. Raises `AccountError` for the last administrator."""
    with changing(engine) as connection:
        known = _known(connection, account)
        if known.role == role:
            return
        _require_another(connection, known)
        connection.execute(update(accounts).where(accounts.c.id == account).values(role=role.value))
        audit.record(connection, by, "role_changed", f"{known.login} {known.role} → {role}")


def disable(engine: Engine, account: int, by: Actor) -> None:
    """Signs an account out everywhere and lets it in no more. Raises `AccountError` for the last
    administrator.
    """
    with changing(engine) as connection:
        known = _known(connection, account)
        _require_another(connection, known)
        connection.execute(
            update(accounts).where(accounts.c.id == account).values(disabled=by.moment)
        )
        for table in (sessions, account_links):
            connection.execute(delete(table).where(table.c.account == account))
        audit.record(connection, by, "account_disabled", known.login)


def enable(engine: Engine, account: int, by: Actor) -> None:
    """Lets a disabled account in again."""
    with changing(engine) as connection:
        known = _known(connection, account)
        connection.execute(update(accounts).where(accounts.c.id == account).values(disabled=None))
        audit.record(connection, by, "account_enabled", known.login)


def remove(engine: Engine, account: int, by: Actor) -> None:
    """Deletes an account: its login, secrets, sessions and links; its watches stop. The row stays
    without them, so that the id is not used again. Raises `AccountError` for the last
    administrator.
    """
    with changing(engine) as connection:
        known = _known(connection, account)
        _require_another(connection, known)
        for table in (sessions, account_links, recovery_codes, account_secrets):
            connection.execute(delete(table).where(table.c.account == account))
        connection.execute(
            update(accounts)
            .where(accounts.c.id == account)
            .values(login=None, disabled=func.coalesce(accounts.c.disabled, by.moment))
        )
        watches.orphan(connection, known.login, account, by.moment)
        audit.record(connection, by, "account_deleted", known.login)


def _known(connection: Connection, account: int) -> Account:
    row = connection.execute(
        select(accounts).where(accounts.c.id == account, accounts.c.login.is_not(None))
    ).one_or_none()
    if row is None:
        raise AccountError(
            "gone", f"there is no account {account}; `baqylau accounts list` shows them"
        )
    return account_of(row)


def _require_another(connection: Connection, known: Account) -> None:
    """Raises `AccountError` where this account is the last administrator who can sign in."""
    if _administrators(connection) == [known.id]:
        raise AccountError(
            "last",
            f"{known.login} is the last administrator who can sign in: make another one first",
        )


def _administrators(connection: Connection) -> list[int]:
    wanted = select(accounts.c.id).where(
        accounts.c.role == Role.ADMIN.value,
        accounts.c.login.is_not(None),
        accounts.c.accepted.is_not(None),
        accounts.c.disabled.is_(None),
    )
    return list(connection.execute(wanted).scalars())
