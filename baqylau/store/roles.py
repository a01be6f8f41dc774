"""Roles and rights in PostgreSQL.

Comes in: the database addresses of the services. Goes out: a role for each service, with the rights
that it needs. The role that migrates owns the tables. Crawler and workers read and write rows and
change no table; the dashboard reads, and writes accounts, sessions and the audit log, whose secrets
nobody else reads, and what people correct (`OWN`). Tables that a later migration creates get their
rights by default privileges. Calling it again changes only what is missing.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, ProgrammingError

from baqylau.errors import ConfigurationError
from baqylau.store.connect import is_embedded, writing
from baqylau.store.dialect import locks
from baqylau.store.schema import LOCK
from baqylau.store.tables import accounts, api_tokens, audit_log, metadata
from baqylau.store.tables.account import SECRET


class Service(StrEnum):
    """The services that connect with a role of their own."""

    CRAWLER = "crawler"
    WORKERS = "workers"
    DELIVERY = "delivery"
    DASHBOARD = "dashboard"


WRITERS = frozenset({Service.CRAWLER, Service.WORKERS, Service.DELIVERY})
HIDDEN = ("forgotten", "removals", "doomed_bodies", "chores", "host_turns")
"""What the dashboard must not read: what was erased on request, and the workers' own records."""
ACCOUNTS: tuple[str, ...] = (accounts.name, api_tokens.name, *SECRET)
"""Who may sign in, and the tokens of programs."""
WRITTEN: tuple[str, ...] = (
    *("corrections", "labels", "notes", "annotated_articles", "article_changes"),
    *("entities", "entity_changes", "entity_links", "entity_names", "entity_pairs"),
)
"""What people correct, label, note, merge and split."""
WATCHES = ("watches", "watch_channels", "matches", "deliveries")
"""What people want to be told."""
OWN = (*ACCOUNTS, *WRITTEN, *WATCHES)
"""The tables that the dashboard and the API write."""
COLUMNS = {"facts": ("corrected", "hidden", "who", "listed"), "articles": ("listed",)}
"""The columns that a correction changes in tables that are the workers' otherwise."""
ADDED = "jobs"
"""Where a corrected fact makes the stages due again that read facts."""
_LOG = audit_log.name
"""Nobody changes a line of it: the dashboard adds lines, and so do workers, who delete old ones."""
_VERSION = "alembic_version"  # the schema's revision: only whoever migrates writes it
_ROW_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


def grant(engine: Engine, addresses: Mapping[Service, str]) -> dict[Service, str]:
    """Creates the role that each address names, with the address's password and the service's
    rights; returns the names of the roles.

    Raises `ConfigurationError` for SQLite, for an address without user or password or one that
    names a superuser or the owner of the tables, and where we may not create roles.
    """
    if is_embedded(engine):
        raise ConfigurationError(
            "roles are made in PostgreSQL; SQLite has none, its file's permissions guard it"
        )
    urls = {service: _url(service, address) for service, address in addresses.items()}
    try:
        with writing(engine) as connection:
            locks.lock(connection, LOCK)
            for service, url in urls.items():
                _make(connection, service, url)
            for statement in _rights(connection, {x: str(u.username) for x, u in urls.items()}):
                connection.exec_driver_sql(statement)
    except ProgrammingError as wrong:
        raise ConfigurationError(
            f"roles cannot be made or given their rights ({wrong.orig}); migrate as the owner of"
            " the database with CREATEROLE"
        ) from None
    return {service: str(url.username) for service, url in urls.items()}


def _url(service: Service, address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or not url.username or not url.password:
        raise ConfigurationError(
            f"the address of {service} names no user and password: give"
            " postgresql://user:password@host/name"
        )
    return url


def _make(connection: Connection, service: Service, url: URL) -> None:
    """Creates or changes the role. The password is sent as its hash, which may appear in the
    server's log.
    """
    name = str(url.username)
    found = connection.execute(
        text("SELECT rolsuper, rolname = current_user FROM pg_roles WHERE rolname = :name"),
        {"name": name},
    ).one_or_none()
    if found is not None and any(found):
        raise ConfigurationError(
            f"the address of {service} names {name}, a superuser or the owner of the tables: give"
            " each service a role of its own"
        )
    driver: Any = connection.connection.driver_connection
    hashed = driver.pgconn.encrypt_password(
        str(url.password).encode(), name.encode(), b"scram-sha-256"
    ).decode()
    how = "ALTER" if found else "CREATE"
    connection.exec_driver_sql(
        f"{how} ROLE {_quoted(connection, name)} LOGIN NOCREATEDB NOCREATEROLE PASSWORD '{hashed}'"
    )


def _rights(connection: Connection, names: Mapping[Service, str]) -> Iterator[str]:
    """The statements in order; rights that a role had before and should not have go first."""
    database = _quoted(
        connection, str(connection.execute(text("SELECT current_database()")).scalar())
    )
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    for service, name in names.items():
        role = _quoted(connection, name)
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
        yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        yield from _writes(service, role) if service in WRITERS else _reads(role)


def _writes(service: Service, role: str) -> Iterator[str]:
    for how in ("", "ALTER DEFAULT PRIVILEGES IN SCHEMA public "):
        tables = "TABLES" if how else "ALL TABLES IN SCHEMA public"
        sequences = "SEQUENCES" if how else "ALL SEQUENCES IN SCHEMA public"
        yield f"{how}GRANT {_ROW_RIGHTS} ON {tables} TO {role}"
        # UPDATE: a restore sets where numbering goes on
        yield f"{how}GRANT USAGE, SELECT, UPDATE ON {sequences} TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {_VERSION} FROM {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {accounts.name} FROM {role}"
    taken = "UPDATE" if service is Service.WORKERS else "INSERT, UPDATE, DELETE"
    yield f"REVOKE {taken} ON {_LOG} FROM {role}"
    yield f"REVOKE ALL ON {', '.join((api_tokens.name, *SECRET))} FROM {role}"


def _reads(role: str) -> Iterator[str]:
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {role}"
    yield f"REVOKE ALL ON {', '.join(HIDDEN)} FROM {role}"
    yield f"GRANT {_ROW_RIGHTS} ON {', '.join(OWN)} TO {role}"
    yield f"GRANT INSERT ON {_LOG} TO {role}"
    for table, columns in COLUMNS.items():
        yield f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {role}"
    yield f"GRANT INSERT, UPDATE ON {ADDED} TO {role}"
    for table in _numbered(OWN, _LOG, ADDED):
        yield f"GRANT USAGE, SELECT ON SEQUENCE {table}_id_seq TO {role}"


def require_readable(connection: Connection) -> None:
    """Raises `ConfigurationError` where this connection's role may not read every table, as a
    backup has to.
    """
    if is_embedded(connection.engine):
        return
    may = text("SELECT has_table_privilege(:table, 'SELECT')")
    for table in metadata.tables:
        if not connection.execute(may, {"table": table}).scalar_one():
            raise ConfigurationError(
                f"this role of the database may not read {table}: run the command as the owner of"
                " the tables (with docker compose: in the service migrate)"
            )


def _numbered(tables: Iterable[str], *more: str) -> list[str]:
    """Those of the tables whose rows get their id from a sequence."""
    return [x for x in (*tables, *more) if "id" in metadata.tables[x].columns]


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
