"""New names are sorted into the index of their letters at once

Revision ID: 0035
Revises: 0034
"""

from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

_INDEX = "ix_svi_name_part"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX {_INDEX} SET (fastupdate = off)")
        op.execute(f"SELECT gin_clean_pending_list('{_INDEX}')")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX {_INDEX} RESET (fastupdate)")
