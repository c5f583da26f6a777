"""What staff decide about each statement of a profile is kept

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


# As the tables have them, as they were when this was written.
GUARDS = {
    'sqlite': [
        "CREATE TRIGGER criterion_decision_update BEFORE UPDATE ON criterion_decision BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
        "CREATE TRIGGER criterion_decision_delete BEFORE DELETE ON criterion_decision BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
    ],
    'postgresql': [
        "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$",
        'CREATE TRIGGER criterion_decision_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON criterion_decision FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()',
    ],
}


def upgrade() -> None:
    op.create_table('criterion_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('reason_kind', sa.String(length=40), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('draft_id', 'key', 'version')
    )
    op.create_table('profile_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('draft_id')
    )
    with op.batch_alter_table('profile_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_profile_review_security_model_id'), ['security_model_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_profile_review_state'), ['state'], unique=False)

    op.create_table('review_presence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('since_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('draft_id', 'user_id')
    )

    # What was sent before and is not decided yet waits for a review like everything that is sent from now on.
    op.execute(
        "INSERT INTO profile_review (draft_id, security_model_id, kind, state, opened_at, reason)"
        " SELECT s.draft_id, d.subject_id, 'application', 'open', s.submitted_at, ''"
        " FROM submission s JOIN draft d ON d.id = s.draft_id JOIN security_model m ON m.id = d.subject_id"
        " WHERE d.flow = 'application' AND d.subject_kind = 'security_model'"
        " AND m.status IN ('submitted', 'under-review')"
        " AND NOT EXISTS (SELECT 1 FROM submission later JOIN draft own ON own.id = later.draft_id"
        " WHERE own.flow = d.flow AND own.subject_kind = d.subject_kind AND own.subject_id = d.subject_id"
        " AND own.id > d.id)"
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
