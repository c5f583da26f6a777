"""Going on with one's own phone after a shared computer: how long a code works, and where it leads.

The code names a place and no person: who opens it signs in on the phone as always (decision 34).
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.case_codes import LETTERS, grouped_code

CODE_LIFETIME: Final = timedelta(seconds=150)
"""From the moment the code is shown until a phone has taken it up."""
MATCH_LIFETIME: Final = timedelta(minutes=3)
"""From then on until somebody at the shared computer says that it is the right phone."""
ARRIVE_LIFETIME: Final = timedelta(minutes=15)
"""From then on until the person has signed in on the phone."""
CODES_AN_HOUR: Final = 20
"""So many codes may one person ask for."""
OVERVIEW: Final = "application"
PLACES: Final = {OVERVIEW: "", "apply": "step", "profile": "criterion", "risk": "step"}
"""Pages on which a form is filled in, with the part of the address that names the place in it."""
_PART: Final = re.compile(r"[A-Za-z0-9._-]{1,80}")


class HandoverState(StrEnum):
    """How far a code has come."""

    OFFERED = "offered"
    """Shown at the shared computer; no phone has taken it up."""
    TAKEN = "taken"
    """A phone has taken it up, and both show the same digits."""
    CONFIRMED = "confirmed"
    """Somebody at the shared computer said that it is their phone; what was open there has ended."""
    ARRIVED = "arrived"
    REFUSED = "refused"
    """Somebody at the shared computer said that it is not their phone."""
    REPLACED = "replaced"
    """A newer code took its place."""


class Stage(StrEnum):
    """What a code, or a phone that has taken one up, is told."""

    OFFERED = "offered"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OVER = "over"
    """It does not lead anywhere any more, or never did."""
    OTHER_PERSON = "other-person"
    """Somebody else is signed in on the phone."""


def stage_of(
    state: HandoverState,
    *,
    offered_at: datetime,
    taken_at: datetime | None,
    confirmed_at: datetime | None,
    now: datetime,
) -> Stage:
    """Return where a handover stands now: every part of the way ends by itself."""
    begun = {
        HandoverState.OFFERED: (offered_at, CODE_LIFETIME, Stage.OFFERED),
        HandoverState.TAKEN: (taken_at, MATCH_LIFETIME, Stage.TAKEN),
        HandoverState.CONFIRMED: (confirmed_at, ARRIVE_LIFETIME, Stage.CONFIRMED),
    }
    if state is HandoverState.REFUSED:
        return Stage.REFUSED
    since, lasts, stage = begun.get(state, (None, timedelta(), Stage.OVER))
    return stage if since is not None and now < since + lasts else Stage.OVER


def place_of(page: str, draft: int, part: str) -> str:
    """Return the address below the language of a place in a draft; what is no such place becomes its list of parts."""
    key = PLACES.get(page, "")
    if not key or not _PART.fullmatch(part):
        known = page if page in PLACES else OVERVIEW
        return f"{known}/?draft={draft}"
    return f"{page}/?draft={draft}&{key}={part}"


def typed_phone_code(typed: str) -> str:
    """Return a code as it was shown, however it was typed; empty when it cannot be one."""
    letters = "".join(sign for sign in typed[:60].upper() if sign in LETTERS)
    return grouped_code(letters) if len(letters) == len("ABCDEFGH") else ""
