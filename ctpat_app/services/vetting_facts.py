"""What a company says of itself in a submission, part by part, as a vetting looks at it today."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.vetting import Part
from ctpat_app.guidance.answers import AccountFacts
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import ELIGIBILITY
from ctpat_app.services.access import CONTACT_ROLE, PRIMARY_CONTACT
from ctpat_app.services.drafts import NO_CONTACT
from ctpat_app.services.identifier_changes import approved_changes, current_identifiers
from ctpat_app.services.sent_drafts import frozen_situation
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow

ADDRESSES: Final = ("primary_address", "mailing_address", "secondary_addresses")


@dataclass(frozen=True)
class Fact:
    """One thing that the company said: ``key`` names what (a kind of number, a question, a role), ``value`` is text.

    Personal numbers stand here as their masks.
    """

    part: Part
    key: str
    value: str


def facts_of(session: Session, submission: SubmissionRow) -> tuple[Fact, ...]:
    """Return the facts of a submission as of today, in the order of the parts; the caller authorizes.

    Numbers are those that count now, and an address reads as the trade account has it now.
    """
    situation = frozen_situation(session, submission)
    draft = session.get_one(DraftRow, submission.draft_id)
    numbers = current_identifiers(session, draft.subject_id)
    return (
        *(Fact(Part.IDENTIFIERS, each.kind, each.value) for each in numbers),
        *_history(session.get_one(TradeAccountRow, draft.trade_account_id)),
        *_addresses(situation, account_facts(session, draft.trade_account_id)),
        *_contacts(situation),
        *_eligibility(situation),
    )


def facts_hash(session: Session, model_id: int, facts: Iterable[Fact]) -> str:
    """Return the hash by which it is seen that a fact has changed since."""
    # Two personal numbers can have one mask: the requests by which they changed tell them apart.
    personal = [row.id for row in approved_changes(session, model_id) if row.secret or row.old_secret]
    whole = json.dumps([sorted(map(astuple, facts)), personal], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _history(account: TradeAccountRow) -> Iterator[Fact]:
    for key in ("legal_name", "trade_name", "country", "website"):
        if text := getattr(account, key):
            yield Fact(Part.HISTORY, key, text)


def _addresses(situation: Situation, today: AccountFacts) -> Iterator[Fact]:
    labels = {each.id: each.label for each in (*situation.facts.addresses, *today.addresses)}
    for key in ADDRESSES:
        for chosen in situation.book.choices(key):
            if chosen in labels:
                yield Fact(Part.ADDRESSES, key, labels[chosen])


def _contacts(situation: Situation) -> Iterator[Fact]:
    primary = situation.book.text(PRIMARY_CONTACT)
    for member in situation.facts.members:
        role = situation.book.text(CONTACT_ROLE, member.id)
        if role and role != NO_CONTACT:
            yield Fact(Part.CONTACTS, role, member.name)
        if member.id == primary:
            yield Fact(Part.CONTACTS, PRIMARY_CONTACT, member.name)


def _eligibility(situation: Situation) -> Iterator[Fact]:
    for each in situation.types:
        yield Fact(Part.ELIGIBILITY, TYPES_KEY, each)
    for step in situation.path:
        for item in situation.asked(step):
            if item.question.key.startswith(ELIGIBILITY):
                yield Fact(Part.ELIGIBILITY, item.question.key, situation.book.text(item.question.key, item.row))
