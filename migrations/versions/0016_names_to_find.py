"""Names by which partners are found

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


# The index beside the names, as it was when this was written.
MAKES = {
    'sqlite': [
        "CREATE VIEW svi_name_padded AS SELECT id, key || ' ' AS padded FROM svi_name",
        "CREATE VIRTUAL TABLE svi_name_part USING fts5(padded, content='svi_name_padded', content_rowid='id', tokenize='trigram case_sensitive 1', detail=none)",
        "CREATE VIRTUAL TABLE svi_name_sequence USING fts5vocab('svi_name_part', 'row')",
        "CREATE TRIGGER svi_name_added AFTER INSERT ON svi_name BEGIN INSERT INTO svi_name_part(rowid, padded) VALUES (new.id, new.key || ' '); END",
        "CREATE TRIGGER svi_name_removed AFTER DELETE ON svi_name BEGIN INSERT INTO svi_name_part(svi_name_part, rowid, padded) VALUES ('delete', old.id, old.key || ' '); END",
        "CREATE TRIGGER svi_name_changed AFTER UPDATE OF key ON svi_name BEGIN INSERT INTO svi_name_part(svi_name_part, rowid, padded) VALUES ('delete', old.id, old.key || ' '); INSERT INTO svi_name_part(rowid, padded) VALUES (new.id, new.key || ' '); END",
    ],
    'postgresql': [
        'CREATE OR REPLACE FUNCTION svi_sequences(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT array_agg(DISTINCT part) FROM (SELECT substr(name, n, 3) AS part FROM generate_series(1, char_length(name) - 2) AS n UNION ALL SELECT substr(name, n, 2) FROM generate_series(1, char_length(name) - 1) AS n WHERE ascii(substr(name, n, 1)) >= 11904 OR ascii(substr(name, n + 1, 1)) >= 11904) AS parts $$',
        'CREATE INDEX ix_svi_name_part ON svi_name USING gin (svi_sequences(key))',
    ],
}


def upgrade() -> None:
    op.create_table('svi_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=420).with_variant(sa.String(length=420, collation='C'), 'postgresql'), nullable=False),
    sa.Column('fold_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('svi_name', schema=None) as batch_op:
        batch_op.create_index('ix_svi_name_key', ['key', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_svi_name_partner_id'), ['partner_id'], unique=False)

    for statement in MAKES[op.get_bind().dialect.name]:
        op.execute(statement)
