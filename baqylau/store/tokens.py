"""Tokens of programs as rows.

Comes in: a name, scopes and an end, or a token that a program sent. Goes out: a new token, shown
once, or the row of the token that was sent. Only the SHA-256 of a token is stored: it is 32 random
bytes, which nobody guesses from their hash, so a slow hash would protect nothing. Times are in UTC.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, insert, or_, select, update

from baqylau.errors import InputError
from baqylau.model.access import Access, Role, Scope
from baqylau.store import audit
from baqylau.store.audit import Actor
from baqylau.store.columns import storable
from baqylau.store.connect import reading, writing
from baqylau.store.tables import api_tokens

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0 and 1, which look alike
_PREFIX = 8  # characters; 40 bits, so that two tokens hardly ever have the same
_FORM = re.compile(rf"baq_([{_ALPHABET}]{{{_PREFIX}}})_[A-Za-z0-9_-]{{43}}")
_LONGEST_NAME = 200  # characters
_USED_EVERY = timedelta(minutes=1)
"""The time of the last use is written at most this often, so that reading stays reading."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; `prefix` is its beginning, `role` is set where it may write."""

    id: int
    name: str
    prefix: str
    scopes: frozenset[Scope]
    role: Role | None
    made_by: str
    created: datetime
    expires: datetime | None
    last_used: datetime | None
    revoked: datetime | None

    @property
    def access(self) -> Access:
        return Access(f"token {self.name}", self.role, self.scopes, self.made_by)

    def is_valid(self, now: datetime) -> bool:
        return self.revoked is None and (self.expires is None or now < self.expires)


def add(
    engine: Engine,
    name: str,
    scopes: Collection[Scope],
    by: Actor,
    expires: datetime | None = None,
) -> tuple[str, Token]:
    """Makes a token; returns the token itself, which is not stored, and its row. The right to read
    is in every token; one that writes has the rights of an editor. Raises `InputError` for a name
    that is empty or too long, and for an end that has passed.
    """
    name = storable(" ".join(name.split()))
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InputError(f"the name of a token has 1 to {_LONGEST_NAME} characters: who uses it?")
    if expires is not None and expires <= by.moment:
        raise InputError(f"the token would expire before it is used: {expires:%Y-%m-%d %H:%M} UTC")
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(_PREFIX))
    whole = f"baq_{prefix}_{secrets.token_urlsafe(32)}"
    given = {Scope.READ, *scopes}
    values = {
        "name": name,
        "prefix": f"baq_{prefix}",
        "hash": _hash(whole),
        "scopes": " ".join(x.value for x in Scope if x in given),
        "role": Role.EDITOR.value if Scope.WRITE in given else None,
        "made_by": storable(by.name),
        "created": by.moment,
        "expires": expires,
    }
    with writing(engine) as connection:
        wanted = insert(api_tokens).values(**values).returning(*api_tokens.c)
        token = _token(connection.execute(wanted).one())
        audit.record(connection, by, "token_added", f"{token.prefix} {name}")
        return whole, token


def listed(engine: Engine) -> list[Token]:
    """Every token, the last made first, also those that are not valid any more."""
    with reading(engine) as connection:
        wanted = select(api_tokens).order_by(api_tokens.c.id.desc())
        return [_token(x) for x in connection.execute(wanted)]


def revoke(engine: Engine, prefix_or_id: str, by: Actor) -> Token:
    """Ends a token for ever; one that was revoked before keeps its time. Raises `InputError` where
    there is none.
    """
    given = prefix_or_id.strip()
    found = _FORM.fullmatch(given)  # somebody pastes the whole token, which leaked
    prefix = f"baq_{found[1]}" if found else given
    wanted = api_tokens.c.prefix == prefix
    if given.isascii() and given.isdigit() and len(given) < 10:
        wanted = api_tokens.c.id == int(given)
    with writing(engine) as connection:
        row = connection.execute(select(api_tokens).where(wanted)).one_or_none()
        if row is None:
            shown = prefix[:20]
            raise InputError(f"there is no token {shown!r}; `baqylau tokens list` shows them")
        if row.revoked is None:
            connection.execute(update(api_tokens).where(wanted).values(revoked=by.moment))
            audit.record(connection, by, "token_revoked", f"{row.prefix} {row.name}")
        return _token(connection.execute(select(api_tokens).where(wanted)).one())


def found(engine: Engine, sent: str, now: datetime) -> Token | None:
    """The token that was sent, if there is one and it is valid now. The hashes are compared in
    constant time, so that answers tell nothing about the stored one.
    """
    form = _FORM.fullmatch(sent)
    if form is None:
        return None
    with reading(engine) as connection:
        wanted = select(api_tokens).where(api_tokens.c.prefix == f"baq_{form[1]}")
        row = connection.execute(wanted).one_or_none()
    if row is None or not hmac.compare_digest(bytes(row.hash), _hash(sent)):
        return None
    token = _token(row)
    return token if token.is_valid(now) else None


def mark_used(engine: Engine, token: Token, now: datetime) -> None:
    """Writes that the token was used, at most once a minute."""
    if token.last_used is not None and now - token.last_used < _USED_EVERY:
        return
    long_ago = or_(
        api_tokens.c.last_used.is_(None), api_tokens.c.last_used <= now - _USED_EVERY
    )  # of several requests at once, one writes
    with writing(engine) as connection:
        connection.execute(
            update(api_tokens).where(api_tokens.c.id == token.id, long_ago).values(last_used=now)
        )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _token(row: Row[Any]) -> Token:
    return Token(
        row.id,
        row.name,
        row.prefix,
        frozenset(Scope(x) for x in row.scopes.split()),
        Role(row.role) if row.role else None,
        row.made_by,
        row.created,
        row.expires,
        row.last_used,
        row.revoked,
    )
