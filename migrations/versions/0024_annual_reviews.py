"""Annual reviews, and where the days of a company begin

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('affirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.String(length=20), nullable=False),
    sa.Column('versions', sa.String(length=40), nullable=False),
    sa.Column('affirmed_by', sa.Integer(), nullable=False),
    sa.Column('affirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['affirmed_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('draft_id', 'criterion_id', 'versions')
    )
    with op.batch_alter_table('affirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_affirmation_draft_id'), ['draft_id'], unique=False)

    op.create_table('annual_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('company_checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('company_checked_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('is_late', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('assessment_draft_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['company_checked_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['sent_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('security_model_id', 'due_on')
    )
    with op.batch_alter_table('annual_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annual_review_security_model_id'), ['security_model_id'], unique=False)

    op.create_table('annual_reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('annual_review_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['annual_review_id'], ['annual_review.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('annual_review_id', 'day')
    )
    with op.batch_alter_table('trade_account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('time_zone', sa.String(length=64), server_default='', nullable=False))

