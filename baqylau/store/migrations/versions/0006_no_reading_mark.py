"""No mark for listings whose parsing was begun: they are parsed in processes of their own, and the
crawler outlives them.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.drop_column('reading')


def downgrade() -> None:
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('reading', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True)
        )
