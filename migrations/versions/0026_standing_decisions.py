"""Decisions about memberships, their letters, answers, appeals and plans, and certificates are kept

Revision ID: 0026
Revises: 0025
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


# As the tables have them, as they were when this was written.
LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
GUARDED = ('standing_decision', 'agreed_plan')
GUARDS = {
    'sqlite': [
        "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
        "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END",
    ],
    'postgresql': [
        "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$",
        'CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()',
    ],
}


def upgrade() -> None:
    op.create_table('agreed_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('actions', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('agreed_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreed_plan_decision_id'), ['decision_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_security_model_id'), ['security_model_id'], unique=False)

    op.create_table('standing_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ground', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('looked_at', sa.Text(), nullable=False),
    sa.Column('letter', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('standing_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standing_decision_security_model_id'), ['security_model_id'], unique=False)

    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('happened', sa.Text(), nullable=False),
    sa.Column('remedied', sa.Text(), nullable=False),
    sa.Column('comply', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('filed_by', sa.Integer(), nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decide_by', sa.Date(), nullable=True),
    sa.Column('reviewed_by', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['filed_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['reviewed_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['saved_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('decision_id')
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_security_model_id'), ['security_model_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_state'), ['state'], unique=False)

    op.create_table('letter_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['saved_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['sent_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('decision_id')
    )
    op.create_table('standing_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ground', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('declined_reason', sa.Text(), nullable=False),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['proposed_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['settled_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('standing_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standing_proposal_security_model_id'), ['security_model_id'], unique=False)

    op.create_table('paper_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=20), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('paper', 'paper_id', 'document_id')
    )
    with op.batch_alter_table('paper_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_document_document_id'), ['document_id'], unique=False)

    # Members from before there were certificates get theirs here, each with a code of its own.
    models = sa.table('security_model', sa.column('id', sa.Integer), sa.column('status', sa.String))
    certificates = sa.table(
        'certificate',
        sa.column('security_model_id', sa.Integer),
        sa.column('status', sa.String),
        sa.column('code', sa.String),
        sa.column('issued_at', sa.DateTime(timezone=True)),
    )
    members = sa.select(models.c.id, models.c.status).where(models.c.status.like('certified%'))
    for number, status in op.get_bind().execute(members).all():
        code = '-'.join(''.join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(5))
        op.execute(
            certificates.insert().values(
                security_model_id=number, status=status, code=code, issued_at=datetime.now(UTC)
            )
        )
    for table in GUARDED:
        for statement in GUARDS[op.get_bind().dialect.name]:
            op.execute(statement.format(table=table))
