"""Business partners in the register of a company: their roles, their risk, the programs that vouch for them, and when
one is to be looked at again.

Source: statements 3.1 (partners are checked by risk), 3.4 (their status is proved and checked again) and 3.5 (others
answer a questionnaire or are visited). How often, and what makes a partner due, is a project proposal.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from ctpat_app.domain.actions import FIRST_DAY, LAST_DAY
from ctpat_app.domain.company_names import name_key
from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.domain.deadlines import months_later
from ctpat_app.domain.emails import MAX_CHARACTERS, read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import InquiryState, Outcome
from ctpat_app.domain.texts import clean_line, clean_text

MAX_NAME: Final = 300
MAX_CONTACT: Final = 200
MAX_EMAIL: Final = MAX_CHARACTERS
MAX_PROOF: Final = 300
MAX_REASON: Final = 2000
MAX_NOTE: Final = 4000
MAX_PARTNERS: Final = 20_000
"""So many stand in one register at most."""
_LONGEST_KEY: Final = 420


class PartnerRole(StrEnum):
    """What a business partner does in the supply chain.

    Source: Minimum Security Criteria, category 3, and the list of parties of the five-step risk assessment.
    """

    SUPPLIER = "supplier"
    MANUFACTURER = "manufacturer"
    BROKER = "broker"
    FORWARDER = "forwarder"
    CONSOLIDATOR = "consolidator"
    TRUCKER = "trucker"
    WAREHOUSE = "warehouse"
    TERMINAL = "terminal"
    LINE = "line"
    """A sea line or an airline."""
    RAILROAD = "railroad"
    SERVICE = "service"
    """Guards, cleaners, software: somebody who comes near the cargo or its data without carrying it."""
    CUSTOMER = "customer"


class Risk(StrEnum):
    """How much could go wrong with a partner, as the company sees it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Program(StrEnum):
    """The security program that a partner belongs to, as far as the company knows."""

    NONE = "none"
    CTPAT = "ctpat"
    AEO = "aeo"
    """A foreign program that the United States recognises, see ``mutual_recognition.yaml``."""
    OTHER = "other"
    UNKNOWN = "unknown"


VOUCHING: Final = frozenset({Program.CTPAT, Program.AEO})
"""Membership in one of these, once it is proved, stands for a questionnaire.

Source: statement 3.4 asks for the proof; that it is enough is a project proposal.
"""
ASKED_AGAIN_MONTHS: Final = {Risk.HIGH: 12, Risk.MEDIUM: 24, Risk.LOW: 36}
"""So long after a signed questionnaire the next one is due, by risk. Source: project proposal."""
UNRATED_MONTHS: Final = 12
PROOF_MONTHS: Final = 12
"""So long a proof of membership counts since the day it was checked. Source: project proposal."""


class Due(StrEnum):
    """Why a partner is to be looked at now; stands in addresses and words, never renamed."""

    STATUS_LOST = "status-lost"
    """The company watched its status in SVI, and the link stands no more."""
    NOT_ACCEPTED = "not-accepted"
    """The last questionnaire was not accepted."""
    NEVER_ASKED = "never-asked"
    """No program vouches for it, and it has never signed a questionnaire."""
    ANSWER_LATE = "answer-late"
    """A questionnaire is on its way, and its day is over."""
    RENEWAL = "renewal"
    PROOF_MISSING = "proof-missing"
    """It is said to belong to a program, and nobody has checked that."""
    PROOF_OLD = "proof-old"
    NOT_RATED = "not-rated"
    DAY_REACHED = "day-reached"
    """The day that the company has set itself."""


class Watch(StrEnum):
    """Whether the company sees the status of a partner in SVI."""

    NONE = "none"
    STANDS = "stands"
    ENDED = "ended"


