"""Finding partners by a consecutive part of their name: the same names, in the same order, on every database.

Whole names come first, then names that begin with the part, then those with a word that does, then the rest; within
each in the order of the folded names. Who may search, and which names are in the table, is decided by the callers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from ctpat_app.domain.company_names import FOLD_VERSION, Tier, name_key, read_part, tier_of
from ctpat_app.services.name_candidates import CAP, Hit, candidates, names_between, names_with
from ctpat_app.tables.svi import SviNameRow


class Place(NamedTuple):
    """Where a name stands among all that were found; a page goes on behind one."""

    tier: Tier
    key: str
    id: int


@dataclass(frozen=True)
class FoundName:
    """One name that was found."""

    place: Place
    partner_id: int


@dataclass(frozen=True)
class FoundNames:
    """One page of what was found."""

    names: tuple[FoundName, ...]
    count: int
    """How many there are in all; with ``is_capped`` there are more than that."""
    is_capped: bool
    goes_on: bool
    """Whether there is more behind the last of ``names``."""


PAGE: Final = 25
_LAST: Final = "\U0010ffff"
"""Sorts behind every character of a name."""


def find_names(session: Session, typed: str, *, behind: Place | None = None, size: int = PAGE) -> FoundNames:
    """Return a page of names that contain what was typed, those behind the place ``behind``.

    Raises:
        InvalidValue: ``assignment.part-short`` (``least``).
    """
    part = read_part(typed)
    hits = candidates(session, part)
    if hits is not None:
        places = ((tier_of(key, part), key, number, partner) for number, key, partner in hits)
        wanted = iter(sorted(place for place in places if behind is None or place[:3] > behind))
    else:
        wanted = _in_turn(session, part, behind)
    names = [FoundName(Place(tier, key, number), partner) for tier, key, number, partner in islice(wanted, size + 1)]
    return FoundNames(tuple(names[:size]), CAP if hits is None else len(hits), hits is None, len(names) > size)


def _in_turn(session: Session, part: str, behind: Place | None) -> Iterator[tuple[Tier, str, int, int]]:
    """Yield the hits of a part that many names contain, tier by tier, without ever sorting all of them."""
    start = part if part.startswith(" ") else f" {part}"
    for tier in Tier:
        if behind is not None and tier < behind.tier:
            continue
        after = (behind.key, behind.id) if behind is not None and tier == behind.tier else ("", 0)
        for number, key, partner in _of_tier(session, tier, part, start, after):
            if tier_of(key, part) == tier:
                yield tier, key, number, partner


def _of_tier(session: Session, tier: Tier, part: str, start: str, after: tuple[str, int]) -> Iterator[Hit]:
    """Yield names in their order, all of ``tier`` among them."""
    if tier is Tier.WHOLE:
        whole = f" {part.strip()} "
        yield from names_between(session, whole, whole, after)
    elif tier is Tier.START:
        yield from names_between(session, start, start + _LAST, after)
    elif tier is Tier.WORD:
        few = None if start == part else candidates(session, start)
        yield from names_with(session, start, after) if few is None else _behind(few, after)
    elif not part.startswith(" "):
        yield from names_with(session, part, after)


def _behind(hits: Sequence[Hit], after: tuple[str, int]) -> Iterator[Hit]:
    in_order = sorted(hits, key=lambda hit: (hit[1], hit[0]))
    return (hit for hit in in_order if (hit[1], hit[0]) > after)


# --- which names are there --------------------------------------------------------------------------------------------


def set_names(session: Session, partner_id: int, names: tuple[str, ...]) -> None:
    """Let the partner be found under ``names``, and under no others; without names they are hidden."""
    session.execute(delete(SviNameRow).where(col(SviNameRow.partner_id) == partner_id))
    keys = dict.fromkeys(map(name_key, names))
    rows = [{"partner_id": partner_id, "key": key, "fold_version": FOLD_VERSION} for key in keys if key.strip()]
    if rows:
        session.execute(insert(SviNameRow), rows)


def of_earlier_rules(session: Session) -> list[int]:
    """Return the partners with a key that another fold has made; they are to be set anew."""
    query = select(col(SviNameRow.partner_id)).where(col(SviNameRow.fold_version) != FOLD_VERSION).distinct()
    return list(session.connection().execute(query).scalars())
