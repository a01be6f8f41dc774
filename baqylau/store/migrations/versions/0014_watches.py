"""Watches, what they matched, and the outbox of what leaves."""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(length=96), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('watch', sa.Integer(), nullable=True),
    sa.Column('article', sa.Integer(), nullable=True),
    sa.Column('issue', sa.Integer(), nullable=True),
    sa.Column('span', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_token', sa.String(length=32), nullable=True),
    sa.Column('lease_until', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('not_before', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('event', 'channel', name=op.f('uq_deliveries_event_channel')),
    sa.UniqueConstraint('key', name=op.f('uq_deliveries_key'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliveries_article'), ['article'], unique=False)
        batch_op.create_index(batch_op.f('ix_deliveries_state_channel_not_before'), ['state', 'channel', 'not_before'], unique=False)
        batch_op.create_index(batch_op.f('ix_deliveries_state_lease_until'), ['state', 'lease_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_deliveries_watch_created'), ['watch', 'created'], unique=False)

    op.create_table('watches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('outlets', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('quiet_from', sa.String(length=5), nullable=True),
    sa.Column('quiet_until', sa.String(length=5), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('collapse', sa.Boolean(), nullable=False),
    sa.Column('edits', sa.Boolean(), nullable=False),
    sa.Column('removals', sa.Boolean(), nullable=False),
    sa.Column('issues', sa.Boolean(), nullable=False),
    sa.Column('appointed', sa.Text(), nullable=True),
    sa.Column('figure', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('digest', sa.String(length=8), nullable=True),
    sa.Column('digest_at', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('created', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('changed', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('muted', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('digested', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_digest', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watches'))
    )
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watches_next_digest'), ['next_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_watches_owner'), ['owner'], unique=False)

    op.create_table('watch_channels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('watch', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('created', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('muted', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['watch'], ['watches.id'], name=op.f('fk_watch_channels_watch')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_channels')),
    sa.UniqueConstraint('watch', 'kind', 'address', name=op.f('uq_watch_channels_watch_kind_address'))
    )
    op.create_table('matches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('watch', sa.Integer(), nullable=False),
    sa.Column('article', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('matched', baqylau.store.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('silent', sa.String(length=16), nullable=True),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_matches_article')),
    sa.ForeignKeyConstraint(['watch'], ['watches.id'], name=op.f('fk_matches_watch')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matches')),
    sa.UniqueConstraint('watch', 'article', name=op.f('uq_matches_watch_article'))
    )
    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_matches_article'), ['article'], unique=False)
        batch_op.create_index(batch_op.f('ix_matches_watch_matched'), ['watch', 'matched'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_matches_watch_matched'))
        batch_op.drop_index(batch_op.f('ix_matches_article'))

    op.drop_table('matches')
    op.drop_table('watch_channels')
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watches_owner'))
        batch_op.drop_index(batch_op.f('ix_watches_next_digest'))

    op.drop_table('watches')
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_watch_created'))
        batch_op.drop_index(batch_op.f('ix_deliveries_state_lease_until'))
        batch_op.drop_index(batch_op.f('ix_deliveries_state_channel_not_before'))
        batch_op.drop_index(batch_op.f('ix_deliveries_article'))

    op.drop_table('deliveries')