class ShownBy(StrEnum):
    """What shows now that a partner is safe to work with."""

    SVI = "svi"
    PROOF = "proof"
    QUESTIONNAIRE = "questionnaire"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Partner:
    """What people write down about a partner; codes stand as the enums name them, empty where nothing was said."""

    name: str
    role: str = ""
    country: str = ""
    contact_name: str = ""
    email: str = ""
    language: str = "en"
    risk: str = ""
    risk_reason: str = ""
    program: str = Program.UNKNOWN.value
    proof: str = ""
    proof_checked_on: date | None = None
    next_due_on: date | None = None
    note: str = ""
    svi_model_id: int = 0
    """The security model that the company watches in SVI; 0: none."""

    @cached_property
    def key(self) -> tuple[str, str]:
        """By what the same partner is known: its folded name and its country."""
        return folded_partner(self.name), self.country


@dataclass(frozen=True)
class Asked:
    """One questionnaire that was sent to a partner."""

    state: InquiryState
    due_on: date
    signed_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Standing:
    """Why a partner is due, most pressing first, and the day on which something is or was due; None: without a day."""

    reasons: tuple[Due, ...]
    due_on: date | None

    @property
    def is_due(self) -> bool:
        """Whether something is to be done about the partner now."""
        return bool(self.reasons)


def folded_partner(name: str) -> str:
    """Return the key of a partner's name as it is stored and searched."""
    return name_key(name)[:_LONGEST_KEY]


# ---------------------------------------------------------------- what is typed


def read_partner(partner: Partner, *, today: date, languages: Collection[str]) -> Partner:
    """Return ``partner`` as it is stored.

    Args:
        partner: what was typed, or stood in a file.
        today: of the kiosk.
        languages: tags of the languages in which partners can be written to.

    Raises:
        FormFaults: ``partner.name-missing``, ``partner.role-missing``, ``partner.country-missing``, ``email.…``,
            ``partner.language-unknown``, ``partner.risk-unknown``, ``partner.risk-reason-missing``,
            ``partner.program-missing``, ``partner.checked-missing``, ``partner.checked-ahead``, ``action.day-far``,
            ``text.…``.
    """
    faults = FaultCollector()
    read = replace(
        partner,
        name=_line(faults, "name", partner.name, MAX_NAME),
        contact_name=_line(faults, "contact_name", partner.contact_name, MAX_CONTACT),
        email=_email(faults, partner.email),
        risk_reason=_text(faults, "risk_reason", partner.risk_reason, MAX_REASON),
        proof=_line(faults, "proof", partner.proof, MAX_PROOF),
        note=_text(faults, "note", partner.note, MAX_NOTE),
    )
    if not read.key[0].strip():
        faults.add("name", "partner.name-missing")
    if read.role not in frozenset(PartnerRole):
        faults.add("role", "partner.role-missing")
    if read.country not in COUNTRY_CODES:
        faults.add("country", "partner.country-missing")
    if read.language not in languages:
        faults.add("language", "partner.language-unknown")
    _check_risk(faults, read)
    _check_proof(faults, read, today)
    _check_day(faults, "next_due_on", read.next_due_on)
    faults.refuse()
    return read


def _check_risk(faults: FaultCollector, partner: Partner) -> None:
    if partner.risk and partner.risk not in frozenset(Risk):
        faults.add("risk", "partner.risk-unknown")
    elif partner.risk and not partner.risk_reason:
        faults.add("risk_reason", "partner.risk-reason-missing")


def _check_proof(faults: FaultCollector, partner: Partner, today: date) -> None:
    if partner.program not in frozenset(Program):
        faults.add("program", "partner.program-missing")
    if partner.proof and partner.proof_checked_on is None:
        faults.add("proof_checked_on", "partner.checked-missing")
    _check_day(faults, "proof_checked_on", partner.proof_checked_on)
    if partner.proof_checked_on and partner.proof_checked_on > today:
        faults.add("proof_checked_on", "partner.checked-ahead")


def _check_day(faults: FaultCollector, field: str, day: date | None) -> None:
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        faults.add(field, "action.day-far")


def _line(faults: FaultCollector, field: str, text: str, limit: int) -> str:
    try:
        return clean_line(text, limit)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""


def _text(faults: FaultCollector, field: str, text: str, limit: int) -> str:
    try:
        return clean_text(text, limit)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""


