"""Marks for visits and readings that were begun and never ended: the crawler died of them."""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outlets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('begun', sa.Integer(), server_default='0', nullable=False))
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('reading', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.drop_column('reading')
    with op.batch_alter_table('outlets', schema=None) as batch_op:
        batch_op.drop_column('begun')
