"""Trade organizations are linked, merged and split on request, and the office of officer is handed over

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['child_id'], ['trade_account.id'], ),
    sa.ForeignKeyConstraint(['parent_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('account_link', schema=None) as batch_op:
        batch_op.create_index('ix_account_link_child_now', ['child_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_account_link_parent_id'), ['parent_id'], unique=False)

    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('giver_leaves', sa.Boolean(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['giver_id'], ['membership.id'], ),
    sa.ForeignKeyConstraint(['receiver_id'], ['membership.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index('ix_handover_open', ['trade_account_id'], unique=True, sqlite_where=sa.text("outcome = ''"), postgresql_where=sa.text("outcome = ''"))
        batch_op.create_index(batch_op.f('ix_handover_trade_account_id'), ['trade_account_id'], unique=False)

    op.create_table('organization_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('operation', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('trade_account_id', sa.Integer(), nullable=False),
    sa.Column('other_account_id', sa.Integer(), nullable=True),
    sa.Column('partner_key', sa.String(length=320), nullable=False),
    sa.Column('partner_email', sa.String(length=320), nullable=False),
    sa.Column('asker_is_parent', sa.Boolean(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('first_model_id', sa.Integer(), nullable=True),
    sa.Column('second_model_id', sa.Integer(), nullable=True),
    sa.Column('business_type', sa.String(length=80), nullable=False),
    sa.Column('model_name', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('requested_by', sa.Integer(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.Column('takes_effect_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['first_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['link_id'], ['account_link.id'], ),
    sa.ForeignKeyConstraint(['other_account_id'], ['trade_account.id'], ),
    sa.ForeignKeyConstraint(['requested_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['second_model_id'], ['security_model.id'], ),
    sa.ForeignKeyConstraint(['trade_account_id'], ['trade_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('organization_request', schema=None) as batch_op:
        batch_op.create_index('ix_organization_request_due', ['state', 'takes_effect_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_request_other_account_id'), ['other_account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_request_partner_key'), ['partner_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_request_trade_account_id'), ['trade_account_id'], unique=False)

    op.create_table('two_texts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('row_key', sa.String(length=40), nullable=False),
    sa.Column('first_text', sa.Text(), nullable=False),
    sa.Column('second_text', sa.Text(), nullable=False),
    sa.Column('first_name', sa.String(length=200), nullable=False),
    sa.Column('second_name', sa.String(length=200), nullable=False),
    sa.Column('chosen', sa.String(length=10), nullable=False),
    sa.Column('chosen_by', sa.Integer(), nullable=True),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['chosen_by'], ['user_account.id'], ),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('two_texts', schema=None) as batch_op:
        batch_op.create_index('ix_two_texts_place', ['draft_id', 'key', 'row_key'], unique=True)

    with op.batch_alter_table('security_model', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))

