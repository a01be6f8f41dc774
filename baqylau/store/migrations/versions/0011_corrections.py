"""A key for each fact that stays when its article is read again, and the addresses that articles
moved to or left, whose lineage does not follow from the address; what people correct, label and
note, and who merged or split entities.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

_KEYED, _KEYLESS, _HIDDEN, _STANDS = (
    sa.text(x) for x in ('key IS NOT NULL', 'key IS NULL', 'hidden IS NOT NULL', 'undone IS NULL')
)


def _written() -> list[sa.Column[Any]]:
    """What each thing that a person wrote has."""
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('lineage', sa.String(length=20), nullable=False),
        sa.Column('subject', sa.String(length=40), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('moment', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    ]


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
        batch_op.add_column(sa.Column('corrected', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('hidden', sa.Boolean(), nullable=True))
        batch_op.create_index('ix_facts_key', ['key'], unique=False, sqlite_where=_KEYED, postgresql_where=_KEYED)
        batch_op.create_index('ix_facts_hidden', ['id'], unique=False, sqlite_where=_HIDDEN, postgresql_where=_HIDDEN)
        batch_op.create_index('ix_facts_without_key', ['article'], unique=False, sqlite_where=_KEYLESS, postgresql_where=_KEYLESS)
    op.create_table('corrections',
    *_written(),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('read', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('value', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('because', sa.Text(), nullable=True),
    sa.Column('undone', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_index('ix_corrections_standing', 'corrections', ['subject', 'field'], unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)
    op.create_table('labels',
    *_written(),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_labels')),
    sa.UniqueConstraint('subject', 'name', name=op.f('uq_labels_subject_name'))
    )
    op.create_index(op.f('ix_labels_name'), 'labels', ['name'])
    op.create_table('notes',
    *_written(),
    sa.Column('text', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes'))
    )
    op.create_index(op.f('ix_notes_subject'), 'notes', ['subject'])
    op.create_table('annotated_articles',
    sa.Column('article', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('lineage', sa.String(length=20), nullable=False),
    sa.Column('corrected', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('hidden', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_annotated_articles_article')),
    sa.PrimaryKeyConstraint('article', name=op.f('pk_annotated_articles'))
    )
    op.create_index('ix_annotated_articles_hidden', 'annotated_articles', ['article'], unique=False, sqlite_where=_HIDDEN, postgresql_where=_HIDDEN)
    for table in ('corrections', 'labels', 'notes', 'annotated_articles'):
        op.create_index(op.f(f'ix_{table}_lineage'), table, ['lineage'])
    with op.batch_alter_table('entity_changes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('undone_by', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('entity_changes', schema=None) as batch_op:
        batch_op.drop_column('undone_by')
        batch_op.drop_column('by')
    for table in ('annotated_articles', 'notes', 'labels', 'corrections'):
        op.drop_table(table)
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.drop_index('ix_facts_without_key', sqlite_where=_KEYLESS, postgresql_where=_KEYLESS)
        batch_op.drop_index('ix_facts_hidden', sqlite_where=_HIDDEN, postgresql_where=_HIDDEN)
        batch_op.drop_index('ix_facts_key', sqlite_where=_KEYED, postgresql_where=_KEYED)
        batch_op.drop_column('hidden')
        batch_op.drop_column('corrected')
        batch_op.drop_column('key')
    op.drop_table('moved_articles')
