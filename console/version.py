"""`baqylau --version`: nothing comes in; the lines to put into a bug report go out."""

import platform
import sqlite3

import baqylau
from baqylau.store import schema_revision


def version() -> str:
    """Name and version, the database revision this version needs, Python and SQLite."""
    return (
        f"baqylau {baqylau.__version__}\n"
        f"database revision {schema_revision.newest()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}"
    )
