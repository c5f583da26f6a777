"""Letters that certify a status by mail, and registrations of EU AEOs

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('aeo_registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('eori', sa.String(length=17), nullable=False),
    sa.Column('certificate_kind', sa.String(length=10), nullable=False),
    sa.Column('certificate', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('library_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['ended_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['replaces_id'], ['aeo_registration.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('aeo_registration', schema=None) as batch_op:
        batch_op.create_index('ix_aeo_registration_account', ['trade_account_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_aeo_registration_eori'), ['eori'], unique=False)

    op.create_table('aeo_mid',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('mid', sa.String(length=15), nullable=False),
    sa.Column('is_outside', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['aeo_registration.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('aeo_mid', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aeo_mid_mid'), ['mid'], unique=False)
        batch_op.create_index('ix_aeo_mid_registration', ['registration_id', 'mid'], unique=True)

    op.create_table('svi_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('security_model_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('addressee', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=320), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('company', sa.String(length=300), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prepared_by', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ended_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], ),
    sa.ForeignKeyConstraint(['prepared_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['security_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['sent_by'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    with op.batch_alter_table('svi_letter', schema=None) as batch_op:
        batch_op.create_index('ix_svi_letter_address', ['security_model_id', 'email_key', 'sent_at'], unique=False)
        batch_op.create_index('ix_svi_letter_model', ['security_model_id', 'state'], unique=False)

