"""Who is signed in: a row a browser.

Comes in: the token of a browser's cookie. Goes out: the account that it is signed in to. Only the
token's hash is stored. A session ends when it was not used for a while (`idle`), some time after it
began (`longest`), when its person signs out or changes the password, and when the account is
disabled.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from baqylau.accounts import tokens
from baqylau.model.access import Role
from baqylau.store import audit
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from baqylau.store.columns import storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.tables import accounts, sessions

SEEN_EVERY = timedelta(minutes=1)
"""How often the time of the last use is written: reading pages must not become writing rows."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long sessions live: without use, and in all."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in; `key` is what is stored of its token."""

    key: bytes
    account: Account
    created: datetime
    seen: datetime
    address: str
    agent: str

    def is_stale(self, now: datetime) -> bool:
        """Whether its last use was noted long enough ago to be noted again."""
        return now - self.seen >= SEEN_EVERY


def begin(
    engine: Engine, account: Account, agent: str, by: Actor, lifetime: Lifetime, old: str | None
) -> str:
    """Signs a browser in and gives its new token. The session that its cookie named until now ends,
    so that nobody can give a person a token they know; those past their time are deleted.
    """
    token = tokens.new()
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(_past(by.moment, lifetime)))
        if old is not None:
            connection.execute(delete(sessions).where(sessions.c.token == tokens.hash_of(old)))
        _insert(connection, token, account.id, agent, by)
        audit.record(connection, by, "signed_in", account.login)
    return token


def renew(connection: Connection, account: int, agent: str, by: Actor) -> str:
    """Ends every session of the account and begins one; its token."""
    connection.execute(delete(sessions).where(sessions.c.account == account))
    token = tokens.new()
    _insert(connection, token, account, agent, by)
    return token


def _insert(connection: Connection, token: str, account: int, agent: str, by: Actor) -> None:
    values = {"token": tokens.hash_of(token), "account": account, "created": by.moment}
    values |= {"seen": by.moment, "address": by.address[:64], "agent": storable(agent)[:200]}
    connection.execute(insert(sessions).values(**values))


def find(engine: Engine, token: str, now: datetime, lifetime: Lifetime) -> Session | None:
    """The session of a token; None where there is none, it is past its time, or its account may not
    sign in.
    """
    wanted = (
        select(sessions, *(x.label(f"a_{x.name}") for x in accounts.columns))
        .join(accounts, accounts.c.id == sessions.c.account)
        .where(sessions.c.token == tokens.hash_of(token))
    )
    with at_once(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None or row.a_disabled is not None or row.a_login is None:
        return None
    if now - row.seen > lifetime.idle or now - row.created > lifetime.longest:
        return None
    return _session(row)


def touch(engine: Engine, session: Session, now: datetime) -> None:
    """Notes that the session is used now; for one that `is_stale`."""
    with writing(engine) as connection:
        connection.execute(update(sessions).where(sessions.c.token == session.key).values(seen=now))


def end(engine: Engine, session: Session, by: Actor) -> None:
    """Signs this browser out."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.token == session.key))
        audit.record(connection, by, "signed_out", session.account.login)


def end_all(engine: Engine, account: Account, by: Actor) -> None:
    """Signs the account out everywhere."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.account == account.id))
        audit.record(connection, by, "signed_out_everywhere", account.login)


def of_account(engine: Engine, account: int, now: datetime, lifetime: Lifetime) -> list[Any]:
    """The account's sessions that have not ended, the last used first."""
    wanted = (
        select(sessions)
        .where(sessions.c.account == account)
        .order_by(sessions.c.seen.desc(), sessions.c.created.desc())
    )
    with reading(engine) as connection:
        rows = list(connection.execute(wanted))
    return [
        x for x in rows if now - x.seen <= lifetime.idle and now - x.created <= lifetime.longest
    ]


def _past(now: datetime, lifetime: Lifetime) -> Any:
    return or_(sessions.c.seen < now - lifetime.idle, sessions.c.created < now - lifetime.longest)


def _session(row: Any) -> Session:
    account = Account(
        row.a_id, row.a_login, Role(row.a_role), row.a_created, row.a_accepted, row.a_disabled
    )
    return Session(row.token, account, row.created, row.seen, row.address, row.agent)
