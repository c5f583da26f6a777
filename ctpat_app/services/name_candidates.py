"""The names that contain a part, as each kind of database finds them fastest; what is returned really contains it."""

from collections.abc import Iterator, Sequence
from typing import Final, cast

from sqlalchemy import TextClause, text
from sqlmodel import Session

CAP: Final = 2_000
"""More hits than this are neither sorted nor counted."""
SMALL: Final = 20_000
"""Up to so many names looking at all of them is faster than an index."""
_FAR: Final = 20_000
"""A walk along the names in their order is worth it when the first hit is not farther away than this."""
_BATCH: Final = 50
_LARGE_BATCH: Final = 500

Hit = tuple[int, str, int]
"""Number of the row, key, number of the partner."""


def candidates(session: Session, part: str) -> Sequence[Hit] | None:
    """Return all names that contain the folded ``part``, in no order; None when there are more than ``CAP``."""
    if "\0" in part:
        return []  # no database keeps it in a text
    if _is_small(session):
        found = _rows(session, _SCAN[_dialect(session)], part=part)
    elif _dialect(session) == "sqlite":
        found = _from_sqlite(session, part)
    else:
        found = _from_postgres(session, part)
    return found if len(found) <= CAP else None


def names_between(session: Session, first: str, last: str, after: tuple[str, int]) -> Iterator[Hit]:
    """Yield all names from ``first`` to ``last`` that stand behind ``after``, in the order of their keys."""
    # One lower end, not two: PostgreSQL starts its walk at the pair, even where a second bound is much higher.
    return _in_batches(session, _WALK, _BATCH, max(after, (first, 0)), last=last)


def names_with(session: Session, part: str, after: tuple[str, int]) -> Iterator[Hit]:
    """Yield the names behind ``after`` that contain the folded ``part``, in the order of their keys.

    It is for a part with more hits than ``candidates`` returns, and reads few of them where they stand close together.
    """
    dialect = _dialect(session)
    if dialect == "postgresql" and _is_far(session, part, after):
        return _in_batches(session, _INDEXED_IN_ORDER, _LARGE_BATCH, after, part=part, sequences=_sequences(part))
    return _in_batches(session, _WALK_WITH[dialect], _BATCH, after, part=part)


def _in_batches(
    session: Session, statement: TextClause, size: int, after: tuple[str, int], **values: object
) -> Iterator[Hit]:
    while True:
        rows = _rows(session, statement, key=after[0], id=after[1], size=size, **values)
        yield from rows
        if len(rows) < size:
            return
        after = (rows[-1][1], rows[-1][0])


def _is_small(session: Session) -> bool:
    # Numbers of rows are not used again, so the highest is never below how many there are.
    return (session.connection().execute(_HIGHEST).scalar_one() or 0) <= SMALL


def _from_sqlite(session: Session, part: str) -> Sequence[Hit]:
    if len(part) > 2:
        wanted = " AND ".join(map(_quoted, _sequences(part)))
    else:
        ends = {"first": part, "last": part + "\U0010ffff"}
        sequences = dict.fromkeys(session.connection().execute(_BEGINNING, ends).scalars())
        wanted = " OR ".join(map(_quoted, sequences))
    return _rows(session, _MATCH, wanted=wanted, part=part) if wanted else []


def _quoted(sequence: str) -> str:
    # Quoted, so that nothing in it is read as the query language of the index.
    doubled = sequence.replace('"', '""')
    return f'"{doubled}"'


def _from_postgres(session: Session, part: str) -> Sequence[Hit]:
    _plan_for_this_value(session)
    return _rows(session, _INDEXED, sequences=_sequences(part), part=part)


def _sequences(part: str) -> list[str]:
    length = min(len(part), 3)
    return list(dict.fromkeys(part[place : place + length] for place in range(len(part) - length + 1)))


def _is_far(session: Session, part: str, after: tuple[str, int]) -> bool:
    """Whether a walk from ``after`` on would pass many names before it meets the first hits, going by a sample."""
    before, sampled, hits = session.connection().execute(_SAMPLE, {"part": part, "key": after[0]}).one()
    highest = session.connection().execute(_HIGHEST).scalar_one() or 0
    _plan_for_this_value(session)
    return not hits or before / sampled * highest > _FAR


def _plan_for_this_value(session: Session) -> None:
    # A plan made for any value would not use the index for this one.
    session.connection().execute(_THIS_VALUE)


def _rows(session: Session, statement: TextClause, **values: object) -> Sequence[Hit]:
    return cast(Sequence[Hit], session.connection().execute(statement, values).all())


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


_HIGHEST: Final = text("SELECT max(id) FROM svi_name")
_CONTAINS: Final = {"sqlite": "instr", "postgresql": "strpos"}
"""Both know no wildcards: every sign stands for itself."""
_SCAN: Final = {
    dialect: text(f"SELECT id, key, partner_id FROM svi_name WHERE {contains}(key, :part) > 0 LIMIT {CAP + 1}")
    for dialect, contains in _CONTAINS.items()
}
_MATCH: Final = text(
    "SELECT name.id, name.key, name.partner_id"
    " FROM svi_name_part AS found JOIN svi_name AS name ON name.id = found.rowid"
    f" WHERE svi_name_part MATCH :wanted AND instr(name.key, :part) > 0 LIMIT {CAP + 1}"
)
_BEGINNING: Final = text("SELECT term FROM svi_name_sequence WHERE term >= :first AND term < :last")
_SAMPLE: Final = text(
    "WITH sample AS (SELECT key, strpos(key, :part) > 0 AS is_hit FROM svi_name TABLESAMPLE SYSTEM (0.3) REPEATABLE (7)"
    " WHERE key >= :key) SELECT count(*) FILTER (WHERE key < (SELECT min(key) FROM sample WHERE is_hit)),"
    " count(*), count(*) FILTER (WHERE is_hit) FROM sample"
)
_THIS_VALUE: Final = text("SET LOCAL plan_cache_mode = force_custom_plan")
_WITH_SEQUENCES: Final = (
    "SELECT id, key, partner_id FROM svi_name"
    " WHERE svi_sequences(key) @> CAST(:sequences AS text[]) AND strpos(key, :part) > 0"
)
_BEHIND: Final = "(key, id) > (:key, :id) ORDER BY key, id LIMIT :size"
_INDEXED: Final = text(f"{_WITH_SEQUENCES} LIMIT {CAP + 1}")
_INDEXED_IN_ORDER: Final = text(
    f"SELECT id, key, partner_id FROM ({_WITH_SEQUENCES} OFFSET 0) AS found WHERE {_BEHIND}"
)
"""``OFFSET 0`` keeps the planner from walking along the order after all."""
_WALK: Final = text(f"SELECT id, key, partner_id FROM svi_name WHERE key <= :last AND {_BEHIND}")
_WALK_WITH: Final = {
    dialect: text(f"SELECT id, key, partner_id FROM svi_name WHERE {contains}(key, :part) > 0 AND {_BEHIND}")
    for dialect, contains in _CONTAINS.items()
}