def _email(faults: FaultCollector, text: str) -> str:
    if not text.strip():
        return ""
    try:
        return read_email(text).address
    except InvalidValue as refusal:
        faults.note("email", refusal)
        return ""


# ---------------------------------------------------------------- when one is due


def standing_of(partner: Partner, asked: Sequence[Asked], watch: Watch, today: date) -> Standing:
    """Return whether ``partner`` is due, and why.

    Args:
        partner: as it is stored.
        asked: the questionnaires that were sent to it, oldest first; those taken back do not count.
        watch: whether the company sees its status in SVI.
        today: on which it is asked.
    """
    counted = [each for each in asked if each.state is not InquiryState.REVOKED]
    newest = counted[-1] if counted else None
    is_open = newest is not None and newest.state not in {InquiryState.CLOSED, InquiryState.SIGNED}
    days = _days(partner, counted, watch, today)
    reasons = {reason for reason, day in days.items() if day <= today}
    if watch is Watch.ENDED:
        reasons.add(Due.STATUS_LOST)
    if not partner.risk:
        reasons.add(Due.NOT_RATED)
    if partner.program in VOUCHING and watch is not Watch.STANDS and partner.proof_checked_on is None:
        reasons.add(Due.PROOF_MISSING)
    if not is_open:
        reasons |= _open_ends(partner, counted, watch, today)
    return Standing(tuple(each for each in Due if each in reasons), min(days.values(), default=None))


def _days(partner: Partner, asked: Sequence[Asked], watch: Watch, today: date) -> dict[Due, date]:
    """Return what has a day, past or to come."""
    days: dict[Due, date] = {}
    newest = asked[-1] if asked else None
    if newest and newest.state not in {InquiryState.CLOSED, InquiryState.SIGNED}:
        days[Due.ANSWER_LATE] = newest.due_on + timedelta(days=1)
    elif (signed := _last_signed(asked)) and not is_vouched_for(partner, watch, today):
        months = ASKED_AGAIN_MONTHS[Risk(partner.risk)] if partner.risk else UNRATED_MONTHS
        days[Due.RENEWAL] = months_later(signed, months)
    if partner.program in VOUCHING and watch is not Watch.STANDS and partner.proof_checked_on:
        days[Due.PROOF_OLD] = months_later(partner.proof_checked_on, PROOF_MONTHS)
    if partner.next_due_on:
        days[Due.DAY_REACHED] = partner.next_due_on
    return days


def _open_ends(partner: Partner, asked: Sequence[Asked], watch: Watch, today: date) -> set[Due]:
    if asked and asked[-1].outcome == Outcome.NOT_ACCEPTED:
        return {Due.NOT_ACCEPTED}
    if _last_signed(asked) or is_vouched_for(partner, watch, today):
        return set()
    return {Due.NEVER_ASKED}


def _last_signed(asked: Sequence[Asked]) -> date | None:
    return max((each.signed_on for each in asked if each.signed_on), default=None)


def is_vouched_for(partner: Partner, watch: Watch, today: date) -> bool:
    """Whether its membership in a program is proved now, so that no questionnaire is needed."""
    if watch is Watch.STANDS:
        return True
    checked = partner.proof_checked_on
    is_fresh = checked is not None and today < months_later(checked, PROOF_MONTHS)
    return partner.program in VOUCHING and is_fresh and watch is not Watch.ENDED


def shown_by(partner: Partner, asked: Sequence[Asked], watch: Watch, today: date) -> ShownBy:
    """Return what stands for the partner's security today."""
    if watch is Watch.STANDS:
        return ShownBy.SVI
    if is_vouched_for(partner, watch, today):
        return ShownBy.PROOF
    accepted = [each for each in asked if each.outcome in {Outcome.ACCEPTED, Outcome.WITH_ACTIONS}]
    months = ASKED_AGAIN_MONTHS[Risk(partner.risk)] if partner.risk else UNRATED_MONTHS
    signed = _last_signed(accepted)
    if signed and today < months_later(signed, months):
        return ShownBy.QUESTIONNAIRE
    return ShownBy.NOTHING
