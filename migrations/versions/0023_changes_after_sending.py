"""Changes to a profile wait in a draft of their own; what was sent keeps its signature and its files

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

SENT = "SELECT MAX(s.id) FROM draft s WHERE s.flow = 'application' AND s.subject_kind = draft.subject_kind AND s.subject_id = draft.subject_id AND s.frozen_at IS NOT NULL"


def upgrade() -> None:
    op.create_table('comment_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('row_key', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_comment_answer_place', 'comment_answer', ['draft_id', 'key', 'row_key'], unique=False)
    op.create_table('sent_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('stands_for', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], ),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_sent_file_place', 'sent_file', ['draft_id', 'key', 'document_id'], unique=True)
    op.create_index('ix_sent_file_document_id', 'sent_file', ['document_id'], unique=False)

    op.add_column('draft', sa.Column('origin', sa.String(length=20), server_default='', nullable=False))
    op.add_column('draft', sa.Column('base_draft_id', sa.Integer(), nullable=True))
    op.add_column('agreement_signature', sa.Column('draft_id', sa.Integer(), nullable=True))
    _let_copies_share_their_bytes()
    _fill()


def _let_copies_share_their_bytes() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint('document_version_blob_key_key', 'document_version', type_='unique')
    else:
        # SQLite has no name for the constraint; the table is made anew without it.
        names = {'uq': 'uq_%(table_name)s_%(column_0_name)s'}
        with op.batch_alter_table('document_version', naming_convention=names) as batch_op:
            batch_op.drop_constraint('uq_document_version_blob_key', type_='unique')
    op.create_index('ix_document_version_blob_key', 'document_version', ['blob_key'], unique=False)


def _fill() -> None:
    # A form in the making beside one that was sent can only come from a merge or a split.
    op.execute(
        f"UPDATE draft SET origin = CASE WHEN ({SENT}) IS NULL THEN 'split' ELSE 'merge' END, base_draft_id = ({SENT})"
        " WHERE flow = 'application' AND subject_kind = 'security_model' AND frozen_at IS NULL AND EXISTS"
        " (SELECT 1 FROM security_model m WHERE m.id = draft.subject_id AND m.first_submitted_at IS NOT NULL)"
    )
    # What was signed belongs to what was sent with it, else to the form that is still open.
    op.execute(
        "UPDATE agreement_signature SET draft_id = COALESCE("
        "(SELECT MAX(d.id) FROM submission b JOIN draft d ON d.id = b.draft_id"
        " WHERE b.content_hash = agreement_signature.content_hash AND d.subject_kind = agreement_signature.subject_kind"
        " AND d.subject_id = agreement_signature.subject_id),"
        " (SELECT MAX(d.id) FROM draft d WHERE d.subject_kind = agreement_signature.subject_kind"
        " AND d.subject_id = agreement_signature.subject_id AND d.flow = 'application' AND d.frozen_at IS NULL))"
        " WHERE content_hash <> ''"
    )
    # The files as they were when each form was sent.
    op.execute(
        "INSERT INTO sent_file (draft_id, key, document_id, number, name, kind, stands_for, valid_until, note, language)"
        " SELECT a.draft_id, a.key, a.document_id, MAX(v.number), o.name, o.kind, o.stands_for, o.valid_until, o.note,"
        " o.language FROM attachment a JOIN submission b ON b.draft_id = a.draft_id"
        " JOIN document o ON o.id = a.document_id"
        " JOIN document_version v ON v.document_id = a.document_id AND v.uploaded_at <= b.submitted_at"
        " WHERE a.removed_at IS NULL GROUP BY a.id, a.draft_id, a.key, a.document_id, o.name, o.kind, o.stands_for,"
        " o.valid_until, o.note, o.language ORDER BY a.id"
    )
