"""Indexes for the articles that name somebody, and for the list of edits and removals."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    edited, removed = sa.text('revision > 1'), sa.text('removed IS NOT NULL')
    op.create_index('ix_mentions_name', 'mentions', ['name'], postgresql_using='hash')
    op.create_index('ix_articles_edited_outlet', 'articles', ['outlet'], sqlite_where=edited, postgresql_where=edited)
    op.create_index('ix_articles_removed_id', 'articles', ['removed', 'id'], sqlite_where=removed, postgresql_where=removed)


def downgrade() -> None:
    op.drop_index('ix_articles_removed_id', 'articles')
    op.drop_index('ix_articles_edited_outlet', 'articles')
    op.drop_index('ix_mentions_name', 'mentions')
