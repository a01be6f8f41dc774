"""Entities: which names of the articles mean one person, organization or place, what editors merged
and split, and what is offered to them.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('entities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('roles', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('merged_into', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entities'))
    )
    with op.batch_alter_table('entities', schema=None) as batch_op:
        batch_op.create_index('ix_entities_merged_into', ['merged_into'], unique=False, sqlite_where=sa.text('merged_into IS NOT NULL'), postgresql_where=sa.text('merged_into IS NOT NULL'))

    op.create_table('entity_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('moment', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('entity', sa.Integer(), nullable=False),
    sa.Column('other', sa.Integer(), nullable=False),
    sa.Column('because', sa.Text(), nullable=True),
    sa.Column('undone', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entity'], ['entities.id'], name=op.f('fk_entity_changes_entity')),
    sa.ForeignKeyConstraint(['other'], ['entities.id'], name=op.f('fk_entity_changes_other')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entity_changes'))
    )
    with op.batch_alter_table('entity_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entity_changes_entity'), ['entity'], unique=False)
        batch_op.create_index(batch_op.f('ix_entity_changes_other'), ['other'], unique=False)

    op.create_table('entity_names',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entity', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sound', sa.String(length=128), nullable=False),
    sa.Column('block', sa.String(length=128), nullable=True),
    sa.Column('wide', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['entity'], ['entities.id'], name=op.f('fk_entity_names_entity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entity_names'))
    )
    with op.batch_alter_table('entity_names', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entity_names_sound'), ['sound'], unique=False)
        batch_op.create_index('ix_entity_names_block', ['block'], unique=False, sqlite_where=sa.text('block IS NOT NULL'), postgresql_where=sa.text('block IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_entity_names_entity'), ['entity'], unique=False)
        batch_op.create_index('ix_entity_names_wide', ['wide'], unique=False, sqlite_where=sa.text('wide IS NOT NULL'), postgresql_where=sa.text('wide IS NOT NULL'))

    op.create_table('entity_pairs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('one', sa.Integer(), nullable=False),
    sa.Column('other', sa.Integer(), nullable=False),
    sa.Column('likely', sa.Float(), nullable=False),
    sa.Column('found', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=16), nullable=True),
    sa.ForeignKeyConstraint(['one'], ['entities.id'], name=op.f('fk_entity_pairs_one')),
    sa.ForeignKeyConstraint(['other'], ['entities.id'], name=op.f('fk_entity_pairs_other')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entity_pairs')),
    sa.UniqueConstraint('one', 'other', name=op.f('uq_entity_pairs_one_other'))
    )
    with op.batch_alter_table('entity_pairs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entity_pairs_other'), ['other'], unique=False)

    op.create_table('entity_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('entity', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('edited', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_entity_links_article')),
    sa.ForeignKeyConstraint(['entity'], ['entities.id'], name=op.f('fk_entity_links_entity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entity_links'))
    )
    with op.batch_alter_table('entity_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entity_links_article'), ['article'], unique=False)
        batch_op.create_index(batch_op.f('ix_entity_links_entity_article'), ['entity', 'article'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('entity_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entity_links_entity_article'))
        batch_op.drop_index(batch_op.f('ix_entity_links_article'))

    op.drop_table('entity_links')
    with op.batch_alter_table('entity_pairs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entity_pairs_other'))

    op.drop_table('entity_pairs')
    with op.batch_alter_table('entity_names', schema=None) as batch_op:
        batch_op.drop_index('ix_entity_names_wide', sqlite_where=sa.text('wide IS NOT NULL'), postgresql_where=sa.text('wide IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_entity_names_entity'))
        batch_op.drop_index('ix_entity_names_block', sqlite_where=sa.text('block IS NOT NULL'), postgresql_where=sa.text('block IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_entity_names_sound'))

    op.drop_table('entity_names')
    with op.batch_alter_table('entity_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entity_changes_other'))
        batch_op.drop_index(batch_op.f('ix_entity_changes_entity'))

    op.drop_table('entity_changes')
    with op.batch_alter_table('entities', schema=None) as batch_op:
        batch_op.drop_index('ix_entities_merged_into', sqlite_where=sa.text('merged_into IS NOT NULL'), postgresql_where=sa.text('merged_into IS NOT NULL'))

    op.drop_table('entities')
