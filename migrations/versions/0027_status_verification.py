"""Who takes part in status verification, and who watches whom

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('svi_block',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('blocker_id', sa.Integer(), nullable=False),
    sa.Column('blocked_id', sa.Integer(), nullable=False),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('blocked_by', sa.Integer(), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['blocked_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['blocked_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['blocker_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['lifted_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('svi_block', schema=None) as batch_op:
        batch_op.create_index('ix_svi_block_pair', ['blocker_id', 'blocked_id', 'lifted_at'], unique=False)

    op.create_table('svi_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('watcher_id', sa.Integer(), nullable=False),
    sa.Column('watched_id', sa.Integer(), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('ended_side', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['ended_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['sender_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['sent_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['watched_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['watcher_id'], ['security_model.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('svi_link', schema=None) as batch_op:
        batch_op.create_index('ix_svi_link_sender', ['sender_id', 'sent_at'], unique=False)
        batch_op.create_index('ix_svi_link_watched', ['watched_id', 'state'], unique=False)
        batch_op.create_index('ix_svi_link_watcher', ['watcher_id', 'state'], unique=False)

    op.create_table('svi_membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('auto_accept', sa.Boolean(), nullable=False),
    sa.Column('share_more', sa.Boolean(), nullable=False),
    sa.Column('searchable', sa.Boolean(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_by', sa.Integer(), nullable=True),
    sa.Column('why_left', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['left_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('svi_membership', schema=None) as batch_op:
        batch_op.create_index('ix_svi_membership_model', ['security_model_id', 'left_at'], unique=False)

