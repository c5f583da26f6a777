"""Cases of the help desk, and where a failure happened

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('help_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=14), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('priority', sa.String(length=10), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('trade_account_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('mail', sa.String(length=254), nullable=False),
    sa.Column('mail_key', sa.String(length=320), nullable=False),
    sa.Column('telephone', sa.String(length=60), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('intake', sa.Text(), nullable=False),
    sa.Column('page', sa.String(length=200), nullable=False),
    sa.Column('step', sa.String(length=120), nullable=False),
    sa.Column('library_hash', sa.String(length=64), nullable=False),
    sa.Column('failure_code', sa.String(length=12), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('told', sa.Text(), nullable=False),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['merged_into_id'], ['help_case.id'], ),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code'),
    sa.UniqueConstraint('token')
    )
    with op.batch_alter_table('help_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_case_failure_code'), ['failure_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_mail_key'), ['mail_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_help_case_queue', ['state', 'answer_due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_trade_account_id'), ['trade_account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_user_id'), ['user_id'], unique=False)

    op.create_table('help_case_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('canned_id', sa.String(length=60), nullable=False),
    sa.Column('is_internal', sa.Boolean(), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['case_id'], ['help_case.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('case_id', 'token')
    )
    with op.batch_alter_table('help_case_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_case_message_case_id'), ['case_id'], unique=False)

    op.create_table('help_case_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('blob_key', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['help_case.id'], ),
    sa.ForeignKeyConstraint(['message_id'], ['help_case_message.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('blob_key')
    )
    with op.batch_alter_table('help_case_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_case_file_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_case_file_token'), ['token'], unique=False)

    with op.batch_alter_table('failure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('step', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('refusals', sa.Text(), server_default='[]', nullable=False))

