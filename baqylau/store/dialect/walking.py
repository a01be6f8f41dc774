"""Conditions for lists in the order of ids: a condition that most rows meet comes in; the same one,
for which SQLite takes no index, goes out.

SQLite believes that an equality is met by few rows, finds them through an index and sorts them: all
of an archive, for a page of fifty. Without that index it goes through the rows in the order asked
for and stops at the end of the page. PostgreSQL counts its values and needs no help.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import UnaryExpression

from baqylau.store.connect import is_embedded


def without_index(
    connection: Connection, conditions: Iterable[ColumnElement[bool]], *columns: Column[Any]
) -> list[ColumnElement[bool]]:
    """The conditions, in which these columns are no reason to take an index."""
    given = list(conditions)
    if not is_embedded(connection.engine):
        return given

    def hidden(element: Any, **_: Any) -> Any:
        if not any(element is x for x in columns):
            return None
        return UnaryExpression(element, operator=operators.custom_op("+"), type_=element.type)

    return [visitors.replacement_traverse(x, {}, hidden) for x in given]
