"""Live walk-throughs with the help desk

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


# As the tables have them, as they were when this was written.
GUARDS = {
    'sqlite': [
        f"CREATE TRIGGER walk_signal_{what.lower()} BEFORE {what} ON walk_signal BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
        for what in ('UPDATE', 'DELETE')
    ],
    'postgresql': [
        'CREATE TRIGGER walk_signal_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON walk_signal FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()',
    ],
}


def upgrade() -> None:
    op.create_table('walk_through',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('person_session', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('code_expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=True),
    sa.Column('helper_session', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('allowed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('follows', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ending', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['helper_id'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code_hash')
    )
    with op.batch_alter_table('walk_through', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_through_helper_session'), ['helper_session'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_through_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_through_person_session'), ['person_session'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_through_trade_account_id'), ['trade_account_id'], unique=False)

    op.create_table('walk_signal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('walk_through_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['walk_through_id'], ['walk_through.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('walk_signal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_signal_walk_through_id'), ['walk_through_id'], unique=False)

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
