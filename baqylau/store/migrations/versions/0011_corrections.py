"""A key for each fact that stays when its article is read again, and the addresses that articles
moved to or left, whose lineage does not follow from the address.
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0009'
branch_labels = None
depends_on = None

_KEYED, _KEYLESS = sa.text('key IS NOT NULL'), sa.text('key IS NULL')


def upgrade() -> None:
    op.create_table('moved_articles',
    sa.Column('outlet', sa.String(length=64), nullable=False),
    sa.Column('canonical_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('lineage', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_moved_articles_outlet')),
    sa.PrimaryKeyConstraint('outlet', 'canonical_hash', name=op.f('pk_moved_articles'))
    )
    with op.batch_alter_table('facts', schema=None) as batch_op:
        # empty at first: `store.fact_keys` fills it, some articles at a time
        batch_op.add_column(sa.Column('key', sa.String(length=40), nullable=True))
        batch_op.create_index('ix_facts_key', ['key'], unique=False, sqlite_where=_KEYED, postgresql_where=_KEYED)
        batch_op.create_index('ix_facts_without_key', ['article'], unique=False, sqlite_where=_KEYLESS, postgresql_where=_KEYLESS)


def downgrade() -> None:
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.drop_index('ix_facts_without_key', sqlite_where=_KEYLESS, postgresql_where=_KEYLESS)
        batch_op.drop_index('ix_facts_key', sqlite_where=_KEYED, postgresql_where=_KEYED)
        batch_op.drop_column('key')
    op.drop_table('moved_articles')
