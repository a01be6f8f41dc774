"""Citations: who cites whom in each article."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'citations',
        sa.Column('article', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('start', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('end', sa.Integer(), nullable=False),
        sa.Column('origin', sa.String(length=64), nullable=False),
        sa.Column('target', sa.String(length=300), nullable=False),
        sa.Column('is_outlet', sa.Boolean(), nullable=False),
        sa.Column('layer', sa.String(length=16), nullable=False),
        sa.Column('version', sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_citations_article')),
        sa.PrimaryKeyConstraint('article', 'start', 'origin', name=op.f('pk_citations')),
    )
    op.create_index(
        op.f('ix_citations_origin_article'), 'citations', ['origin', 'article'], unique=False
    )
    op.create_index(
        op.f('ix_citations_target_article'), 'citations', ['target', 'article'], unique=False
    )


def downgrade() -> None:
    op.drop_table('citations')
