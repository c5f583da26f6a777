"""Vetting: what is looked at before a company is let in, what may be found, and what signing it asks for.

Source: Portal User Manual rev. 1.1 ("vetting" before certification) and 6 U.S.C. 964(b), background investigation and
thorough document review; parts, outcomes and the rules of signing are a project proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line, clean_text

MAX_NOTES: Final = 4000
MAX_PLACE: Final = 300
MAX_NOTE: Final = 500
FIRST_DAY: Final = date(2000, 1, 1)
"""Days before it are slips of the hand."""


class Part(StrEnum):
    """What of a submission is looked at on its own; stored, never renamed."""

    IDENTIFIERS = "identifiers"
    HISTORY = "history"
    ADDRESSES = "addresses"
    CONTACTS = "contacts"
    ELIGIBILITY = "eligibility"


class Found(StrEnum):
    """What looking at a part came to; stored, never renamed."""

    FITS = "fits"
    DOES_NOT_FIT = "does-not-fit"
    CANNOT_TELL = "cannot-tell"


class Outcome(StrEnum):
    """What the whole vetting came to; stored, never renamed."""

    PASSED = "passed"
    FAILED = "failed"


class SourceKind(StrEnum):
    """What was looked at; stored, never renamed."""

    CBP_RECORDS = "cbp-records"
    COMPANY_REGISTER = "company-register"
    TAX_OFFICE = "tax-office"
    CARRIER_REGISTER = "carrier-register"
    SANCTIONS_LIST = "sanctions-list"
    PARTNER_PROGRAM = "partner-program"
    MAP = "map"
    WEBSITE = "website"
    NEWS = "news"
    CALL = "call"
    DOCUMENT = "document"
    OTHER = "other"


@dataclass(frozen=True)
class Source:
    """One thing that was looked at: what it is, where it is found, on which day, and what else there is to say."""

    kind: str
    place: str
    looked_on: date | None
    note: str = ""


@dataclass(frozen=True)
class PartFindings:
    """What was found about a part so far; ``outcome`` is empty until somebody said."""

    outcome: str = ""
    notes: str = ""
    sources: tuple[Source, ...] = field(default_factory=tuple)


def read_findings(outcome: str, notes: str) -> tuple[str, str]:
    """Return outcome and notes of a part as they are stored; both may be empty while the vetting is open.

    Raises:
        InvalidValue: ``choice.unknown``, ``text.…``.
    """
    if outcome and outcome not in {each.value for each in Found}:
        raise InvalidValue("choice.unknown")
    return outcome, clean_text(notes, MAX_NOTES)


def read_source(typed: Source, today: date) -> Source:
    """Return what was looked at as it is stored.

    Raises:
        FormFaults: ``kind``: ``vetting.source-kind-missing``; ``place``: ``vetting.source-place-missing``, ``text.…``;
            ``looked_on``: ``vetting.day-missing``, ``vetting.day-ahead``, ``vetting.day-long-ago``;
            ``note``: ``text.…``.
    """
    faults = FaultCollector()
    place = note = ""
    if typed.kind not in {each.value for each in SourceKind}:
        faults.add("kind", "vetting.source-kind-missing")
    try:
        place = clean_line(typed.place, MAX_PLACE)
    except InvalidValue as fault:
        faults.note("place", fault)
    if not place:
        faults.add("place", "vetting.source-place-missing")
    try:
        note = clean_line(typed.note, MAX_NOTE)
    except InvalidValue as fault:
        faults.note("note", fault)
    if code := _day_fault(typed.looked_on, today):
        faults.add("looked_on", code)
    faults.refuse()
    return Source(typed.kind, place, typed.looked_on, note)


def _day_fault(day: date | None, today: date) -> str:
    if day is None:
        return "vetting.day-missing"
    if day > today:
        return "vetting.day-ahead"
    return "vetting.day-long-ago" if day < FIRST_DAY else ""


def check_end(parts: Mapping[Part, PartFindings], outcome: str, reason: str) -> str:
    """Return the reason as it is stored, when the vetting may be signed with this outcome.

    Each part has an outcome. What fits or does not fit rests on a source; what cannot be told has notes that say why.
    A vetting with a part that does not fit has failed.

    Raises:
        FormFaults: by the part: ``vetting.part-open``, ``vetting.part-without-source``, ``vetting.part-without-notes``;
            ``outcome``: ``vetting.outcome-missing``, ``vetting.part-does-not-fit``; ``reason``:
            ``vetting.reason-missing``, ``text.…``.
    """
    faults, stored = FaultCollector(), ""
    for part in Part:
        if code := _part_fault(parts.get(part, PartFindings())):
            faults.add(part, code)
    if outcome not in {each.value for each in Outcome}:
        faults.add("outcome", "vetting.outcome-missing")
    if outcome == Outcome.PASSED and any(each.outcome == Found.DOES_NOT_FIT for each in parts.values()):
        faults.add("outcome", "vetting.part-does-not-fit")
    try:
        stored = clean_text(reason, MAX_NOTES)
    except InvalidValue as fault:
        faults.note("reason", fault)
    if not stored:
        faults.add("reason", "vetting.reason-missing")
    faults.refuse()
    return stored


def _part_fault(found: PartFindings) -> str:
    if not found.outcome:
        return "vetting.part-open"
    if found.outcome == Found.CANNOT_TELL:
        return "" if found.notes else "vetting.part-without-notes"
    return "" if found.sources else "vetting.part-without-source"
