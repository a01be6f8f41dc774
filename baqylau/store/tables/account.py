"""Accounts of the dashboard, their credentials and sessions, and the log of who did what.

Secrets that this program made (of sessions, links, feeds, recovery codes) are random and stand here
as their SHA-256; a password stands as its argon2 hash. In PostgreSQL only the role of the dashboard
reads them (`baqylau.store.roles`).
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from baqylau.store.tables.base import UtcDateTime, metadata

# An account keeps its row when it is deleted: its id is never given to somebody else, and what it
# wrote goes on to name it.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "login", String(64), unique=True
    ),  # as `baqylau.accounts.logins` writes it; None: deleted
    Column("role", String(16), nullable=False),  # baqylau.model.access.Role
    Column("created", UtcDateTime, nullable=False),
    Column("accepted", UtcDateTime),  # when its person first signed in; None: invited only
    Column("disabled", UtcDateTime),  # since when; None: may sign in
)

account_secrets = Table(
    "account_secrets",
    metadata,
    Column("account", Integer, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("password", Text),  # argon2; None: signs in through the proxy, or is only invited
    Column("totp", String(64)),  # the base32 secret of the second factor; None: it has none
    Column("totp_step", Integer),  # the time step of the last code used: no code is used twice
    Column("feed", LargeBinary(32), unique=True),  # hash of the token for feeds
)

recovery_codes = Table(  # each replaces one code of the second factor, once
    "recovery_codes",
    metadata,
    Column("code", LargeBinary(32), primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False),
    Index(None, "account"),
)

account_links = Table(  # one-time links by which a person sets a password
    "account_links",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id")),  # None: makes the first account
    Column("expires", UtcDateTime, nullable=False),
    Index(None, "account"),
)

sessions = Table(  # who is signed in, a row a browser
    "sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),  # to the minute
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),  # the browser, as it names itself
    Index(None, "account"),
)

audit_log = Table(  # never changed; deleted by age
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime, nullable=False),
    Column("who", String(80), nullable=False),  # Access.name: a login, a token's name, "terminal"
    Column("action", String(40), nullable=False),
    Column("about", Text, nullable=False),  # what it was done to; never a password, code or token
    Column("address", String(64), nullable=False),  # from where; empty: from the terminal
    Index(None, "moment"),
)

SECRET = (
    account_secrets.name,
    recovery_codes.name,
    account_links.name,
    sessions.name,
)
"""What only the dashboard reads: nobody who gets into the crawler or a worker reads a hash."""
NOT_IN_BACKUP = frozenset({sessions.name, account_links.name})
"""Who is signed in and what links wait hold for a while in one place only."""
