"""Vettings, changes of locked numbers, and messages with CTPAT

Revision ID: 0022
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


GUARDED = ('vetting_signature', 'conversation_message', 'conversation_file')
# As the tables have them, as they were when this was written.
GUARDS = {
    'sqlite': [
        f"CREATE TRIGGER {name}_{what.lower()} BEFORE {what} ON {name} BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
        for name in GUARDED
        for what in ('UPDATE', 'DELETE')
    ],
    'postgresql': [
        f'CREATE TRIGGER {name}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()'
        for name in GUARDED
    ],
}


def upgrade() -> None:
    op.create_table('conversation_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('conversation_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_file_message_id'), ['message_id'], unique=False)

    op.create_table('vetting_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vetting_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('facts_hash', sa.String(length=64), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('signer_id', sa.Integer(), nullable=False),
    sa.Column('signer_name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('vetting_id')
    )
    op.create_table('conversation_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('read_through', sa.Integer(), nullable=False),
    sa.Column('settled_through', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('trade_account_id', 'side')
    )
    op.create_table('conversation_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('about', sa.String(length=120), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('user_id', 'token')
    )
    with op.batch_alter_table('conversation_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_message_trade_account_id'), ['trade_account_id'], unique=False)

    op.create_table('vetting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['started_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('security_model_id', 'number')
    )
    with op.batch_alter_table('vetting', schema=None) as batch_op:
        batch_op.create_index('ix_vetting_open', ['security_model_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('identifier_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('operation', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('old_value', sa.String(length=100), nullable=False),
    sa.Column('old_secret', sa.Text(), nullable=True),
    sa.Column('value', sa.String(length=100), nullable=False),
    sa.Column('secret', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('requested_by', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['ended_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['requested_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('identifier_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identifier_change_security_model_id'), ['security_model_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_identifier_change_trade_account_id'), ['trade_account_id'], unique=False)

    op.create_table('vetting_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vetting_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['saved_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['vetting_id'], ['vetting.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('vetting_id', 'part')
    )
    op.create_table('vetting_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vetting_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('looked_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['vetting_id'], ['vetting.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('vetting_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vetting_source_vetting_id'), ['vetting_id'], unique=False)

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
