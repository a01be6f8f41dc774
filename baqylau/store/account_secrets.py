"""What an account signs in with: its password's hash, the secret of its second factor, recovery
codes, and the token of its feeds.

Comes in: a login, or an account with what it is to have. Goes out: the credentials, or whether a
code was still unused.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from baqylau.accounts import codes, logins, tokens
from baqylau.store import audit, sessions
from baqylau.store.account_links import drop_second_factor
from baqylau.store.accounts import Account, account_of
from baqylau.store.audit import Actor
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.tables import account_secrets, accounts, recovery_codes


@dataclass(frozen=True, slots=True)
class Credentials:
    """`password` is a hash; `totp` the secret of the second factor; `has_feed` whether the account
    has a token for feeds; `recovery` how many recovery codes are left.
    """

    account: Account
    password: str | None
    totp: str | None
    has_feed: bool
    recovery: int


def of_login(engine: Engine, login: str) -> Credentials | None:
    """The credentials of the account with this login, of a disabled one too."""
    wanted = (
        select(accounts, account_secrets.c.password, account_secrets.c.totp, account_secrets.c.feed)
        .join(account_secrets, account_secrets.c.account == accounts.c.id)
        .where(accounts.c.login == logins.spelled(login))
    )
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        left = connection.execute(
            select(recovery_codes.c.code).where(recovery_codes.c.account == row.id)
        ).all()
    return Credentials(account_of(row), row.password, row.totp, row.feed is not None, len(left))


def set_password(engine: Engine, account: Account, password: str, agent: str, by: Actor) -> str:
    """Stores the new hash and signs every browser out; the token of the one that asked."""
    with writing(engine) as connection:
        _set(connection, account.id, password=password)
        audit.record(connection, by, "password_changed", account.login)
        return sessions.renew(connection, account.id, agent, by)


def rehash(engine: Engine, account: int, password: str) -> None:
    """Stores the hash of the same password with today's costs."""
    with writing(engine) as connection:
        _set(connection, account, password=password)


# The second factor
# --------------------------------------------------------------------------------------------------


def set_second_factor(
    engine: Engine, account: Account, secret: str, step: int, agent: str, by: Actor
) -> tuple[list[str], str]:
    """From now on the account needs codes; `step` is that of the code that proved the app works.
    Gives its recovery codes, which are shown once, and the token of the browser that asked; the
    others are signed out.
    """
    new = codes.new_recovery_codes()
    with writing(engine) as connection:
        drop_second_factor(connection, account.id)
        _set(connection, account.id, totp=secret, totp_step=step)
        _insert_codes(connection, account.id, new)
        audit.record(connection, by, "codes_on", account.login)
        return new, sessions.renew(connection, account.id, agent, by)


def end_second_factor(engine: Engine, account: Account, by: Actor) -> None:
    """The account needs no codes any more."""
    with writing(engine) as connection:
        drop_second_factor(connection, account.id)
        audit.record(connection, by, "codes_off", account.login)


def take_step(engine: Engine, account: int, step: int) -> bool:
    """Uses the code of a time step; False where that code or a later one was used before, by
    whichever process.
    """
    unused = or_(account_secrets.c.totp_step.is_(None), account_secrets.c.totp_step < step)
    with writing(engine) as connection:
        taken = connection.execute(
            update(account_secrets)
            .where(account_secrets.c.account == account, unused)
            .values(totp_step=step)
        )
    return taken.rowcount == 1


def take_recovery_code(engine: Engine, account: Account, code: str, by: Actor) -> bool:
    """Uses a recovery code; False where the account has no such code."""
    with writing(engine) as connection:
        taken = connection.execute(
            delete(recovery_codes).where(
                recovery_codes.c.account == account.id,
                recovery_codes.c.code == codes.recovery_hash(account.id, code),
            )
        )
        if taken.rowcount == 1:
            audit.record(connection, by, "recovery_code_used", account.login)
    return taken.rowcount == 1


def _insert_codes(connection: Connection, account: int, new: Iterable[str]) -> None:
    rows = [{"account": account, "code": codes.recovery_hash(account, x)} for x in new]
    connection.execute(insert(recovery_codes), rows)


# Feeds
# --------------------------------------------------------------------------------------------------


def set_feed(engine: Engine, account: Account, token: str | None, by: Actor) -> None:
    """Gives the account a token for feeds in place of the one before; None takes it away."""
    with writing(engine) as connection:
        _set(connection, account.id, feed=None if token is None else tokens.hash_of(token))
        audit.record(connection, by, "feed_on" if token else "feed_off", account.login)


def account_of_feed(engine: Engine, token: str) -> Account | None:
    """The account that a feed's token belongs to; None where there is none or it is disabled."""
    wanted = (
        select(accounts)
        .join(account_secrets, account_secrets.c.account == accounts.c.id)
        .where(account_secrets.c.feed == tokens.hash_of(token), accounts.c.disabled.is_(None))
    )
    with at_once(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None or row.login is None else account_of(row)


def _set(connection: Connection, account: int, **values: object) -> None:
    connection.execute(
        update(account_secrets).where(account_secrets.c.account == account).values(**values)
    )
