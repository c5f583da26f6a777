"""Vettings of a security model: what was found so far, what was signed, and which one counts."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.vetting import Outcome, Part, PartFindings, Source
from ctpat_app.services.identifier_changes import newest_sent
from ctpat_app.services.sent_drafts import find_submission
from ctpat_app.services.vetting_facts import Fact, facts_hash, facts_of
from ctpat_app.tables.vetting import VettingPartRow, VettingRow, VettingSignatureRow, VettingSourceRow


@dataclass(frozen=True)
class VettingView:
    """A vetting as others ask for it; ``outcome`` is empty while it is open."""

    id: int
    number: int
    draft_id: int
    outcome: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class SignedVetting:
    """A vetting as it was signed, for ever."""

    number: int
    draft_id: int
    outcome: Outcome
    reason: str
    parts: Mapping[Part, PartFindings]
    facts: tuple[Fact, ...]
    facts_hash: str
    statement: str
    language: str
    signer_name: str
    role: str
    signed_at: datetime


def newest_vetting(session: Session, model_id: int) -> VettingView | None:
    """Return the newest vetting of a security model, open or signed; the caller authorizes."""
    query = select(VettingRow).where(col(VettingRow.security_model_id) == model_id)
    row = session.scalars(query.order_by(col(VettingRow.number).desc()).limit(1)).first()
    if row is None:
        return None
    signed = signature_row(session, row.id or 0)
    outcome = signed.outcome if signed else ""
    return VettingView(row.id or 0, row.number, row.draft_id, outcome, row.started_at, row.ended_at)


def vetting_standing(session: Session, model_id: int) -> str:
    """Return what a company is told of its vetting: ``under-way``, ``done`` or nothing; the caller authorizes."""
    newest = newest_vetting(session, model_id)
    if newest is None:
        return ""
    return "done" if newest.ended_at else "under-way"


def has_passed(session: Session, model_id: int) -> bool:
    """Whether the newest signed vetting of a security model passed, and what it looked at still holds.

    It need not be of the newest submission: correcting a statement asks for no new vetting. A number, an address, a
    contact or a business type that has changed since does.
    """
    draft, signed = newest_sent(session, model_id), newest_signed(session, model_id)
    if draft is None or signed is None or signed.outcome is not Outcome.PASSED:
        return False
    submission = find_submission(session, draft)
    assert submission is not None  # the draft was sent
    return signed.facts_hash == facts_hash(session, model_id, facts_of(session, submission))


def newest_signed(session: Session, model_id: int) -> SignedVetting | None:
    """Return the newest vetting of a security model that was signed; the caller authorizes."""
    return next(iter(signed_vettings(session, model_id)), None)


def signed_vettings(session: Session, model_id: int) -> tuple[SignedVetting, ...]:
    """Return the vettings of a security model as they were signed, newest first; the caller authorizes."""
    query = (
        select(VettingRow, VettingSignatureRow)
        .join(VettingSignatureRow, col(VettingSignatureRow.vetting_id) == col(VettingRow.id))
        .where(col(VettingRow.security_model_id) == model_id)
        .order_by(col(VettingRow.number).desc())
    )
    return tuple(_signed(row, signature) for row, signature in session.execute(query))


def signature_row(session: Session, vetting_id: int) -> VettingSignatureRow | None:
    """Return how a vetting ended, None while it is open."""
    query = select(VettingSignatureRow).where(col(VettingSignatureRow.vetting_id) == vetting_id)
    return session.scalars(query).first()


def findings_of(session: Session, vetting_id: int) -> dict[Part, PartFindings]:
    """Return what was found so far, for every part."""
    parts = select(VettingPartRow).where(col(VettingPartRow.vetting_id) == vetting_id)
    rows = {row.part: row for row in session.scalars(parts)}
    looked: dict[str, list[Source]] = {}
    for each in source_rows(session, vetting_id):
        looked.setdefault(each.part, []).append(Source(each.kind, each.place, each.looked_on, each.note))
    return {
        part: PartFindings(
            rows[part].outcome if part in rows else "",
            rows[part].notes if part in rows else "",
            tuple(looked.get(part, ())),
        )
        for part in Part
    }


def source_rows(session: Session, vetting_id: int) -> tuple[VettingSourceRow, ...]:
    """Return what was looked at and not taken away again, in the order in which it was noted."""
    query = select(VettingSourceRow).where(
        col(VettingSourceRow.vetting_id) == vetting_id, col(VettingSourceRow.removed_at).is_(None)
    )
    return tuple(session.scalars(query.order_by(col(VettingSourceRow.id))))


def content_of(parts: Mapping[Part, PartFindings], facts: tuple[Fact, ...]) -> str:
    """Return what is signed, as text; ``_signed`` reads it again."""
    written = {part.value: asdict(found) for part, found in parts.items()}
    whole = {"parts": written, "facts": [[each.part, each.key, each.value] for each in facts]}
    return json.dumps(whole, ensure_ascii=False, default=str)


def _signed(row: VettingRow, signature: VettingSignatureRow) -> SignedVetting:
    whole: dict[str, Any] = json.loads(signature.content)
    return SignedVetting(
        number=row.number,
        draft_id=row.draft_id,
        outcome=Outcome(signature.outcome),
        reason=signature.reason,
        parts={Part(name): _found(found) for name, found in whole["parts"].items()},
        facts=tuple(Fact(Part(part), key, value) for part, key, value in whole["facts"]),
        facts_hash=signature.facts_hash,
        statement=signature.statement,
        language=signature.language,
        signer_name=signature.signer_name,
        role=signature.role,
        signed_at=signature.signed_at,
    )


def _found(whole: Mapping[str, Any]) -> PartFindings:
    sources = tuple(
        Source(each["kind"], each["place"], date.fromisoformat(each["looked_on"]), each["note"])
        for each in whole["sources"]
    )
    return PartFindings(whole["outcome"], whole["notes"], sources)
