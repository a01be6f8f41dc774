"""Alembic's entry: the connection that `baqylau.store.schema` handed over comes in, revisions run
on it.
"""

from alembic import context

from baqylau.store.dialect.index_options import with_options
from baqylau.store.schema import is_ours
from baqylau.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=with_options(metadata),
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=is_ours,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
