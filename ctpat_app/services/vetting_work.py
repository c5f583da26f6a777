"""What staff do with a vetting: begin it, note what they found and looked at, sign it. A signed one never changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.form_faults import FaultCollector, FormFaults
from ctpat_app.domain.history import VETTING_WORK
from ctpat_app.domain.permissions import Actor, Permission, StaffRole, require_recent_proof
from ctpat_app.domain.signing import signing_faults
from ctpat_app.domain.vetting import Part, PartFindings, Source, check_end, read_findings, read_source
from ctpat_app.services.access import LARGEST_ID, AccountAccess, DraftAccess, require_account, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.company_view import note_look
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.sent_drafts import find_submission
from ctpat_app.services.vetting import content_of, findings_of
from ctpat_app.services.vetting_facts import Fact, facts_hash, facts_of
from ctpat_app.tables.drafts import SubmissionRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.vetting import VettingPartRow, VettingRow, VettingSignatureRow, VettingSourceRow


@dataclass(frozen=True)
class Signing:
    """What is signed, and how: the sentence in the signer's language, and the name as it was typed."""

    outcome: str
    reason: str
    typed_name: str
    agreed: bool
    statement: str
    language: str
    seen_hash: str
    """Of the vetting as the signer saw it."""


def require_sent(session: Session, actor: Actor, draft_id: int) -> tuple[DraftAccess, SubmissionRow]:
    """Return the draft for staff who review it, and what was sent from it.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for people of the company.
        Refusal: ``review.not-sent``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_REVIEW)
    if access.flow != APPLICATION or access.subject_kind != SECURITY_MODEL:
        raise NotPermitted
    submission = find_submission(session, draft_id)
    if submission is None:
        raise Refusal("review.not-sent")
    return access, submission


def start_vetting(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> int:
    """Begin a vetting of the security model, and return its id; an open one goes on with this submission.

    Raises:
        NotPermitted, Refusal: as ``require_sent``.
    """
    access, _submission = require_sent(session, actor, draft_id)
    # Two people who press at once: the second waits here and goes on with the vetting of the first.
    session.get_one(SecurityModelRow, access.subject_id, with_for_update=True)
    own = col(VettingRow.security_model_id) == access.subject_id
    if row := session.scalars(select(VettingRow).where(own, col(VettingRow.ended_at).is_(None))).first():
        row.draft_id = max(row.draft_id, draft_id)
        session.add(row)
        return row.id or 0
    number = (session.scalar(select(func.max(col(VettingRow.number))).where(own)) or 0) + 1
    row = VettingRow(
        security_model_id=access.subject_id,
        draft_id=draft_id,
        number=number,
        started_at=now,
        started_by=actor.user_id,
    )
    session.add(row)
    session.flush()
    _audit(session, actor, access.trade_account_id, "vetting.started", row, now)
    return row.id or 0


def save_part(
    session: Session,
    actor: Actor,
    *,
    vetting_id: int,
    part: str,
    seen_version: int,
    outcome: str,
    notes: str,
    now: datetime,
) -> int:
    """Save what was found about a part, and return its version; the same again writes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``vetting.signed``.
        InvalidValue: ``choice.unknown``, ``text.…``.
        StaleVersion: ``vetting.part-changed-meanwhile``, with the other notes.
    """
    vetting = _require_open(session, actor, vetting_id, now)
    if part not in {each.value for each in Part}:
        raise NotPermitted
    found, text = read_findings(outcome, notes)
    query = select(VettingPartRow).where(col(VettingPartRow.vetting_id) == vetting_id, col(VettingPartRow.part) == part)
    row = session.scalars(query).first() or VettingPartRow(
        vetting_id=vetting.id or 0, part=part, version=0, saved_at=now, saved_by=actor.user_id
    )
    if (row.outcome, row.notes) == (found, text):
        return row.version
    if row.version != seen_version:
        raise StaleVersion("vetting.part-changed-meanwhile", theirs=row.notes, version=row.version)
    row.outcome, row.notes, row.version = found, text, row.version + 1
    row.saved_at, row.saved_by = now, actor.user_id
    session.add(row)
    session.flush()
    return row.version


def add_source(session: Session, actor: Actor, *, vetting_id: int, part: str, source: Source, now: datetime) -> None:
    """Note something that was looked at for a part; the same once more is no second entry.

    Raises:
        NotPermitted, Refusal: as ``save_part``.
        FormFaults: as ``domain.vetting.read_source``.
    """
    vetting = _require_open(session, actor, vetting_id, now)
    if part not in {each.value for each in Part}:
        raise NotPermitted
    read = read_source(source, now.date())
    assert read.looked_on is not None  # the rule asks for it
    if read in findings_of(session, vetting_id)[Part(part)].sources:
        return
    session.add(
        VettingSourceRow(
            vetting_id=vetting.id or 0,
            part=part,
            kind=read.kind,
            place=read.place,
            looked_on=read.looked_on,
            note=read.note,
            added_at=now,
            added_by=actor.user_id,
        )
    )
    session.flush()


def remove_source(session: Session, actor: Actor, *, source_id: int, now: datetime) -> None:
    """Take a source away that was noted by mistake; twice is once.

    Raises:
        NotPermitted, Refusal: as ``save_part``.
    """
    row = session.get(VettingSourceRow, source_id) if 0 < source_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    _require_open(session, actor, row.vetting_id, now)
    row.removed_at = row.removed_at or now
    session.add(row)
    session.flush()


def sign_vetting(session: Session, actor: Actor, *, vetting_id: int, signing: Signing, now: datetime) -> None:
    """End a vetting: outcome, reason and everything in it, signed as the signer saw it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        Refusal: ``vetting.signed``, ``vetting.changed-meanwhile``.
        FormFaults: as ``domain.vetting.check_end``; ``agreed``: ``sign.not-agreed``; ``name``: ``sign.name-missing``,
            ``sign.name-differs``.
    """
    row = _require_open(session, actor, vetting_id, now)
    parts = findings_of(session, vetting_id)
    reason = _checked(parts, signing, actor)
    _access, submission = require_sent(session, actor, row.draft_id)
    facts = facts_of(session, submission)
    content, digest = sealed(parts, facts)
    if digest != signing.seen_hash:
        raise Refusal("vetting.changed-meanwhile")
    require_recent_proof(actor, now)
    session.add(
        VettingSignatureRow(
            vetting_id=vetting_id,
            outcome=signing.outcome,
            reason=reason,
            content=content,
            content_hash=digest,
            facts_hash=facts_hash(session, row.security_model_id, facts),
            statement=signing.statement,
            language=signing.language,
            signer_id=actor.user_id,
            signer_name=" ".join(signing.typed_name.split()),
            role=(actor.staff_role or StaffRole.SPECIALIST).value,
            signed_at=now,
        )
    )
    row.ended_at = now
    session.add(row)
    session.flush()
    account = session.get_one(SecurityModelRow, row.security_model_id).trade_account_id
    _audit(session, actor, account, "vetting.signed", row, now)


def sealed(parts: Mapping[Part, PartFindings], facts: tuple[Fact, ...]) -> tuple[str, str]:
    """Return what is signed as text, and its hash."""
    content = content_of(parts, facts)
    return content, hashlib.sha256(content.encode()).hexdigest()


def _checked(parts: Mapping[Part, PartFindings], signing: Signing, actor: Actor) -> str:
    """Return the reason as it is stored; everything that is to be mended is told at once."""
    faults, reason = FaultCollector(), ""
    try:
        reason = check_end(parts, signing.outcome, signing.reason)
    except FormFaults as found:
        for field, fault in found.faults.items():
            faults.note(field, fault)
    for fault in signing_faults(signing.typed_name, actor.name, agreed=signing.agreed):
        faults.note("agreed" if fault.code == "sign.not-agreed" else "name", fault)
    faults.refuse()
    return reason


def _require_open(session: Session, actor: Actor, vetting_id: int, now: datetime) -> VettingRow:
    """Return an open vetting for staff who review its company, held until the transaction ends.

    That somebody works on it stands in the company's history, once an hour; what they note does not.
    """
    row = session.get(VettingRow, vetting_id, with_for_update=True) if 0 < vetting_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    access = _require_vetting(session, actor, row)
    if row.ended_at is not None:
        raise Refusal("vetting.signed")
    note_look(session, actor, access, VETTING_WORK, now, subject=f"model:{row.security_model_id}/vetting/{row.number}")
    return row


def _require_vetting(session: Session, actor: Actor, row: VettingRow) -> AccountAccess:
    account = session.get_one(SecurityModelRow, row.security_model_id).trade_account_id
    return require_account(session, actor, account, Permission.PROFILE_REVIEW)


def _audit(session: Session, actor: Actor, trade_account_id: int, action: str, row: VettingRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"model:{row.security_model_id}/vetting/{row.number}",
        now=now,
    )
