"""Sign and send: the officer's signature, the frozen submission, the mails; sending twice is one submission."""

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.guidance.answers import AccountFacts, AddressFact, AnswerBook, MemberFact, StoredAnswer
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.summary import SummarySection
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import CONTACT_ROLE, DraftAccess, require_draft
from ctpat_app.services.application import OpenedDraft, pending_changes, read_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import read_situation
from ctpat_app.services.library import library_version
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.signatures import (
    PARTNER_AGREEMENT,
    SignatureView,
    agreement_text,
    signatures_of,
    write_signature,
)
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.security_models import SecurityModelMemberRow, SecurityModelRow

Summarise = Callable[[Situation, str], Sequence[SummarySection]]
"""The situation and a language (BCP 47) to the sections as they read in it."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that cannot be mistaken for one another when read aloud."""


@dataclass(frozen=True)
class Submitted:
    """What was sent: its reference, when, and whether this call sent it or an earlier one."""

    reference: str
    submitted_at: datetime
    is_new: bool


def content_hash(situation: Situation) -> str:
    """Return the hash of every answer on the path, and of the version of the content they answer."""
    answers = [
        (item.question.key, item.row, situation.book.text(item.question.key, item.row), _stands_for(situation, item))
        for step in situation.path for item in situation.asked(step)
    ]  # fmt: skip
    whole = json.dumps([situation.library.hash, sorted(answers)], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _stands_for(situation: Situation, item: Asked) -> list[str]:
    """The addresses and names behind chosen ids: the trade account may change between signing and sending."""
    if not item.question.options_from.startswith("account-"):
        return []
    chosen = situation.book.choices(item.question.key, item.row)
    return [choice.label.english for choice in situation.choices(item.question) if choice.id in chosen]


def sign_application(
    session: Session, actor: Actor, *, draft_id: int, typed_name: str, agreed: bool, localiser: Localiser, now: datetime
) -> None:
    """Record the officer's signature under the partner agreement, for the application as it stands.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for everybody but the officer,
            ``access.prove-again``.
        InvalidValue: ``sign.not-agreed``, ``sign.name-missing``, ``sign.name-differs`` (``name``).
        Refusal: ``draft.frozen``, ``application.incomplete`` (``count``), ``revision.waiting``.
    """
    access = require_draft(session, actor, draft_id, Permission.AGREEMENT_SIGN)
    access.require_open()
    if not agreed:
        raise InvalidValue("sign.not-agreed")
    name = read_typed_name(typed_name, actor.name)
    situation = _complete(session, access, now)
    digest = content_hash(situation)
    if _standing_signature(session, access, digest):
        return
    require_recent_proof(actor, now)
    write_signature(
        session,
        actor,
        access,
        agreement=agreement_text(situation.library, PARTNER_AGREEMENT, localiser),
        acting_for=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        content_hash=digest,
        typed_name=name,
        now=now,
    )


def _complete(session: Session, access: DraftAccess, now: datetime) -> Situation:
    if pending_changes(session, access):
        raise Refusal("revision.waiting")
    situation = read_situation(session, access, now=now)
    open_problems = [problem for problem in situation.problems if problem.level == "error"]
    if open_problems or not situation.types:
        raise Refusal("application.incomplete", count=max(1, len(open_problems)))
    return situation


def _standing_signature(session: Session, access: DraftAccess, digest: str) -> SignatureView | None:
    found = signatures_of(session, access.subject_kind, access.subject_id)
    return next(
        (
            item
            for item in found
            if item.agreement_id == PARTNER_AGREEMENT and item.voided_at is None and item.content_hash == digest
        ),
        None,
    )


def send_application(
    session: Session, actor: Actor, *, draft_id: int, language: str, summarise: Summarise, now: datetime
) -> Submitted:
    """Freeze and send the signed application; a second call returns the first submission.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        Refusal: ``application.incomplete`` (``count``), ``application.not-signed``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_SUBMIT)
    if earlier := find_submission(session, draft_id):
        return Submitted(earlier.reference, earlier.submitted_at, is_new=False)
    situation = _complete(session, access, now)
    digest = content_hash(situation)
    if _standing_signature(session, access, digest) is None:
        raise Refusal("application.not-signed")
    require_recent_proof(actor, now)
    reference = _new_reference(session)
    session.add(
        SubmissionRow(
            draft_id=draft_id,
            reference=reference,
            snapshot=_snapshot(situation, language, summarise),
            content_hash=digest,
            language=language,
            submitted_at=now,
            submitted_by=actor.user_id,
        )
    )
    session.execute(update(DraftRow).where(col(DraftRow.id) == draft_id).values(frozen_at=now))
    _move_model(session, access, situation, now)
    _tell_contacts(session, access, situation, reference, now)
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="application.sent",
        subject=f"draft:{draft_id}",
        now=now,
        reference=reference,
        content=digest,
    )
    return Submitted(reference, now, is_new=True)


def find_submission(session: Session, draft_id: int) -> SubmissionRow | None:
    """Return what was sent from the draft; None when nothing was."""
    return session.scalars(select(SubmissionRow).where(col(SubmissionRow.draft_id) == draft_id)).first()


def _new_reference(session: Session) -> str:
    while True:
        reference = "CT-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        taken = select(col(SubmissionRow.id)).where(col(SubmissionRow.reference) == reference)
        if session.execute(taken).first() is None:
            return reference


def _snapshot(situation: Situation, language: str, summarise: Summarise) -> bytes:
    # The texts as they were signed, and beside them what they were made of, so that the application can still be read
    # in another language when the trade account has long changed. Personal identifiers stay out: only their masks.
    on_path = _places_on_path(situation)
    answers = [
        [a.key, a.row, a.value, a.version, a.language, a.who]
        for place, a in situation.book.answers.items() if place in on_path
    ]  # fmt: skip
    texts = {code: [asdict(section) for section in summarise(situation, code)] for code in {language, "en"}}
    whole = {
        "library": situation.library.hash,
        "flow": situation.flow_id,
        "day": situation.today.isoformat(),
        "answers": answers,
        "facts": asdict(situation.facts),
        "texts": texts,
    }
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode(), 6)


def _places_on_path(situation: Situation) -> set[tuple[str, str]]:
    asked = {(item.question.key, item.row) for step in situation.path for item in situation.asked(step)}
    return asked | {(step.list.id, row) for step in situation.path if step.list for row in situation.rows(step)}


def frozen_situation(session: Session, submission: SubmissionRow) -> Situation:
    """Return the application as it stood when it was sent; personal identifiers only as their masks."""
    whole: dict[str, Any] = json.loads(zlib.decompress(submission.snapshot))
    answers = [
        StoredAnswer(key, row, value, version, None, language, who)
        for key, row, value, version, language, who in whole["answers"]
    ]
    facts = dict(whole["facts"])
    facts["addresses"] = tuple(AddressFact(**item) for item in facts["addresses"])
    facts["members"] = tuple(MemberFact(**item) for item in facts["members"])
    library = library_version(session, whole["library"])
    day = datetime.fromisoformat(whole["day"]).date()
    return Situation(library, whole["flow"], AnswerBook.of(answers), AccountFacts(**facts), day)


def _move_model(session: Session, access: DraftAccess, situation: Situation, now: datetime) -> None:
    model = session.get_one(SecurityModelRow, access.subject_id)
    if Status(model.status) not in IN_GOOD_STANDING:  # a member that sends changes stays a member
        model.status = Status.SUBMITTED.value
    model.first_submitted_at = model.first_submitted_at or now
    session.add(model)
    session.execute(delete(SecurityModelMemberRow).where(col(SecurityModelMemberRow.security_model_id) == model.id))
    primary = situation.book.text("primary_contact")
    for member in situation.facts.members:
        role = situation.book.text(CONTACT_ROLE, member.id)
        if role and role != "none":
            session.add(
                SecurityModelMemberRow(
                    security_model_id=model.id or 0,
                    membership_id=int(member.id),
                    role=role,
                    primary_contact=member.id == primary,
                )
            )


def _tell_contacts(session: Session, access: DraftAccess, situation: Situation, reference: str, now: datetime) -> None:
    contacts = [
        int(m.id) for m in situation.facts.members if situation.book.text(CONTACT_ROLE, m.id) not in {"", "none"}
    ]
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    query = (
        select(UserAccountRow)
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(col(MembershipRow.id).in_(contacts))
    )
    for person in session.scalars(query):
        put_mail(
            session,
            template="application-submitted",
            language=person.language,
            recipient=person.email,
            now=now,
            company=company,
            reference=reference,
            date=now.date().isoformat(),
            path=f"/{person.language}/sent/?draft={access.draft_id}",
        )


@dataclass(frozen=True)
class SignState:
    """What the sign page needs: the draft, its signatures, and what stands in the way."""

    opened: OpenedDraft
    signatures: tuple[SignatureView, ...]
    content_hash: str
    """Of the application as it stands; a signature with another one is no longer valid, whatever was edited."""
    is_signed: bool
    may_sign: bool


def read_sign_state(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> SignState:
    """Return what stands between the draft and being sent.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    found = signatures_of(session, opened.access.subject_kind, opened.access.subject_id)
    own = tuple(item for item in found if item.agreement_id == PARTNER_AGREEMENT)
    digest = content_hash(opened.situation)
    signed = _standing_signature(session, opened.access, digest) is not None
    try:
        opened.access.require(Permission.AGREEMENT_SIGN)
    except NotPermitted:
        return SignState(opened, own, digest, signed, may_sign=False)
    return SignState(opened, own, digest, signed, may_sign=True)
