"""Times by the hour: a column of times comes in, a column with the hour of each in UTC goes out, as
`2026-11-30 17`. Counted by the hour, a database of any size gives few rows; the day in a zone is
made of the hour afterwards.
"""

from sqlalchemy import ColumnElement, Connection, String, func, literal_column


def hour_of(connection: Connection, column: ColumnElement[object]) -> ColumnElement[str]:
    """The hour; SQLite keeps times as text in UTC."""
    if connection.dialect.name == "postgresql":
        there = func.timezone(literal_column("'UTC'"), column)
        return func.to_char(there, literal_column("'YYYY-MM-DD HH24'"), type_=String)
    return func.substr(column, literal_column("1"), literal_column("13"), type_=String)
