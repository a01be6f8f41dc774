"""Accounts of the dashboard: logins and roles, credentials, one-time links and sessions, and the log
of who did what.
"""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=64), nullable=True),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('created', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('disabled', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('login', name=op.f('uq_accounts_login'))
    )
    op.create_table('audit_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('moment', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_log'))
    )
    with op.batch_alter_table('audit_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_log_moment'), ['moment'], unique=False)

    op.create_table('account_links',
    sa.Column('token', sa.LargeBinary(length=32), nullable=False),
    sa.Column('account', sa.Integer(), nullable=True),
    sa.Column('expires', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_account_links_account')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_account_links'))
    )
    with op.batch_alter_table('account_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_links_account'), ['account'], unique=False)

    op.create_table('account_secrets',
    sa.Column('account', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('password', sa.Text(), nullable=True),
    sa.Column('totp', sa.String(length=64), nullable=True),
    sa.Column('totp_step', sa.Integer(), nullable=True),
    sa.Column('feed', sa.LargeBinary(length=32), nullable=True),
    sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_account_secrets_account')),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_account_secrets')),
    sa.UniqueConstraint('feed', name=op.f('uq_account_secrets_feed'))
    )
    op.create_table('recovery_codes',
    sa.Column('code', sa.LargeBinary(length=32), nullable=False),
    sa.Column('account', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_recovery_codes_account')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_recovery_codes'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_account'), ['account'], unique=False)

    op.create_table('sessions',
    sa.Column('token', sa.LargeBinary(length=32), nullable=False),
    sa.Column('account', sa.Integer(), nullable=False),
    sa.Column('created', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['account'], ['accounts.id'], name=op.f('fk_sessions_account')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_sessions'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_account'), ['account'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_account'))

    op.drop_table('sessions')
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_codes_account'))

    op.drop_table('recovery_codes')
    op.drop_table('account_secrets')
    with op.batch_alter_table('account_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_links_account'))

    op.drop_table('account_links')
    with op.batch_alter_table('audit_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_log_moment'))

    op.drop_table('audit_log')
    op.drop_table('accounts')
