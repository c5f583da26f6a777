"""Sign and send: the officer's signature, the frozen submission, the mails; sending twice is one submission."""

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from ctpat_app.domain.doings import Doing, require_doing
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.profile_changes import check_may_send
from ctpat_app.domain.profile_reviews import ReviewKind
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.domain.watches import WatchedEvent
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.summary import SummarySection
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import CONTACT_ROLE, DraftAccess, require_draft
from ctpat_app.services.application import OpenedDraft, pending_changes, read_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import APPLICATION, read_situation
from ctpat_app.services.evidence import pin_evidence
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.notices import tell
from ctpat_app.services.profile_changes import base_of
from ctpat_app.services.profile_reviews import open_review
from ctpat_app.services.returned import require_answered
from ctpat_app.services.sent_drafts import find_submission as find_submission
from ctpat_app.services.sent_drafts import frozen_situation as frozen_situation
from ctpat_app.services.signatures import (
    PARTNER_AGREEMENT,
    SignatureView,
    agreement_text,
    signatures_of,
    write_signature,
)
from ctpat_app.services.taking_up import take_up_sent
from ctpat_app.services.watches import tell_watchers
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow
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
        (item.question.key, item.row, situation.book.text(item.question.key, item.row), stands_for(situation, item))
        for step in situation.path for item in situation.asked(step)
    ]  # fmt: skip
    whole = json.dumps([situation.library.hash, sorted(answers)], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def stands_for(situation: Situation, item: Asked) -> list[str]:
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
        Refusal: ``draft.frozen``, ``application.incomplete`` (``count``), ``revision.waiting``, ``changes.…``.
    """
    access = require_draft(session, actor, draft_id, Permission.AGREEMENT_SIGN)
    access.require_flow(APPLICATION)
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
    require_sending(session, access)
    require_doing(Status(session.get_one(SecurityModelRow, access.subject_id).status), Doing.SEND)
    if pending_changes(session, access):
        raise Refusal("revision.waiting")
    situation = read_situation(session, access, now=now)
    open_problems = [problem for problem in situation.problems if problem.level == "error"]
    if open_problems or not situation.types:
        raise Refusal("application.incomplete", count=max(1, len(open_problems)))
    return situation


def require_sending(session: Session, access: DraftAccess) -> None:
    """Return nothing when changes to what was sent may be sent now; a first application always may.

    Raises:
        Refusal: ``changes.under-review``, ``changes.not-now``, ``returned.open`` (``count``).
    """
    if base_of(session, access.draft_id) is not None:
        check_may_send(Status(session.get_one(SecurityModelRow, access.subject_id).status))
        require_answered(session, access.draft_id)


def _standing_signature(session: Session, access: DraftAccess, digest: str) -> SignatureView | None:
    found = signatures_of(session, access.subject_kind, access.subject_id)
    return next(
        (
            item
            for item in found
            if item.draft_id == access.draft_id
            and item.agreement_id == PARTNER_AGREEMENT
            and item.voided_at is None
            and item.content_hash == digest
        ),
        None,
    )


def send_application(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    language: str,
    summarise: Summarise,
    now: datetime,
    kind: ReviewKind | None = None,
) -> Submitted:
    """Freeze and send the signed application; a second call returns the first submission.

    ``kind`` says what the specialist reviews it as; None: as changes from a member, as an application otherwise.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        Refusal: ``application.incomplete`` (``count``), ``application.not-signed``, ``changes.…``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_SUBMIT)
    access.require_flow(APPLICATION)
    if earlier := find_submission(session, draft_id):
        return Submitted(earlier.reference, earlier.submitted_at, is_new=False)
    situation = _complete(session, access, now)
    digest = content_hash(situation)
    if _standing_signature(session, access, digest) is None:
        raise Refusal("application.not-signed")
    require_recent_proof(actor, now)
    reference = new_reference(session, "CT")
    session.add(
        SubmissionRow(
            draft_id=draft_id,
            reference=reference,
            snapshot=snapshot_of(situation, language, summarise),
            content_hash=digest,
            language=language,
            submitted_at=now,
            submitted_by=actor.user_id,
        )
    )
    freeze(session, draft_id, now)
    is_member = _move_model(session, actor, access, situation, now)
    usual = ReviewKind.CHANGES if is_member else ReviewKind.APPLICATION
    open_review(session, draft_id=draft_id, kind=kind or usual, now=now)
    _tell_contacts(session, access, situation, reference, now)
    tell_watchers(session, access.trade_account_id, event=WatchedEvent.SENT, now=now)
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


def freeze(session: Session, draft_id: int, now: datetime) -> None:
    """Close a form that is being sent: its answers and the files beside them stay as they are."""
    session.execute(update(DraftRow).where(col(DraftRow.id) == draft_id).values(frozen_at=now))
    session.flush()
    pin_evidence(session, draft_id)


def new_reference(session: Session, kind: str) -> str:
    """Return a reference that nothing was sent under yet; ``kind`` are its first letters."""
    while True:
        reference = f"{kind}-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        taken = select(col(SubmissionRow.id)).where(col(SubmissionRow.reference) == reference)
        if session.execute(taken).first() is None:
            return reference


def snapshot_of(situation: Situation, language: str, summarise: Summarise) -> bytes:
    """Return the draft as it stands, packed: from it ``frozen_situation`` makes it again, in any language."""
    # The texts as they were signed, and beside them what they were made of, so that the application can still be read
    # in another language when the trade account has long changed. Personal identifiers stay out: only their masks.
    on_path = _places_on_path(situation)
    answers = [
        [a.key, a.row, a.value, a.version, a.language, a.who, a.of_version]
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


def _move_model(session: Session, actor: Actor, access: DraftAccess, situation: Situation, now: datetime) -> bool:
    """Take the step, note the contacts, and return whether it is a member, which stays one while it sends changes."""
    model = session.get_one(SecurityModelRow, access.subject_id)
    status = Status(model.status)
    is_member = status in IN_GOOD_STANDING
    if not is_member:
        step = "t.resubmit" if status is Status.RETURNED else "t.submit"
        take_step(session, actor, security_model_id=access.subject_id, step=step, now=now)
        take_up_sent(session, access.trade_account_id, now=now)
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
    return is_member


def _tell_contacts(session: Session, access: DraftAccess, situation: Situation, reference: str, now: datetime) -> None:
    contacts = [
        int(m.id) for m in situation.facts.members if situation.book.text(CONTACT_ROLE, m.id) not in {"", "none"}
    ]
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    people = session.scalars(select(col(MembershipRow.user_id)).where(col(MembershipRow.id).in_(contacts)))
    tell(
        session,
        people.all(),
        template="application-submitted",
        path=f"sent/?draft={access.draft_id}",
        now=now,
        company=company,
        reference=reference,
        date=now.date().isoformat(),
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
    opened.access.require_flow(APPLICATION)
    found = signatures_of(session, opened.access.subject_kind, opened.access.subject_id)
    own = tuple(item for item in found if item.agreement_id == PARTNER_AGREEMENT and item.draft_id == draft_id)
    digest = content_hash(opened.situation)
    signed = _standing_signature(session, opened.access, digest) is not None
    try:
        opened.access.require(Permission.AGREEMENT_SIGN)
    except NotPermitted:
        return SignState(opened, own, digest, signed, may_sign=False)
    return SignState(opened, own, digest, signed, may_sign=True)
