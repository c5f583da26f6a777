"""Everything that was sent for a security model, and each profile as it was signed: texts, signature, files."""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.summary import SummaryCriterion, SummaryRow, SummarySection
from ctpat_app.guidance.texts import Shown
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.drafts import APPLICATION, applications_of
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.sending import signature_of
from ctpat_app.services.sent_drafts import find_submission
from ctpat_app.services.signatures import SignatureView
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow


@dataclass(frozen=True)
class SubmittedProfile:
    """One sending: under which reference, when, by whom, in which language it was signed."""

    draft_id: int
    reference: str
    submitted_at: datetime
    sender: str
    language: str


@dataclass(frozen=True)
class SubmittedProfiles:
    """Everything that was sent for one model, newest first."""

    company: str
    profiles: tuple[SubmittedProfile, ...]


@dataclass(frozen=True)
class SignedProfile:
    """What was signed, letter by letter: the texts in the signer's language and in English, from that day."""

    company: str
    reference: str
    submitted_at: datetime
    language: str
    texts: dict[str, tuple[SummarySection, ...]]
    signature: SignatureView | None
    evidence: dict[str, tuple[EvidenceFile, ...]]


def list_submitted(session: Session, actor: Actor, *, draft_id: int) -> SubmittedProfiles:
    """Return what was sent for the security model of the draft.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = _require(session, actor, draft_id)
    query = (
        select(SubmissionRow, col(UserAccountRow.name))
        .join(DraftRow, col(DraftRow.id) == col(SubmissionRow.draft_id))
        .join(UserAccountRow, col(UserAccountRow.id) == col(SubmissionRow.submitted_by))
        .where(*applications_of(access.subject_id))
        .order_by(col(SubmissionRow.id).desc())
    )
    found = session.execute(query).all()
    return SubmittedProfiles(
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        tuple(
            SubmittedProfile(row.draft_id, row.reference, row.submitted_at, name, row.language) for row, name in found
        ),
    )


def read_signed(session: Session, actor: Actor, *, draft_id: int) -> SignedProfile:
    """Return one profile as it was signed, whatever the content and the company have become since.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``submitted.not-sent``.
    """
    access = _require(session, actor, draft_id)
    submission = find_submission(session, draft_id)
    if submission is None:
        raise InvalidValue("submitted.not-sent")
    signature = signature_of(session, access.subject_kind, access.subject_id, submission)
    account = session.get_one(TradeAccountRow, access.trade_account_id)
    return SignedProfile(
        signature.acting_for if signature else account.legal_name,
        submission.reference,
        submission.submitted_at,
        submission.language,
        signed_texts(submission),
        signature,
        evidence_of(session, draft_id),
    )


def _require(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    access.require_flow(APPLICATION)
    return access


def signed_texts(submission: SubmissionRow) -> dict[str, tuple[SummarySection, ...]]:
    """Return the form as it read when it was signed, by language."""
    whole: dict[str, Any] = json.loads(zlib.decompress(submission.snapshot))
    return {language: tuple(map(_section, sections)) for language, sections in whole["texts"].items()}


def _section(stored: dict[str, Any]) -> SummarySection:
    rows = tuple(_row(each) for each in stored["rows"])
    criteria = tuple(_criterion(each) for each in stored["criteria"])
    return SummarySection(stored["step"], Shown(**stored["title"]), rows, criteria, stored["category"])


def _row(stored: dict[str, Any]) -> SummaryRow:
    values = tuple(Shown(**each) for each in stored["values"])
    return SummaryRow(stored["key"], stored["row"], Shown(**stored["label"]), values, stored["is_code"])


def _criterion(stored: dict[str, Any]) -> SummaryCriterion:
    shown = {name: Shown(**value) for name, value in stored.items() if isinstance(value, dict)}
    return SummaryCriterion(**{**stored, **shown, "demanded_by": tuple(stored["demanded_by"])})
