"""What differs between SQLite and PostgreSQL, one file for each subject: inserts, locks, the clock,
the numbering of rows and the full-text index.

Comes in: a connection or an engine. Goes out: the statement, lock or time as that database has it.
Only this package and `store.connect` ask which of the two databases it is; everything else in the
store is written once for both.
"""

from baqylau.store.dialect.inserts import insert_into, insert_or_ignore, name_of, upsert
from baqylau.store.dialect.values import is_one_of, rows_of

__all__ = ["insert_into", "insert_or_ignore", "is_one_of", "name_of", "rows_of", "upsert"]
