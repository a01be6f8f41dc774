"""The API: tokens of programs, the log of changes that they follow, and indexes of lists in the
order of ids.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_tokens',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('prefix', sa.String(length=16), nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('scopes', sa.String(length=32), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=True),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('created', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_used', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('revoked', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens')),
    sa.UniqueConstraint('prefix', name=op.f('uq_api_tokens_prefix'))
    )
    op.create_table('article_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('moment', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article_changes')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('article_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_article_changes_article_kind'), ['article', 'kind'], unique=False)

    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_articles_outlet_id'), ['outlet', 'id'], unique=False)

    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facts_type_id'), ['type', 'id'], unique=False)

    # what is stored already is the beginning of the log
    op.execute("INSERT INTO article_changes (article, kind, moment)"
               " SELECT id, 'stored', stored FROM articles ORDER BY id")


def downgrade() -> None:
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facts_type_id'))

    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_articles_outlet_id'))

    with op.batch_alter_table('article_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_article_changes_article_kind'))

    op.drop_table('article_changes')
    op.drop_table('api_tokens')
