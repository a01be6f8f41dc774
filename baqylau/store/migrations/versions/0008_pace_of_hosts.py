"""The pace of each host, shared by its outlets and by all crawlers; of an address a hash of what is
read of its page, so that a page whose counter changed is known again, and the number by which an
article is known when its slug changes.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0008'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'host_turns',
        sa.Column('host', sa.String(length=255), nullable=False),
        sa.Column('last_sent', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column('pause', sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint('host', name=op.f('pk_host_turns')),
    )
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.add_column(sa.Column('read_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('identity', sa.String(length=64), nullable=True))
        batch_op.create_index(
            batch_op.f('ix_addresses_outlet_identity'), ['outlet', 'identity'], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_addresses_outlet_identity'))
        batch_op.drop_column('identity')
        batch_op.drop_column('read_hash')
    op.drop_table('host_turns')
