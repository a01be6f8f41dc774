"""Partial indexes: tables come in, and the same tables go out with the conditions of their indexes
in the words of both databases.

`tables.py` names a condition without a dialect. SQLAlchemy imports a dialect as soon as one of its
words is used, and every command would import both, though it uses one; only migrations, which
write the conditions, come here.
"""

from sqlalchemy import MetaData, text

CONDITION = "condition"
"""The key in an index's `info` under which `tables.py` keeps its condition, as SQL."""
_DIALECTS = ("sqlite", "postgresql")


def with_conditions(metadata: MetaData) -> MetaData:
    """The same tables; a partial index has its condition as `sqlite_where` and
    `postgresql_where`.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if condition := index.info.get(CONDITION):
                for dialect in _DIALECTS:
                    index.dialect_options[dialect]["where"] = text(condition)
    return metadata
