"""Known problems, and targets of the help desk

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('known_problem',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('pages', sa.Text(), nullable=False),
    sa.Column('since_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('known_problem', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_problem_state'), ['state'], unique=False)

    op.create_table('known_problem_follower',
    sa.Column('problem_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['problem_id'], ['known_problem.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('problem_id', 'user_id')
    )
    with op.batch_alter_table('known_problem_follower', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_problem_follower_user_id'), ['user_id'], unique=False)

    op.create_table('known_problem_words',
    sa.Column('problem_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['problem_id'], ['known_problem.id'], ),
    sa.PrimaryKeyConstraint('problem_id', 'language')
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index('ix_audit_event_case', ['subject'], unique=False, sqlite_where=sa.text("subject LIKE 'help-case:%'"), postgresql_where=sa.text("subject LIKE 'help-case:%'"))

    with op.batch_alter_table('help_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('warned_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('missed_due_at', sa.DateTime(timezone=True), nullable=True))

