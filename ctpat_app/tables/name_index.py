"""What lets a database find a part of a name among a million: short sequences of its letters, kept beside the names.

They only choose candidates; every search looks at the name itself again. SQLite has an index of three letters
(FTS5, "trigram"), kept up by triggers; it reads the names with one more blank, so that every pair of letters begins
one. PostgreSQL has an inverted index of all threes, and of the pairs with an ideograph, kana or Hangul syllable, since
two of these may be looked for. Its own ``pg_trgm`` leaves out blanks and punctuation, which count here.
"""

from typing import Final

from sqlalchemy import DDL, Table, event

FIRST_WIDE: Final = 0x2E80
"""Characters from here on may weigh two; a few that do not only make the index larger."""

SQLITE: Final = (
    "CREATE VIEW svi_name_padded AS SELECT id, key || ' ' AS padded FROM svi_name",
    "CREATE VIRTUAL TABLE svi_name_part USING fts5(padded, content='svi_name_padded', content_rowid='id',"
    " tokenize='trigram case_sensitive 1', detail=none)",
    "CREATE VIRTUAL TABLE svi_name_sequence USING fts5vocab('svi_name_part', 'row')",
    "CREATE TRIGGER svi_name_added AFTER INSERT ON svi_name BEGIN"
    " INSERT INTO svi_name_part(rowid, padded) VALUES (new.id, new.key || ' '); END",
    "CREATE TRIGGER svi_name_removed AFTER DELETE ON svi_name BEGIN"
    " INSERT INTO svi_name_part(svi_name_part, rowid, padded) VALUES ('delete', old.id, old.key || ' '); END",
    "CREATE TRIGGER svi_name_changed AFTER UPDATE OF key ON svi_name BEGIN"
    " INSERT INTO svi_name_part(svi_name_part, rowid, padded) VALUES ('delete', old.id, old.key || ' ');"
    " INSERT INTO svi_name_part(rowid, padded) VALUES (new.id, new.key || ' '); END",
)
POSTGRES: Final = (
    "CREATE OR REPLACE FUNCTION svi_sequences(name text) RETURNS text[]"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$"
    " SELECT array_agg(DISTINCT part) FROM (SELECT substr(name, n, 3) AS part"
    " FROM generate_series(1, char_length(name) - 2) AS n UNION ALL SELECT substr(name, n, 2)"
    " FROM generate_series(1, char_length(name) - 1) AS n"
    f" WHERE ascii(substr(name, n, 1)) >= {FIRST_WIDE} OR ascii(substr(name, n + 1, 1)) >= {FIRST_WIDE}) AS parts $$",
    # Without a list of what is still to be sorted in: every search would read that list from end to end.
    "CREATE INDEX ix_svi_name_part ON svi_name USING gin (svi_sequences(key)) WITH (fastupdate = off)",
)
MAKES: Final = {"sqlite": SQLITE, "postgresql": POSTGRES}
"""The statements that make the index, by kind of database."""
BESIDE: Final = ("svi_name_part", "svi_name_sequence", "ix_svi_name_part")
"""How the names begin of what the index consists of."""


def index_names(names: Table) -> None:
    """Make the index with the table."""
    for dialect, statements in MAKES.items():
        for statement in statements:
            # A percent sign would be read as a placeholder; there is none.
            event.listen(names, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
