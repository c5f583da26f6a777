"""Registration of European Union AEOs: which EORI number stands for which manufacturer codes (MID).

CBP's targeting works with MIDs and cannot use an EORI number, so an EU AEO ties both together. CBP runs its
registration apart from the portal; this one is the kiosk's own.

Source: notes on the EU-U.S. decision on mutual recognition (``guidance/content/sources/mutual_recognition.yaml``);
states, limits and the review by staff are a project proposal.
"""

from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_text


class CertificateKind(StrEnum):
    """A kind of AEO authorization; stored, never renamed."""

    SECURITY = "AEOS"
    BOTH = "AEOF"
    CUSTOMS = "AEOC"
    """Not recognized by itself."""


class AeoState(StrEnum):
    """Where a registration stands; stored, never renamed."""

    WAITING = "waiting"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """By the company, or another registration took its place."""


class AeoDecision(StrEnum):
    """What staff decide; stands in forms."""

    REGISTER = "register"
    REFUSE = "refuse"


OPEN: Final = frozenset({AeoState.WAITING, AeoState.REGISTERED})
RECOGNISED: Final = frozenset({CertificateKind.SECURITY, CertificateKind.BOTH})
PURPOSE: Final = "mutual-recognition"
"""What the number of the authorization is for; some warnings about it are errors then."""
MAX_MIDS: Final = 50
MAX_REASON: Final = 1000
MAX_TYPED: Final = 4000
"""Of the list of manufacturer codes as it is typed."""
MEMBER_STATES: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""Members of the European Union by their ISO codes. Source: from memory, as in ``eori-eu`` of the identifiers."""
_LETTER_AT: Final = 5
"""Where a number such as ``DEAEOF123`` says its kind."""


def is_outside(mid: str) -> bool:
    """Whether the country of a manufacturer code lies outside of the European Union."""
    return mid[:2] not in MEMBER_STATES


def split_mids(typed: str) -> tuple[str, ...]:
    """Return the manufacturer codes that were typed, one a line; commas and semicolons part them as well.

    Raises:
        InvalidValue: ``aeo.mids-missing``, ``aeo.too-many-mids`` (``most``).
    """
    lines = typed[: MAX_TYPED + 1].translate({ord(mark): "\n" for mark in ",;，；、،"}).splitlines()
    found = tuple(line.strip() for line in lines if line.strip())
    if not found:
        raise InvalidValue("aeo.mids-missing")
    if len(found) > MAX_MIDS or len(typed) > MAX_TYPED:
        raise InvalidValue("aeo.too-many-mids", most=MAX_MIDS)
    return found


def read_kind(chosen: str) -> CertificateKind:
    """Return the kind of authorization that was chosen, recognized or not.

    Raises:
        InvalidValue: ``aeo.kind-missing``.
    """
    if chosen not in {each.value for each in CertificateKind}:
        raise InvalidValue("aeo.kind-missing")
    return CertificateKind(chosen)


def check_same_kind(kind: CertificateKind, certificate: str) -> None:
    """Return nothing when the number of an authorization says the kind that was chosen.

    Raises:
        InvalidValue: ``aeo.kind-differs`` (``kind``).
    """
    if certificate[_LETTER_AT : _LETTER_AT + 1] != kind[-1]:
        raise InvalidValue("aeo.kind-differs", kind=kind.value)


def read_refusal(text: str) -> str:
    """Return the written reason of a refusal.

    Raises:
        InvalidValue: ``aeo.reason-missing``, ``text.…``.
    """
    reason = clean_text(text, MAX_REASON)
    if not reason:
        raise InvalidValue("aeo.reason-missing")
    return reason
