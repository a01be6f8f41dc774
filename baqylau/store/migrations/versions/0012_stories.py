"""Stories: which articles are about one event, what each repeats of which, and the numbers by which
both are found.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0012'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'stories',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('merged_into', sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_stories')),
    )
    op.create_index(
        'ix_stories_merged_into', 'stories', ['merged_into'], unique=False,
        sqlite_where=sa.text('merged_into IS NOT NULL'),
        postgresql_where=sa.text('merged_into IS NOT NULL'),
    )
    op.create_table(
        'story_articles',
        sa.Column('article', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('story', sa.Integer(), nullable=False),
        sa.Column('listed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column('version', sa.String(length=32), nullable=False),
        sa.Column('text_hash', sa.LargeBinary(length=32), nullable=False),
        sa.Column('features', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ['article'], ['articles.id'], name=op.f('fk_story_articles_article')
        ),
        sa.ForeignKeyConstraint(['story'], ['stories.id'], name=op.f('fk_story_articles_story')),
        sa.PrimaryKeyConstraint('article', name=op.f('pk_story_articles')),
    )
    op.create_index(
        op.f('ix_story_articles_story_listed'), 'story_articles', ['story', 'listed'], unique=False
    )
    op.create_index(
        op.f('ix_story_articles_listed_story'), 'story_articles', ['listed', 'story'], unique=False
    )
    op.create_table(
        'reprints',
        sa.Column('article', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('source', sa.Integer(), nullable=False),
        sa.Column('kept', sa.Float(), nullable=False),
        sa.Column('of_source', sa.Float(), nullable=False),
        sa.Column('reason', sa.String(length=16), nullable=True),
        sa.Column('evidence', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_reprints_article')),
        sa.ForeignKeyConstraint(['source'], ['articles.id'], name=op.f('fk_reprints_source')),
        sa.PrimaryKeyConstraint('article', name=op.f('pk_reprints')),
    )
    op.create_index(op.f('ix_reprints_source'), 'reprints', ['source'], unique=False)
    for table, key, kind in (
        ('prints', 'print', sa.Integer()),
        ('story_keys', 'key', sa.BigInteger()),
    ):
        op.create_table(
            table,
            sa.Column(key, kind, autoincrement=False, nullable=False),
            sa.Column('article', sa.Integer(), autoincrement=False, nullable=False),
            sa.ForeignKeyConstraint(
                ['article'], ['articles.id'], name=op.f(f'fk_{table}_article')
            ),
            sa.PrimaryKeyConstraint(key, 'article', name=op.f(f'pk_{table}')),
            sqlite_with_rowid=False,
        )
        op.create_index(op.f(f'ix_{table}_article'), table, ['article'], unique=False)
    op.create_table(
        'outlet_sentences',
        sa.Column('outlet', sa.String(length=64), nullable=False),
        sa.Column('sentence', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ['outlet'], ['outlets.id'], name=op.f('fk_outlet_sentences_outlet')
        ),
        sa.PrimaryKeyConstraint('outlet', 'sentence', name=op.f('pk_outlet_sentences')),
    )


def downgrade() -> None:
    for table in (
        'outlet_sentences', 'story_keys', 'prints', 'reprints', 'story_articles', 'stories'
    ):
        op.drop_table(table)
