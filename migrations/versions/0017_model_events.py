"""Steps of security models are kept as events, from which status and dates follow

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


# As the tables have them, as they were when this was written.
GUARDS = {
    'sqlite': [
        "CREATE TRIGGER model_event_update BEFORE UPDATE ON model_event BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
        "CREATE TRIGGER model_event_delete BEFORE DELETE ON model_event BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
    ],
    'postgresql': [
        "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$",
        'CREATE TRIGGER model_event_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON model_event FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()',
    ],
}


def upgrade() -> None:
    op.create_table('model_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('target', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('party', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('model_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_model_event_security_model_id'), ['security_model_id'], unique=False)

    with op.batch_alter_table('security_model', schema=None) as batch_op:
        batch_op.add_column(sa.Column('certified_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('anniversary', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('validated_on', sa.Date(), nullable=True))

    # What each model has become until now is the first event of its history.
    op.execute(
        "INSERT INTO model_event (security_model_id, step, source, target, at, party, reason, data)"
        " SELECT id, 'm.recorded', '', status, COALESCE(first_submitted_at, created_at), 'system', '', ''"
        " FROM security_model ORDER BY id"
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
