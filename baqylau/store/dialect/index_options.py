"""Options of indexes: tables come in, and the same tables go out with the conditions and methods of
their indexes in the words of the databases.

`tables.py` names a condition or a method without a dialect. SQLAlchemy imports a dialect as soon as
one of its words is used, and every command would import both, though it uses one; only migrations,
which write the options, come here.
"""

from sqlalchemy import MetaData, text

CONDITION = "condition"
"""The key in an index's `info` under which `tables.py` keeps the condition of a partial index, as
SQL.
"""
POSTGRES_METHOD = "postgres_method"
"""The key in an index's `info` under which `tables.py` keeps its method on PostgreSQL, where
that is not the B-tree.
"""
_DIALECTS = ("sqlite", "postgresql")


def with_options(metadata: MetaData) -> MetaData:
    """The same tables; a partial index has its condition as `sqlite_where` and `postgresql_where`,
    an index with a method has it as `postgresql_using`.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if condition := index.info.get(CONDITION):
                for dialect in _DIALECTS:
                    index.dialect_options[dialect]["where"] = text(condition)
            if method := index.info.get(POSTGRES_METHOD):
                index.dialect_options["postgresql"]["using"] = method
    return metadata
