"""Indexes for retention and for forgetting on request; when a body left the archive."""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.text('body_removed IS NULL')
    with op.batch_alter_table('doomed_bodies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('buried', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True))

    op.create_index('ix_addresses_url_hash', 'addresses', ['url_hash'])
    op.create_index('ix_pages_address', 'pages', ['address'])
    op.create_index('ix_pages_content_hash_outcome_fetched', 'pages', ['content_hash', 'outcome', 'fetched'])
    op.create_index('ix_pages_body_kept_fetched_id', 'pages', ['fetched', 'id'], sqlite_where=kept, postgresql_where=kept)


def downgrade() -> None:
    op.drop_index('ix_pages_body_kept_fetched_id', 'pages')
    op.drop_index('ix_pages_content_hash_outcome_fetched', 'pages')
    op.drop_index('ix_pages_address', 'pages')
    op.drop_index('ix_addresses_url_hash', 'addresses')
    # a body that left already is done with: the schema before knows only bodies that are to leave
    op.execute('DELETE FROM doomed_bodies WHERE buried IS NOT NULL')
    with op.batch_alter_table('doomed_bodies', schema=None) as batch_op:
        batch_op.drop_column('buried')
